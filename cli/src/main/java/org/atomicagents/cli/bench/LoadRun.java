package org.atomicagents.cli.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.atomicagents.Agent;
import org.atomicagents.batch.BatchProgress;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * A measurement of an agent under load: each level of a {@link LoadPlan} one after the other.
 *
 * <p>The inputs are used in their order, from the first one at each level, and again if there are
 * more runs than inputs. The memory does not depend on the number of runs.
 *
 * <p>{@link #measure()} may be called once. {@link #stop()} and {@link #progress()} are
 * thread-safe.
 *
 * @param <I> the type of the input
 */
public final class LoadRun<I> {
  private final Agent<I, ?> agent;
  private final List<I> inputs;
  private final LoadPlan plan;
  private final TimeSource time;
  private final LoadGate gate;
  private volatile long start;
  private volatile @Nullable LevelRun<I> current;

  private LoadRun(Agent<I, ?> agent, List<I> inputs, LoadPlan plan, TimeSource time) {
    this.agent = Objects.requireNonNull(agent, "agent");
    this.inputs = List.copyOf(inputs);
    this.plan = Objects.requireNonNull(plan, "plan");
    this.time = Objects.requireNonNull(time, "time");
    this.gate = new LoadGate(plan);
    this.start = time.nanoTime();
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException("inputs: expected one or more, found none");
    }
  }

  /**
   * Returns a measurement that has not begun.
   *
   * @throws IllegalArgumentException if there is no input
   */
  public static <I> LoadRun<I> of(Agent<I, ?> agent, List<I> inputs, LoadPlan plan) {
    return new LoadRun<>(agent, inputs, plan, TimeSource.system());
  }

  /** Returns a measurement with another clock, which has not begun. */
  public LoadRun<I> withTimeSource(TimeSource source) {
    return new LoadRun<>(agent, inputs, plan, source);
  }

  /**
   * Runs all levels, and returns their measurements. An interrupt of the thread has the effect of
   * {@link #stop()}, and its flag is restored.
   *
   * @throws RuntimeException the last failure of the warm-up of the first level, if all its runs
   *     failed: the others are not started, since the key or the address is probably wrong
   */
  public LoadReport measure() {
    Instant started = time.now();
    start = time.nanoTime();
    var levels = new ArrayList<LoadLevel>();
    LevelSpend warmUp = LevelSpend.NONE;
    for (int callers : plan.concurrency()) {
      long unmeasured = plan.warmUpRuns(callers);
      if (unmeasured > 0 && gate.stopReason().isEmpty()) {
        warmUp = warmUp.plus(warmUp(callers, unmeasured, levels.isEmpty()));
      }
      if (gate.stopReason().isPresent()) {
        break;
      }
      LevelRun<I> run = level(callers, plan.runs());
      levels.add(run.measure());
    }
    Duration elapsed = Duration.ofNanos(time.nanoTime() - start);
    return new LoadReport(plan, started, elapsed, levels, warmUp, stopReason(levels));
  }

  // A policy or a cost may stop at the last run, which is no early end.
  private Optional<LoadStop> stopReason(List<LoadLevel> levels) {
    boolean isComplete =
        levels.size() == plan.concurrency().size() && levels.getLast().isComplete();
    return isComplete ? Optional.empty() : gate.stopReason();
  }

  private LevelSpend warmUp(int callers, long runs, boolean isFirst) {
    LevelRun<I> run = level(callers, runs);
    LoadLevel result = run.measure();
    RuntimeException failure = run.lastFailure();
    if (isFirst && failure != null && result.succeeded() == 0 && !gate.isInterrupted()) {
      throw failure;
    }
    return run.spend();
  }

  private LevelRun<I> level(int callers, long runs) {
    var run = new LevelRun<>(agent, inputs, plan.isStreaming(), callers, runs, gate, time);
    current = run;
    if (gate.isInterrupted()) {
      run.cancel();
    }
    return run;
  }

  /** Starts no further run, and cancels the runs in progress. Idempotent. */
  public void stop() {
    gate.stop();
    LevelRun<I> run = current;
    if (run != null) {
      run.cancel();
    }
  }

  /** Returns the progress of all levels, warm-up included. */
  public BatchProgress progress() {
    LoadGate.State state = gate.state();
    Duration elapsed = Duration.ofNanos(time.nanoTime() - start);
    return new BatchProgress(
        state.done(),
        state.failed(),
        0,
        (int) state.inFlight(),
        OptionalLong.of(plan.totalRuns()),
        elapsed,
        elapsed.isZero() ? 0 : state.done() * 1e9 / elapsed.toNanos(),
        state.usage(),
        state.cost());
  }
}
