package org.atomicagents.internal.limit;

import org.atomicagents.limit.AdaptiveConcurrency;
import org.atomicagents.limit.OutputCharge;
import org.atomicagents.limit.PermitStore;
import org.atomicagents.limit.RateLimits;
import org.atomicagents.model.TokenCounter;
import org.atomicagents.time.TimeSource;

/**
 * The settings of a limit.
 *
 * @param burst the part of a limit that a full bucket holds
 * @param countsCachedInput whether tokens read from the provider's prompt cache are charged
 * @param storeFailureShare the share of each limit while the store fails; 0 to fail requests
 */
public record LimitSettings(
    String name,
    RateLimits limits,
    double burst,
    AdaptiveConcurrency concurrency,
    boolean isLearning,
    TokenCounter counter,
    long defaultOutputTokens,
    OutputCharge outputCharge,
    boolean countsCachedInput,
    PermitStore store,
    double storeFailureShare,
    TimeSource time) {}
