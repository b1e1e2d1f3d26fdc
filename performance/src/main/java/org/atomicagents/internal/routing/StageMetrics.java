package org.atomicagents.internal.routing;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.CacheState;
import org.atomicagents.PreparationUsage;
import org.atomicagents.RunResult;
import org.atomicagents.error.AgentException;
import org.atomicagents.message.Usage;
import org.atomicagents.price.Charge;
import org.atomicagents.time.Phase;
import org.atomicagents.time.Timings;

/** The metrics of all stages of a run together, failed ones included. Used by one thread. */
final class StageMetrics {
  private final Timings.Recorder timings;
  private final List<String> requestIds = new ArrayList<>();
  private final List<Charge> charges = new ArrayList<>();
  private Usage usage = Usage.NONE;
  private int attempts;
  private int requests;

  StageMetrics(Timings.Recorder timings) {
    this.timings = timings;
  }

  Timings.Recorder timings() {
    return timings;
  }

  void add(RunResult<?> result) {
    add(result.usage(), result.requestIds(), result.charges());
    attempts += result.attempts();
    requests += result.requests();
    add(result.timings());
  }

  void add(AgentException failure) {
    add(failure.usage(), failure.requestIds(), failure.charges());
    attempts += failure.attempts();
    requests += failure.requests();
    failure.timings().ifPresent(this::add);
  }

  /** Adds a stage; other time since the previous one is that of its preparation. */
  private void add(Timings stage) {
    for (Phase phase : Phase.values()) {
      timings.add(phase, stage.nanos(phase));
    }
    timings.addRest(Phase.PROMPT);
  }

  /** Adds the time since the end of the latest stage, in which its result was checked. */
  void addChecks() {
    timings.addRest(Phase.VALIDATE);
  }

  void add(PreparationUsage preparation) {
    add(preparation.usage(), preparation.requestIds(), preparation.charges());
    requests += preparation.requests();
  }

  private void add(Usage tokens, List<String> ids, List<Charge> costs) {
    usage = usage.plus(tokens);
    requestIds.addAll(ids);
    charges.addAll(costs);
  }

  /** Returns a failure after setting its usage to that of all stages. */
  AgentException withUsage(AgentException failure) {
    timings.addRest(Phase.CLIENT);
    failure.recordTimings(timings.snapshot());
    return failure.recordUsage(usage, requestIds, charges, attempts, requests);
  }

  /**
   * Returns the result of the run.
   *
   * @param result the result of the stage whose output is returned
   * @param shortfalls the reasons for which the output was not accepted
   */
  <O> RunResult<O> result(RunResult<O> result, List<String> shortfalls) {
    timings.addRest(Phase.CLIENT);
    return new RunResult<>(
        result.output(),
        result.text(),
        result.model(),
        result.finishReason(),
        attempts,
        requests,
        usage,
        charges,
        timings.snapshot(),
        requestIds,
        result.repairs(),
        requests == 0 ? result.cacheState() : CacheState.NONE,
        shortfalls,
        result.opaque());
  }
}
