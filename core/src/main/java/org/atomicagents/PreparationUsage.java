package org.atomicagents;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.atomicagents.error.AgentException;
import org.atomicagents.message.Usage;
import org.atomicagents.price.Charge;

/**
 * The usage of requests that were sent to prepare a run, such as those of a classifier that chose
 * its model.
 *
 * <p>Immutable and thread-safe.
 *
 * @param requests the number of requests that were sent
 * @param usage the tokens used by these requests
 * @param charges the usage of each request with the prices of its model
 * @param requestIds the provider's ids of the responses
 */
public record PreparationUsage(
    int requests, Usage usage, List<Charge> charges, List<String> requestIds) {

  /** No requests. */
  public static final PreparationUsage NONE =
      new PreparationUsage(0, Usage.NONE, List.of(), List.of());

  public PreparationUsage {
    Objects.requireNonNull(usage, "usage");
    charges = List.copyOf(charges);
    requestIds = List.copyOf(requestIds);
  }

  /** Returns this usage and that of another preparation. */
  public PreparationUsage plus(PreparationUsage other) {
    return new PreparationUsage(
        requests + other.requests,
        usage.plus(other.usage),
        joined(charges, other.charges),
        joined(requestIds, other.requestIds));
  }

  /** Returns this usage and that of a run that was part of the preparation. */
  public PreparationUsage plus(RunResult<?> result) {
    return plus(
        new PreparationUsage(
            result.requests(), result.usage(), result.charges(), result.requestIds()));
  }

  /** Returns this usage and that of a failed run that was part of the preparation. */
  public PreparationUsage plus(AgentException failure) {
    return plus(
        new PreparationUsage(
            failure.requests(), failure.usage(), failure.charges(), failure.requestIds()));
  }

  /** Returns whether a request was sent. */
  public boolean isPresent() {
    return requests > 0;
  }

  /** Returns a result with this usage added; its attempts remain those of the run. */
  public <O> RunResult<O> addedTo(RunResult<O> result) {
    if (!isPresent()) {
      return result;
    }
    PreparationUsage total = plus(result);
    return new RunResult<>(
        result.output(),
        result.text(),
        result.model(),
        result.finishReason(),
        result.attempts(),
        total.requests,
        total.usage,
        total.charges,
        result.timings(),
        total.requestIds,
        result.repairs(),
        result.cacheState(),
        result.shortfalls(),
        result.opaque());
  }

  /** Returns a failure after adding this usage to it; its attempts remain those of the run. */
  public AgentException addedTo(AgentException failure) {
    return plus(failure).recordedIn(failure);
  }

  /** Returns a failure after setting its usage to this one; its attempts remain. */
  public AgentException recordedIn(AgentException failure) {
    return failure.recordUsage(usage, requestIds, charges, failure.attempts(), requests);
  }

  private static <T> List<T> joined(List<T> first, List<T> second) {
    var all = new ArrayList<T>(first);
    all.addAll(second);
    return all;
  }
}
