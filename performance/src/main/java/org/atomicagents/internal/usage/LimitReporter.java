package org.atomicagents.internal.usage;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.error.LimitState;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.RunContext;
import org.atomicagents.usage.UsageAmount;
import org.atomicagents.usage.UsageBalance;
import org.atomicagents.usage.UsageKind;
import org.atomicagents.usage.UsageLimits;
import org.atomicagents.usage.UsageScope;
import org.atomicagents.usage.UsageWindow;
import org.jspecify.annotations.Nullable;

/** Reports that limits are reached or near: exceptions and events. Thread-safe. */
final class LimitReporter {
  private final UsageSettings settings;
  private final @Nullable BigDecimal warningShare;

  LimitReporter(UsageSettings settings) {
    this.settings = settings;
    this.warningShare =
        settings.warningShare() < 1 ? BigDecimal.valueOf(settings.warningShare()) : null;
  }

  /** Returns the exception of a refused request after emitting an event. */
  LimitExceededException refusal(
      UsageScope scope,
      UsageKind kind,
      UsageBalance balance,
      UsageAmount estimate,
      RunContext context,
      Instant now) {
    LimitState state = state(scope, kind, balance, estimate, now);
    emit(context, new AgentEvent.LimitReached(context.agent(), state, true));
    Instant reset = state.resetsAt();
    Duration wait =
        reset == null || !state.fitsAlone() || !reset.isAfter(now)
            ? null
            : Duration.between(now, reset);
    return LimitExceededException.of(message(state, context.agent()), state, wait);
  }

  /** Emits an event of a limit that only counts. */
  void count(
      UsageScope scope,
      UsageKind kind,
      UsageBalance balance,
      UsageAmount estimate,
      RunContext context,
      Instant now) {
    if (context.listeners().isActive()) {
      LimitState state = state(scope, kind, balance, estimate, now);
      emit(context, new AgentEvent.LimitReached(context.agent(), state, false));
    }
  }

  /** Emits a warning for each limit whose share the request exceeds first. */
  void warn(
      UsageScope scope,
      UsageBalance balance,
      UsageAmount estimate,
      RunContext context,
      Instant now) {
    if (warningShare == null || !context.listeners().isActive()) {
      return;
    }
    UsageLimits limits = settings.limits();
    for (UsageKind kind : UsageKind.values()) {
      BigDecimal max = kind.max(limits).orElse(null);
      if (max == null) {
        continue;
      }
      BigDecimal bound = max.multiply(warningShare);
      BigDecimal before = kind.amount(balance.used()).add(kind.amount(balance.reserved()));
      BigDecimal after = before.add(kind.amount(estimate));
      if (before.compareTo(bound) < 0 && after.compareTo(bound) >= 0) {
        LimitState state = state(scope, kind, balance, estimate, now);
        emit(context, new AgentEvent.LimitNear(context.agent(), state));
      }
    }
  }

  private static void emit(RunContext context, AgentEvent event) {
    if (context.listeners().isActive()) {
      context.listeners().emit(event);
    }
  }

  /** Returns the time from which the usage begins at zero again; null if it never does. */
  @Nullable Instant resetsAt(UsageBalance balance, Instant now) {
    return settings.window().length() == UsageWindow.Length.SESSION
        ? balance.expiry()
        : settings.window().end(now).orElse(null);
  }

  private LimitState state(
      UsageScope scope, UsageKind kind, UsageBalance balance, UsageAmount estimate, Instant now) {
    UsageLimits limits = settings.limits();
    return new LimitState(
        settings.name(),
        scope.tenant(),
        scope.toString(),
        kind.label() + " " + settings.window().length().label(),
        kind.unit(limits),
        kind.amount(balance.used()),
        kind.amount(balance.reserved()),
        kind.amount(estimate),
        kind.max(limits).orElse(BigDecimal.ZERO),
        resetsAt(balance, now));
  }

  private static String message(LimitState state, String agent) {
    Instant reset = state.resetsAt();
    String remedy;
    if (!state.fitsAlone()) {
      remedy =
          "The request alone exceeds the limit: shorten it, set a lower maxTokens, or raise the"
              + " limit.";
    } else if (reset == null) {
      remedy = "Raise the limit, or reset it.";
    } else {
      remedy = "The limit resets at " + reset + "; wait until then, or raise it.";
    }
    return "Usage limit '%s' (%s) refused a request of agent '%s': %s, %s used and %s reserved of %s %s, %s needed.\n%s"
        .formatted(
            state.limiter(),
            state.scope(),
            agent,
            state.kind(),
            state.used().toPlainString(),
            state.reserved().toPlainString(),
            state.max().toPlainString(),
            state.unit(),
            state.requested().toPlainString(),
            remedy);
  }
}
