package org.atomicagents.internal.resilience;

import java.time.Duration;
import java.util.function.Predicate;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.TokenCounter;
import org.atomicagents.time.TimeSource;

/**
 * The settings of hedging. Immutable.
 *
 * @param percentile the percentile of the times to the first event that is the delay
 * @param initialDelay the delay as long as too few times are known
 * @param minDelay the shortest delay
 * @param share the maximum share of second requests
 * @param excluded the requests that are never sent twice
 * @param counter estimates the input tokens of a cancelled request
 */
public record HedgeSettings(
    double percentile,
    Duration initialDelay,
    Duration minDelay,
    double share,
    Predicate<ModelRequest> excluded,
    TokenCounter counter,
    TimeSource time) {}
