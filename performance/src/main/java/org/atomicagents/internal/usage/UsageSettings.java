package org.atomicagents.internal.usage;

import org.atomicagents.model.TokenCounter;
import org.atomicagents.price.Billing;
import org.atomicagents.time.TimeSource;
import org.atomicagents.usage.UsageLimits;
import org.atomicagents.usage.UsageStore;
import org.atomicagents.usage.UsageWindow;

/**
 * The settings of a limiter.
 *
 * @param isEnforced whether requests beyond the limits are refused
 * @param warningShare the part of a limit from which a request emits a warning; 1 for never
 * @param defaultOutputTokens the estimated output of a model that has not responded yet
 */
public record UsageSettings(
    String name,
    UsageWindow window,
    UsageLimits limits,
    boolean isEnforced,
    double warningShare,
    TokenCounter counter,
    long defaultOutputTokens,
    Billing billing,
    UsageStore store,
    TimeSource time) {

  /** Returns whether any limit depends on the tokens of a request. */
  boolean countsTokens() {
    return limits.tokens().isPresent()
        || limits.inputTokens().isPresent()
        || limits.outputTokens().isPresent()
        || limits.money().isPresent();
  }
}
