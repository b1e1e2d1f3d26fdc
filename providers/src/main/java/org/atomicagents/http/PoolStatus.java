package org.atomicagents.http;

import java.time.Duration;

/**
 * A snapshot of the activity of a {@link ConnectionPool}, with totals since the pool was created.
 *
 * @param openConnections the number of open connections, in use or idle
 * @param idleConnections the number of open connections that are not in use
 * @param runningCalls the number of admitted calls whose responses are not yet read or closed
 * @param queuedCalls the number of queued calls
 * @param longestWait the time that the oldest queued call has waited; zero if none is queued
 * @param admittedCalls the total number of calls that have left the queue
 * @param totalWait the total time that all calls have been queued, including abandoned calls
 */
public record PoolStatus(
    int openConnections,
    int idleConnections,
    int runningCalls,
    int queuedCalls,
    Duration longestWait,
    long admittedCalls,
    Duration totalWait) {}
