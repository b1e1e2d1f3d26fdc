package org.atomicagents.internal.limit;

import java.time.Duration;
import org.atomicagents.limit.RateLimits;

/**
 * The limits in the headers of a response.
 *
 * @param limits the limits per minute; 0 for those that are absent or unclear
 * @param pause the time until a limit of which nothing remains permits a request; zero if something
 *     remains of all
 */
record ProviderLimits(RateLimits limits, Duration pause) {}
