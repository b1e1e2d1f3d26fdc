package org.atomicagents.internal.routing;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.atomicagents.AgentStream;
import org.atomicagents.PreparationUsage;
import org.atomicagents.PreparedRun;
import org.atomicagents.RunIngredients;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.TokenCount;
import org.atomicagents.schema.Schema;
import org.atomicagents.time.Phase;
import org.atomicagents.time.Timings;
import org.jspecify.annotations.Nullable;

/**
 * A run of several stages whose first one is prepared; it can be used once.
 *
 * <p>A stage that cannot be prepared has failed, as one whose run fails; the first one that can be
 * prepared is the first one of the run.
 *
 * <p>The conversation is acquired once, for all stages. Thread-safe.
 */
public final class PreparedStages<I, O> implements PreparedRun<O> {
  private final StagePlan<I, O> plan;
  private final StageStart<O> first;
  private final long preparationNanos;
  private final long queueNanos;
  private final Lock fingerprinting = new ReentrantLock();
  private volatile @Nullable StageFingerprint fingerprint;
  private final AtomicBoolean used = new AtomicBoolean();

  private PreparedStages(
      StagePlan<I, O> plan,
      StageStart<O> first,
      @Nullable StageFingerprint fingerprint,
      long preparationNanos,
      long queueNanos) {
    this.plan = plan;
    this.first = first;
    this.preparationNanos = preparationNanos;
    this.queueNanos = queueNanos;
    this.fingerprint = fingerprint;
  }

  /**
   * Returns a prepared run; the caller closes it.
   *
   * @param input the input; null to continue the last turn of the conversation
   */
  public static <I, O> PreparedStages<I, O> of(
      StageSettings<I, O> settings, @Nullable I input, RunOptions options) {
    long start = settings.time().nanoTime();
    Deadline deadline = settings.deadline(options);
    ChatHistory history = options.history() == null ? settings.history() : options.history();
    StagedTurn turn = StagedTurn.begin(history, deadline, settings.time());
    long begun = settings.time().nanoTime();
    try {
      var plan = new StagePlan<>(settings, input, options, turn);
      StageStart<O> first = StageStart.of(plan);
      return new PreparedStages<>(
          plan, first, null, settings.time().nanoTime() - start, begun - start);
    } catch (RuntimeException | Error e) {
      turn.close();
      throw e;
    }
  }

  @Override
  public RunResult<O> call() {
    requireUnused();
    try (StagedTurn turn = plan.turn()) {
      StageOutcome<O> outcome =
          new StageLoop<>(plan, (index, stage) -> stage.call(), newMetrics()).run(first);
      outcome.commit(turn);
      return outcome.result();
    }
  }

  @Override
  public AgentStream<O> stream() {
    requireUnused();
    try {
      return new StageStream<>(plan, first, newMetrics());
    } catch (RuntimeException | Error e) {
      closeAll();
      throw e;
    }
  }

  private StageMetrics newMetrics() {
    var time = plan.settings().time();
    var timings = new Timings.Recorder(time, time.nanoTime() - preparationNanos);
    timings.add(Phase.QUEUE, queueNanos);
    var metrics = new StageMetrics(timings);
    metrics.add(fingerprintUsage());
    return metrics;
  }

  @Override
  public ModelRequest request() {
    return first.stage().run().request();
  }

  /**
   * Returns a hash of the fingerprints of all stages, each of which is prepared for it, once. If
   * two threads prepare them at the same time, the usage of both counts.
   */
  @Override
  public String fingerprint() {
    StageFingerprint known = fingerprint;
    if (known != null) {
      return known.hash();
    }
    StageFingerprint created = StageFingerprint.of(plan, first);
    fingerprinting.lock();
    try {
      StageFingerprint present = fingerprint;
      fingerprint = present == null ? created : present.withUsageOf(created);
    } finally {
      fingerprinting.unlock();
    }
    return created.hash();
  }

  private PreparationUsage fingerprintUsage() {
    StageFingerprint known = fingerprint;
    return known == null ? PreparationUsage.NONE : known.usage();
  }

  @Override
  public RunIngredients ingredients() {
    StageSettings<I, O> settings = plan.settings();
    return first
        .stage()
        .run()
        .ingredients()
        .withModel(settings.stageNames() + " (" + settings.policy().description() + ")");
  }

  @Override
  public Optional<Schema<O>> outputSchema() {
    return first.stage().run().outputSchema();
  }

  @Override
  public TokenCount tokens() {
    return first.stage().run().tokens();
  }

  @Override
  public PreparationUsage preparationUsage() {
    return first.preparationUsage().plus(fingerprintUsage());
  }

  @Override
  public Deadline deadline() {
    return plan.turn().deadline();
  }

  @Override
  public Optional<PreparedRun<O>> detached() {
    StageFingerprint known = fingerprint;
    return first
        .detached()
        .map(start ->
            new PreparedStages<>(
                plan.detached(),
                start,
                known == null ? null : known.withoutUsage(),
                preparationNanos,
                0));
  }

  @Override
  public void commit(O output) {
    commit(run -> run.commit(output));
  }

  @Override
  public void commitResult(RunResult<O> result) {
    commit(run -> run.commitResult(result));
  }

  private void commit(Consumer<PreparedRun<O>> commit) {
    requireUnused();
    try {
      commit.accept(first.stage().run());
      plan.turn().commit(first.stage().turn());
    } finally {
      closeAll();
    }
  }

  @Override
  public Runnable beginActivity() {
    return first.stage().run().beginActivity();
  }

  @Override
  public void emit(Function<String, AgentEvent> event) {
    if (plan.listeners().isActive()) {
      plan.listeners().emit(event.apply(plan.settings().name()));
    }
  }

  @Override
  public void close() {
    if (!used.getAndSet(true)) {
      closeAll();
    }
  }

  private void closeAll() {
    try {
      first.stage().close();
    } finally {
      plan.turn().close();
    }
  }

  private void requireUnused() {
    if (used.getAndSet(true)) {
      throw new IllegalStateException(
          "This run of '%s' was used or closed already.\nPrepare another run."
              .formatted(plan.settings().name()));
    }
  }
}
