package org.atomicagents.usage;

import java.util.Objects;
import org.atomicagents.internal.usage.UsageCore;
import org.atomicagents.internal.usage.UsageSettings;
import org.atomicagents.model.TokenCounter;
import org.atomicagents.price.Billing;
import org.atomicagents.time.TimeSource;
import org.atomicagents.usage.UsageScope.Part;
import org.jspecify.annotations.Nullable;

/** A builder of a {@link UsageLimiter}. Not thread-safe. */
public final class UsageLimiterBuilder {
  private static final int DEFAULT_OUTPUT_TOKENS = 1_024;

  private final String name;
  private final UsageLimits limits;
  private UsageWindow window = UsageWindow.total();
  private boolean isPerCall;
  private boolean isEnforced = true;
  private double warningShare = 1;
  private TokenCounter counter = TokenCounter.heuristic();
  private int defaultOutputTokens = DEFAULT_OUTPUT_TOKENS;
  private Billing billing = Billing.standard();
  private @Nullable UsageStore store;
  private TimeSource time = TimeSource.system();

  UsageLimiterBuilder(String name, UsageLimits limits) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("name: expected a name, found \"" + name + "\"");
    }
    this.name = name;
    this.limits = Objects.requireNonNull(limits, "limits");
  }

  /** Sets the window of the limits; default: {@link UsageWindow#total()}. */
  public UsageLimiterBuilder window(UsageWindow newWindow) {
    this.window = Objects.requireNonNull(newWindow, "newWindow");
    return this;
  }

  /** Limits each call alone: all requests of one run. The window and the store are not used. */
  public UsageLimiterBuilder perCall() {
    this.isPerCall = true;
    return this;
  }

  /**
   * Counts only: a request beyond a limit emits an {@code AgentEvent.LimitReached} and is sent. A
   * model without a price is logged once and counts as free of charge.
   */
  public UsageLimiterBuilder shadow() {
    this.isEnforced = false;
    return this;
  }

  /**
   * Sets the part of each limit from which a warning is emitted, an {@code AgentEvent.LimitNear};
   * default: none.
   *
   * <p>The event is emitted by each request whose reservation exceeds that part first; after a
   * settlement below the part, another request may emit it again.
   *
   * @param share a share above 0, 1 for no warning
   * @throws IllegalArgumentException if the share is out of range
   */
  public UsageLimiterBuilder warnAt(double share) {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("share: expected more than 0, up to 1, found " + share);
    }
    this.warningShare = share;
    return this;
  }

  /** Sets the counter of input tokens; default: {@link TokenCounter#heuristic()}. */
  public UsageLimiterBuilder tokenCounter(TokenCounter newCounter) {
    this.counter = Objects.requireNonNull(newCounter, "newCounter");
    return this;
  }

  /**
   * Sets the output tokens that are reserved for a request without {@code maxTokens}, as long as
   * its model has not responded; default: 1,024.
   *
   * @throws IllegalArgumentException if the number is negative
   */
  public UsageLimiterBuilder defaultOutputTokens(int tokens) {
    if (tokens < 0) {
      throw new IllegalArgumentException("tokens: expected 0 or more, found " + tokens);
    }
    this.defaultOutputTokens = tokens;
    return this;
  }

  /** Sets the service tier and cache time of all requests; default: {@link Billing#standard()}. */
  public UsageLimiterBuilder billing(Billing newBilling) {
    this.billing = Objects.requireNonNull(newBilling, "newBilling");
    return this;
  }

  /** Sets the store of the usage; default: one of its own, {@link UsageStore#inMemory()}. */
  public UsageLimiterBuilder store(UsageStore newStore) {
    this.store = Objects.requireNonNull(newStore, "newStore");
    return this;
  }

  /** Sets the clock of the windows; default: the system clock. */
  public UsageLimiterBuilder timeSource(TimeSource newTime) {
    this.time = Objects.requireNonNull(newTime, "newTime");
    return this;
  }

  /** Returns the limiter. */
  public UsageLimiter build() {
    UsageStore usage = store == null ? UsageStore.inMemory() : store;
    UsageScope scope = isPerCall ? new UsageScope("", Part.CALL, "") : UsageScope.SHARED;
    return new UsageLimiter(
        new UsageCore(
            new UsageSettings(
                name,
                isPerCall ? UsageWindow.total() : window,
                limits,
                isEnforced,
                warningShare,
                counter,
                defaultOutputTokens,
                billing,
                usage,
                time)),
        scope);
  }
}
