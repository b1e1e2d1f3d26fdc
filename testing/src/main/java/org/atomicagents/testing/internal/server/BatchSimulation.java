package org.atomicagents.testing.internal.server;

import java.time.Duration;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The progress of batches and the faults of their items.
 *
 * @param polls number of requests for the state until a batch ends, at least 1
 * @param duration the time until a batch ends instead; null to count polls
 * @param expiredShare fraction of the items that expire, from 0 to 1
 * @param failure the reason why a batch fails as a whole; null for none
 * @param itemFaults returns the fault of an item by its index; null for none
 */
public record BatchSimulation(
    int polls,
    @Nullable Duration duration,
    double expiredShare,
    @Nullable String failure,
    IntFunction<@Nullable InjectedFault> itemFaults) {}
