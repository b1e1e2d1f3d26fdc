package org.atomicagents.internal.tool;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.CacheState;
import org.atomicagents.RunResult;
import org.atomicagents.error.AgentException;
import org.atomicagents.model.Phase;
import org.atomicagents.model.TimeSource;
import org.atomicagents.model.Timings;
import org.atomicagents.price.Charge;

/** The metrics of all steps of a loop together. Not thread-safe. */
final class LoopMetrics {
  private final Timings.Recorder timings;
  private final List<String> requestIds = new ArrayList<>();
  private final List<Charge> charges = new ArrayList<>();
  private LoopUsage usage = LoopUsage.NONE;

  /** Creates the metrics of a loop that starts now. */
  LoopMetrics(TimeSource time) {
    this.timings = new Timings.Recorder(time);
  }

  LoopUsage usage() {
    return usage;
  }

  /** Sets the usage of the steps before a suspension. */
  void resume(LoopUsage before) {
    usage = before;
  }

  void add(RunResult<?> step) {
    usage = usage.plus(step);
    requestIds.addAll(step.requestIds());
    charges.addAll(step.charges());
    for (Phase phase : Phase.values()) {
      timings.add(phase, step.timings().nanos(phase));
    }
  }

  /** Returns the failure of a step after adding the usage of the earlier steps to it. */
  AgentException withUsage(AgentException failure) {
    var ids = new ArrayList<>(requestIds);
    ids.addAll(failure.requestIds());
    var all = new ArrayList<>(charges);
    all.addAll(failure.charges());
    return failure.recordUsage(
        usage.tokens().plus(failure.usage()),
        ids,
        all,
        usage.attempts() + failure.attempts(),
        usage.requests() + failure.requests());
  }

  /** Returns the result of a loop. */
  <O> RunResult<O> result(O output, String json, RunResult<?> last) {
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
