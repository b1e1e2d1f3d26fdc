package org.atomicagents.internal.tool;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.CacheState;
import org.atomicagents.RunResult;
import org.atomicagents.error.AgentException;
import org.atomicagents.price.Charge;
import org.atomicagents.time.Phase;
import org.atomicagents.time.TimeSource;
import org.atomicagents.time.Timings;

/** The metrics of all steps of a loop together. Not thread-safe. */
final class LoopMetrics {
  private final Timings.Recorder timings;
  private final List<String> requestIds = new ArrayList<>();
  private final List<Charge> charges = new ArrayList<>();
  private LoopUsage usage = LoopUsage.NONE;

  /**
   * Creates the metrics of a loop whose first step is prepared.
   *
   * @param preparationNanos how long the preparation took
   * @param queueNanos how long the preparation waited for the conversation
   */
  LoopMetrics(TimeSource time, long preparationNanos, long queueNanos) {
    this.timings = new Timings.Recorder(time, time.nanoTime() - preparationNanos);
    timings.add(Phase.QUEUE, queueNanos);
  }

  LoopUsage usage() {
    return usage;
  }

  /** Sets the usage of the steps before a suspension. */
  void resume(LoopUsage before) {
    usage = before;
  }

  /** Adds a step; the time since the previous one belongs to the preparation of this one. */
  void add(RunResult<?> step) {
    usage = usage.plus(step);
    requestIds.addAll(step.requestIds());
    charges.addAll(step.charges());
    add(step.timings());
    timings.addRest(Phase.PROMPT);
  }

  /** Adds the time since the latest step, in which its tools were run. */
  void addTools() {
    timings.addRest(Phase.TOOL);
  }

  private void add(Timings step) {
    for (Phase phase : Phase.values()) {
      timings.add(phase, step.nanos(phase));
    }
  }

  /** Returns the failure of a step after adding the usage of the earlier steps to it. */
  AgentException withUsage(AgentException failure) {
    var ids = new ArrayList<>(requestIds);
    ids.addAll(failure.requestIds());
    var all = new ArrayList<>(charges);
    all.addAll(failure.charges());
    failure.timings().ifPresent(this::add);
    timings.addRest(Phase.CLIENT);
    failure.recordTimings(timings.snapshot());
    return failure.recordUsage(
        usage.tokens().plus(failure.usage()),
        ids,
        all,
        usage.attempts() + failure.attempts(),
        usage.requests() + failure.requests());
  }

  /** Returns the result of a loop. */
  <O> RunResult<O> result(O output, String json, RunResult<?> last) {
    timings.addRest(Phase.COMMIT);
    return new RunResult<>(
        output,
        json,
        last.model(),
        last.finishReason(),
        usage.attempts(),
        usage.requests(),
        usage.tokens(),
        charges,
        timings.snapshot(),
        requestIds,
        last.repairs(),
        CacheState.NONE);
  }
}
