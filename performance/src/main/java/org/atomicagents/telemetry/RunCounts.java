package org.atomicagents.telemetry;

import java.util.Map;

/**
 * The counts of a run: requests, tools, repairs and re-asks. Nested observed agents with the same
 * observer have counts of their own, which are not included.
 *
 * <p>Paths have no indices, as in {@code $.lines[].sku}, so that there are few of them.
 *
 * @param requests the requests that were sent, hedges and retries included
 * @param tools the calls of tools
 * @param retries the requests that were sent again after a failure
 * @param fallbacks the requests that were sent to another model after a failure
 * @param escalations the times that another stage of a cascade or another agent continued the run
 * @param hedges the requests that were sent a second time
 * @param hedgesWon the second requests whose response was used
 * @param rejections the requests that a circuit breaker or a bulkhead rejected
 * @param refusedModes the response modes that a provider refused, with their number
 * @param repairs the repairs by path
 * @param violations the violations of rejected outputs by path
 * @param reAsks the rejected outputs
 */
public record RunCounts(
    int requests,
    int tools,
    int retries,
    int fallbacks,
    int escalations,
    int hedges,
    int hedgesWon,
    int rejections,
    Map<String, Integer> refusedModes,
    Map<String, Integer> repairs,
    Map<String, Integer> violations,
    int reAsks) {

  public RunCounts {
    refusedModes = Map.copyOf(refusedModes);
    repairs = Map.copyOf(repairs);
    violations = Map.copyOf(violations);
  }

  /** No counts. */
  public static final RunCounts NONE =
      new RunCounts(0, 0, 0, 0, 0, 0, 0, 0, Map.of(), Map.of(), Map.of(), 0);
}
