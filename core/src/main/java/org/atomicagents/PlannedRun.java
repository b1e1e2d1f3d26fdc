package org.atomicagents;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.atomicagents.chat.ChatHistory.Lease;
import org.atomicagents.internal.run.AgentRun;
import org.atomicagents.internal.run.IngredientHashes;
import org.atomicagents.internal.run.PendingTurn;
import org.atomicagents.internal.run.RequestFingerprint;
import org.atomicagents.internal.run.RunEvents;
import org.atomicagents.internal.run.RunPlan;
import org.atomicagents.internal.run.TokenEstimate;
import org.atomicagents.internal.stream.RunStream;
import org.atomicagents.message.Content;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.TokenCount;
import org.atomicagents.schema.Schema;
import org.jspecify.annotations.Nullable;

/** The standard implementation of {@link PreparedRun}. Thread-safe. */
final class PlannedRun<O> implements PreparedRun<O> {
  private final RunPlan<O> plan;
  private volatile @Nullable TokenCount tokens;
  private boolean started;
  private volatile boolean closed;

  PlannedRun(RunPlan<O> plan) {
    this.plan = plan;
  }

  @Override
  public ModelRequest request() {
    return plan.request();
  }

  @Override
  public String fingerprint() {
    return RequestFingerprint.of(plan);
  }

  @Override
  public RunIngredients ingredients() {
    return IngredientHashes.of(plan);
  }

  @Override
  public Optional<Schema<O>> outputSchema() {
    return Optional.of(plan.output().schema());
  }

  @Override
  public TokenCount tokens() {
    TokenCount cached = tokens;
    return cached == null ? publish(TokenEstimate.of(plan)) : cached;
  }

  /** Returns the count that was published first, and emits its event once. */
  private TokenCount publish(TokenCount count) {
    synchronized (this) {
      TokenCount published = tokens;
      if (published != null) {
        return published;
      }
      tokens = count;
    }
    RunEvents.tokensCounted(plan.config(), count);
    return count;
  }

  @Override
  public Deadline deadline() {
    return plan.config().deadline();
  }

  @Override
  public Optional<PreparedRun<O>> detached() {
    return Optional.of(withoutConversation());
  }

  @Override
  public RunResult<O> call() {
    return call((result, run) -> result);
  }

  /**
   * Returns what a function computes from the result of the run and the run itself, before its
   * response is discarded.
   */
  <T> T call(BiFunction<RunResult<O>, AgentRun<O>, T> function) {
    requireUnused();
    try (var run = start(() -> new AgentRun<>(plan, false))) {
      return function.apply(run.call(), run);
    }
  }

  /** Returns the output of {@link #call()}, whose result is not created. */
  O run() {
    requireUnused();
    try (var run = start(() -> new AgentRun<>(plan, false))) {
      return run.run();
    }
  }

  /** Returns the same run without a conversation and without a deadline. */
  PlannedRun<O> withoutConversation() {
    return new PlannedRun<>(plan.detached());
  }

  @Override
  public AgentStream<O> stream() {
    requireUnused();
    return start(() -> new RunStream<>(plan));
  }

  @Override
  public void commit(O output) {
    commit(output, List.of());
  }

  @Override
  public void commitResult(RunResult<O> result) {
    commit(result.output(), result.opaque());
  }

  private void commit(O output, List<Content> opaque) {
    requireUnused();
    try {
      if (!plan.turn().lease().beginCommit()) {
        throw PendingTurn.expired(
            plan.config().deadline(),
            "committing the turn of agent '" + plan.config().agent() + "'");
      }
      plan.commit(output, opaque);
    } finally {
      closed = true;
      plan.turn().lease().close();
    }
  }

  @Override
  public Runnable beginActivity() {
    Lease lease = plan.turn().lease();
    lease.beginActivity();
    return lease::endActivity;
  }

  @Override
  public void emit(Function<String, AgentEvent> event) {
    RunEvents.emit(plan.config(), event);
  }

  @Override
  public void close() {
    closed = true;
    // A run that was started holds the lease until its own end.
    if (isFirstStart()) {
      plan.turn().lease().close();
    }
  }

  private <T> T start(Supplier<T> constructor) {
    try {
      return constructor.get();
    } catch (RuntimeException | Error e) {
      plan.turn().lease().close();
      throw e;
    }
  }

  private boolean isFirstStart() {
    synchronized (this) {
      boolean isFirst = !started;
      started = true;
      return isFirst;
    }
  }

  private void requireUnused() {
    if (closed || (plan.turn().isExclusive() && !isFirstStart())) {
      throw new IllegalStateException(
          "This run of agent '%s' was used or closed already, and its conversation may have changed.\nPrepare another run."
              .formatted(plan.config().agent()));
    }
  }
}
