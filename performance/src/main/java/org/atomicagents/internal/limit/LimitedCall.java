package org.atomicagents.internal.limit;

import java.time.Duration;
import java.util.Optional;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.error.ProviderException;
import org.atomicagents.error.RateLimitedException;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.internal.exchange.ExchangeObserver;
import org.atomicagents.internal.limit.ConcurrencyWindow.Ending;
import org.atomicagents.limit.OutputCharge;
import org.atomicagents.message.Usage;
import org.atomicagents.model.ModelEvent;
import org.jspecify.annotations.Nullable;

/** A request that holds a permit: decides which amounts are charged when it ends. Thread-safe. */
final class LimitedCall implements ExchangeObserver {
  private static final int CHARACTERS_PER_TOKEN = 4;

  private final LimitCore core;
  private final RequestAmount rawEstimate;
  private final HeldPermit permit;
  private volatile @Nullable Usage usage;
  private volatile boolean hasStarted;
  // Written by the reading thread only.
  private volatile long receivedLength;

  LimitedCall(LimitCore core, RequestAmount rawEstimate, HeldPermit permit) {
    this.core = core;
    this.rawEstimate = rawEstimate;
    this.permit = permit;
  }

  @Override
  public void setReading(boolean isReading) {
    permit.setReading(isReading);
  }

  @Override
  public void receive(ModelEvent event) {
    hasStarted = true;
    switch (event) {
      case ModelEvent.Started started -> core.learn(started.headers());
      case ModelEvent.UsageReport report -> usage = report.usage();
      case ModelEvent.TextDelta text -> add(text.text());
      case ModelEvent.ReasoningDelta text -> add(text.text());
      case ModelEvent.ToolCallDelta delta -> add(delta.arguments());
      default -> {}
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate")
  private void add(String text) {
    receivedLength += text.length();
  }

  @Override
  public void end() {
    end(Ending.SUCCESS);
  }

  @Override
  public void close() {
    end(Ending.OTHER);
  }

  private void end(Ending ending) {
    Usage reported = usage;
    if (reported == null || reported.totalTokens() == 0) {
      long received = (receivedLength + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN;
      permit.release(charged(permit.estimate().withOutputTokens(received)), ending);
      return;
    }
    RequestAmount used = RequestAmount.of(reported, core.settings().countsCachedInput());
    if (permit.release(charged(used), ending) && ending == Ending.SUCCESS) {
      core.estimator().learn(rawEstimate, used);
    }
  }

  private RequestAmount charged(RequestAmount used) {
    return core.settings().outputCharge() == OutputCharge.RESERVED
        ? used.withOutputTokens(Math.max(used.outputTokens(), permit.estimate().outputTokens()))
        : used;
  }

  @Override
  public void fail(AgentException failure) {
    Ending ending = endingAfterPause(failure);
    if (hasStarted) {
      end(ending);
      return;
    }
    // A request that failed before its response used no tokens.
    boolean isSent = !(failure instanceof LimitExceededException);
    permit.release(isSent ? RequestAmount.NO_TOKENS : RequestAmount.NONE, ending);
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
