package org.atomicagents.examples.scaleout.fleet;

/**
 * The figures of a variant.
 *
 * @param used the used share of the limit, with more callers than it allows
 * @param storeCallsPerSecond the calls of all servers of the store, per second
 * @param meanWaitMillis the mean wait of a caller
 * @param worstWaitMillis the longest wait of a caller
 * @param leastServed the calls per caller of the process with the fewest, relative to the mean
 * @param largestMinute the largest number of calls of any minute, relative to the limit
 * @param usedWhileAway the used share in the ten seconds in which the store is away
 * @param usedAfterAway the used share in the twenty seconds after them
 * @param usedAfterKill the used share in the ten seconds after a tenth of the processes was killed
 * @param lostPermits the permits that the killed processes held
 */
public record FleetFigures(
    double used,
    double storeCallsPerSecond,
    double meanWaitMillis,
    double worstWaitMillis,
    double leastServed,
    double largestMinute,
    double usedWhileAway,
    double usedAfterAway,
    double usedAfterKill,
    long lostPermits) {}
