package org.atomicagents.limit;

/**
 * A snapshot of a {@link RateLimit}.
 *
 * @param inFlight the requests that were sent and have not ended
 * @param waiting the requests that wait, the next one included
 * @param reservedTokens the estimated tokens of the requests in flight
 * @param maxConcurrency the present maximum of {@code inFlight}
 * @param limits the limits in force: the configured ones, or lower ones learnt from responses
 */
public record RateLimitStatus(
    int inFlight, int waiting, long reservedTokens, int maxConcurrency, RateLimits limits) {}
