package org.atomicagents.http;

import java.time.Duration;

/**
 * How a pool is doing at one moment, and what it has done since it was made.
 *
 * @param openConnections connections that are open, in use or not
 * @param idleConnections connections that are open and not in use
 * @param runningCalls calls that have their turn, until their answers are read or closed
 * @param queuedCalls calls that wait for their turn
 * @param longestWait how long the first of those has waited; zero if none does
 * @param admittedCalls calls that have had their turn
 * @param totalWait how long all calls together have waited for their turn, given up or not
 */
public record PoolStatus(
    int openConnections,
    int idleConnections,
    int runningCalls,
    int queuedCalls,
    Duration longestWait,
    long admittedCalls,
    Duration totalWait) {}
