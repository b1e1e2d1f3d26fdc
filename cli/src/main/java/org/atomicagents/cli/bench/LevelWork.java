package org.atomicagents.cli.bench;

import java.util.SequencedMap;

/**
 * The requests, repairs and violations of the runs of a level. Counts of maps are by name, the
 * largest first, at most {@value BoundedCounts#MAX_NAMES} names and {@value BoundedCounts#OTHER}.
 *
 * @param requests the number of requests sent
 * @param retries the number of failed requests that were sent again
 * @param reAsks the number of responses that were requested again because of violations
 * @param hedges the number of slow requests that were sent a second time
 * @param cacheHits the number of runs whose output was read from a cache
 * @param sharedRuns the number of runs that shared the request of another run
 * @param requestFailures the failed requests by the type of their exception, retried ones included
 * @param repairs the repairs by their kind
 * @param violations the violations by their path, without indices
 */
public record LevelWork(
    long requests,
    long retries,
    long reAsks,
    long hedges,
    long cacheHits,
    long sharedRuns,
    SequencedMap<String, Long> requestFailures,
    SequencedMap<String, Long> repairs,
    SequencedMap<String, Long> violations) {

  /** Returns the number of repairs. */
  public long repairCount() {
    return repairs.values().stream().mapToLong(Long::longValue).sum();
  }
}
