package org.atomicagents.routing;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.RunResult;
import org.atomicagents.error.AgentException;
import org.atomicagents.message.Usage;
import org.atomicagents.price.Charge;

/** The usage of the agents that helped to choose a model. Used by one thread until it is read. */
final class SelectionUsage {
  private Usage usage = Usage.NONE;
  private final List<String> requestIds = new ArrayList<>();
  private final List<Charge> charges = new ArrayList<>();
  private int requests;

  void add(RunResult<?> result) {
    add(result.usage(), result.requestIds(), result.charges(), result.requests());
  }

  void add(AgentException failure) {
    add(failure.usage(), failure.requestIds(), failure.charges(), failure.requests());
  }

  private void add(Usage tokens, List<String> ids, List<Charge> costs, int sent) {
    usage = usage.plus(tokens);
    requestIds.addAll(ids);
    charges.addAll(costs);
    requests += sent;
  }

  /** Returns whether a request was sent. */
  boolean isPresent() {
    return requests > 0;
  }

  /** Returns a result with this usage added; the attempts remain those of the run. */
  <O> RunResult<O> addedTo(RunResult<O> result) {
    return new RunResult<>(
        result.output(),
        result.text(),
        result.model(),
        result.finishReason(),
        result.attempts(),
        result.requests() + requests,
        usage.plus(result.usage()),
        joined(charges, result.charges()),
        result.timings(),
        joined(requestIds, result.requestIds()),
        result.repairs(),
        result.cacheState(),
        result.shortfalls(),
        result.opaque());
  }

  /** Returns a failure after adding this usage to it. */
  AgentException addedTo(AgentException failure) {
    return failure.recordUsage(
        usage.plus(failure.usage()),
        joined(requestIds, failure.requestIds()),
        joined(charges, failure.charges()),
        failure.attempts(),
        failure.requests() + requests);
  }

  /** Returns a failure, whose usage is part of this one, after setting its usage to this one. */
  AgentException recordedIn(AgentException failure) {
    return failure.recordUsage(usage, requestIds, charges, failure.attempts(), requests);
  }

  private static <T> List<T> joined(List<T> first, List<T> second) {
    var all = new ArrayList<T>(first);
    all.addAll(second);
    return all;
  }
}
