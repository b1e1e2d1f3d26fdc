package org.atomicagents.metrics;

import java.time.Duration;

/**
 * The distribution of a number of durations.
 *
 * <p>Percentiles are nearest-rank values with a precision of three decimal digits, except the
 * median of an even number of durations, which is the mean of the two middle ones. All durations
 * are zero if there is none.
 *
 * @param count the number of durations
 * @param mean the arithmetic mean
 * @param p50 the median
 * @param p90 the 90th percentile
 * @param p95 the 95th percentile
 * @param p99 the 99th percentile
 * @param max the maximum
 */
public record LatencySummary(
    long count,
    Duration mean,
    Duration p50,
    Duration p90,
    Duration p95,
    Duration p99,
    Duration max) {}
