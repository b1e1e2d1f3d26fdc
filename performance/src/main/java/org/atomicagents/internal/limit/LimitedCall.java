package org.atomicagents.internal.limit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.error.ProviderException;
import org.atomicagents.error.RateLimitedException;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.internal.limit.ConcurrencyWindow.Ending;
import org.atomicagents.limit.OutputCharge;
import org.atomicagents.message.Usage;
import org.jspecify.annotations.Nullable;

/** A request that holds a permit: decides which amounts are charged when it ends. Thread-safe. */
final class LimitedCall {
  private static final int CHARACTERS_PER_TOKEN = 4;

  private final LimitCore core;
  private final RequestAmount rawEstimate;
  private final HeldPermit permit;

  LimitedCall(LimitCore core, RequestAmount rawEstimate, HeldPermit permit) {
    this.core = core;
    this.rawEstimate = rawEstimate;
    this.permit = permit;
  }

  void touch() {
    permit.touch(core.engine().now());
  }

  /** Learns the limits of the provider. */
  void learn(Map<String, List<String>> headers) {
    core.learn(headers);
  }

  /**
   * Ends a request that was sent.
   *
   * @param usage the reported usage; null if none was reported
   * @param receivedLength the length of the received texts, in characters
   */
  void end(@Nullable Usage usage, long receivedLength, Ending ending) {
    if (usage == null || usage.totalTokens() == 0) {
      long received = (receivedLength + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN;
      permit.release(charged(permit.estimate().withOutputTokens(received)), ending);
      return;
    }
    RequestAmount used = RequestAmount.of(usage, core.settings().countsCachedInput());
    if (permit.release(charged(used), ending) && ending == Ending.SUCCESS) {
      core.estimator().learn(rawEstimate, used);
    }
  }

  private RequestAmount charged(RequestAmount used) {
    return core.settings().outputCharge() == OutputCharge.RESERVED
        ? used.withOutputTokens(Math.max(used.outputTokens(), permit.estimate().outputTokens()))
        : used;
  }

  /** Ends a request that failed before a response: no tokens were used. */
  void fail(AgentException failure) {
    boolean isSent = !(failure instanceof LimitExceededException);
    permit.release(
        isSent ? RequestAmount.NO_TOKENS : RequestAmount.NONE, endingAfterPause(failure));
  }

  /** Ends a request whose response broke off. */
  void failInResponse(AgentException failure, @Nullable Usage usage, long receivedLength) {
    end(usage, receivedLength, endingAfterPause(failure));
  }

  private Ending endingAfterPause(AgentException failure) {
    switch (failure) {
      case RateLimitedException limited when limited.isRetryable() -> {
        pause(limited, limited.retryAfter());
        return isCausedByConcurrency(limited) ? Ending.LIMITED : Ending.OTHER;
      }
      case UnavailableException unavailable -> pause(unavailable, unavailable.retryAfter());
      default -> {}
    }
    return Ending.OTHER;
  }

  // Near a known limit, the limit is the reason: fewer concurrent requests would not use it.
  private boolean isCausedByConcurrency(RateLimitedException limited) {
    LimitEngine engine = core.engine();
    return limited.kind() == RateLimitedException.Kind.CAPACITY
        || !engine.buckets().isNearLimit(engine.now());
  }

  private void pause(ProviderException failure, Optional<Duration> retryAfter) {
    core.learn(failure.error().headers());
    retryAfter.ifPresent(core.engine()::pauseAll);
  }
}
