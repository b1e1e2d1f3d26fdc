package org.atomicagents.internal.limit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.error.RateLimitedException;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.internal.limit.ConcurrencyWindow.Ending;
import org.atomicagents.message.Usage;
import org.jspecify.annotations.Nullable;

/** A request that holds a permit: decides which amounts are charged when it ends. Thread-safe. */
final class LimitedCall {
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
      permit.release(permit.estimate().withOutputTokens((receivedLength + 3) / 4), ending);
      return;
    }
    if (ending == Ending.SUCCESS) {
      core.estimator().learn(rawEstimate, usage);
    }
    permit.release(RequestAmount.of(usage), ending);
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
        limited.retryAfter().ifPresent(this::pause);
        return Ending.LIMITED;
      }
      case UnavailableException unavailable -> unavailable.retryAfter().ifPresent(this::pause);
      default -> {}
    }
    return Ending.OTHER;
  }

  private void pause(Duration length) {
    core.engine().pauseAll(length);
  }
}
