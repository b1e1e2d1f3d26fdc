package org.atomicagents.internal.limit;

import org.atomicagents.limit.AdaptiveConcurrency;
import org.atomicagents.limit.PermitStore;
import org.atomicagents.limit.RateLimits;
import org.atomicagents.model.TimeSource;
import org.atomicagents.model.TokenCounter;

/**
 * The settings of a limit.
 *
 * @param burst the part of a limit that a full bucket holds
 */
public record LimitSettings(
    String name,
    RateLimits limits,
    double burst,
    AdaptiveConcurrency concurrency,
    boolean isLearning,
    TokenCounter counter,
    long defaultOutputTokens,
    PermitStore store,
    TimeSource time) {}
