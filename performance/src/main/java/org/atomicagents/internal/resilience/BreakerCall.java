package org.atomicagents.internal.resilience;

import java.util.concurrent.atomic.AtomicBoolean;
import org.atomicagents.error.AgentException;
import org.atomicagents.internal.exchange.ExchangeObserver;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.RunContext;

/** A permitted call of a circuit breaker, whose result is recorded once. Thread-safe. */
final class BreakerCall implements ExchangeObserver {
  private final ModelBreaker breaker;
  private final RunContext context;
  private final boolean isTrial;
  private final Object period;
  private final long start;
  private final AtomicBoolean isSettled = new AtomicBoolean();
  private volatile boolean isReplaced;
  private volatile long startedNanos = -1;

  BreakerCall(
      ModelBreaker breaker, RunContext context, boolean isTrial, Object period, long start) {
    this.breaker = breaker;
    this.context = context;
    this.isTrial = isTrial;
    this.period = period;
    this.start = start;
  }

  /** Records the first event of the response, which is the result of a trial. */
  @Override
  public void receive(ModelEvent event) {
    if (startedNanos < 0) {
      startedNanos = elapsed();
      if (isReplaced && breaker.isCurrent(period)) {
        // A slow success closes the breaker, too: each later trial may be as slow.
        breaker.onSuccess(context, startedNanos);
      } else if (isTrial) {
        end();
      }
    }
  }

  @Override
  public void end() {
    if (!isSettled.getAndSet(true) && breaker.isCurrent(period)) {
      breaker.onSuccess(context, startedNanos < 0 ? elapsed() : startedNanos);
    }
  }

  @Override
  public void fail(AgentException failure) {
    if (!breaker.settings().counted().test(failure)) {
      release();
    } else if (!isSettled.getAndSet(true) && breaker.isCurrent(period)) {
      breaker.onFailure(context, elapsed(), failure);
    }
  }

  /** Ends a call that was closed: a response that has begun is a success. */
  @Override
  public void close() {
    if (startedNanos < 0) {
      release();
    } else {
      end();
    }
  }

  /** Ends the call without a result. */
  void release() {
    if (!isSettled.getAndSet(true) && isTrial && breaker.isCurrent(period)) {
      breaker.releaseTrial();
    }
  }

  /** Returns whether this method has ended the trial, which was abandoned. */
  boolean abandon() {
    if (isSettled.getAndSet(true)) {
      return false;
    }
    isReplaced = true;
    breaker.releaseTrial();
    return true;
  }

  boolean isSettled() {
    return isSettled.get();
  }

  /** Returns whether the call will not end, as far as its run or its time shows. */
  boolean isAbandoned() {
    return isTrial
        && !isSettled.get()
        && (context.isCancelled()
            || context.deadline().isPassed()
            || elapsed() >= Nanos.of(breaker.settings().trialTime()));
  }

  private long elapsed() {
    return breaker.settings().time().nanoTime() - start;
  }
}
