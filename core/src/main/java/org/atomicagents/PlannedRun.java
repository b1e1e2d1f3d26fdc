package org.atomicagents;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.TokenCount;
import org.jspecify.annotations.Nullable;

/** A plan, and the ways to carry it out. */
final class PlannedRun<O> implements Prepared<O> {
  private final RunPlan<O> plan;
  private final AtomicReference<@Nullable TokenCount> counted = new AtomicReference<>();
  private final AtomicBoolean started = new AtomicBoolean();

  PlannedRun(RunPlan<O> plan) {
    this.plan = plan;
  }

  @Override
  public ModelRequest request() {
    return plan.request();
  }

  @Override
  public String fingerprint() {
    return Fingerprint.of(plan);
  }

  @Override
  public TokenCount tokens() {
    TokenCount known = counted.get();
    if (known != null) {
      return known;
    }
    TokenCount count = TokenEstimate.of(plan);
    if (!counted.compareAndSet(null, count)) {
      return tokens();
    }
    if (plan.listeners().isActive()) {
      plan.listeners().emit(new AgentEvent.TokensCounted(plan.settings().name(), count));
    }
    return count;
  }

  @Override
  public Reply<O> call() {
    requireFirst();
    try (var run = new AgentRun<>(plan, false)) {
      return run.reply();
    }
  }

  @Override
  public AgentStream<O> stream() {
    requireFirst();
    return new RunStream<>(plan);
  }

  @Override
  public void commit(O output) {
    requireFirst();
    try {
      plan.commit(output, List.of());
    } finally {
      close();
    }
  }

  @Override
  public void close() {
    plan.conversation().visit().close();
  }

  private void requireFirst() {
    if (plan.conversation().isExclusive() && started.getAndSet(true)) {
      throw new IllegalStateException(
          "This run of agent '%s' is over, and the conversation may have moved on. Prepare another."
              .formatted(plan.settings().name()));
    }
  }
}
