package org.atomicagents.internal.resilience;

import java.time.Duration;
import java.util.function.Predicate;
import org.atomicagents.error.AgentException;
import org.atomicagents.time.TimeSource;

/**
 * The settings of a circuit breaker. Immutable.
 *
 * @param calls the number of latest calls that decide
 * @param failurePercent the share of failures among them that opens the breaker
 * @param slowTime the time to the first event from which a call is slow
 * @param slowPercent the share of slow calls that opens the breaker
 * @param trialTime the time after which a trial without a result counts as abandoned
 */
public record BreakerSettings(
    int calls,
    float failurePercent,
    Duration openTime,
    Duration slowTime,
    float slowPercent,
    Duration trialTime,
    Predicate<AgentException> counted,
    TimeSource time) {}
