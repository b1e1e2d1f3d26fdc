package org.atomicagents.chat;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.error.TimedOutException.Limit;
import org.atomicagents.model.Deadline;

/** A context provider that is interrupted after a duration. */
record TimeLimitedContext(ContextProvider source, Duration limit) implements ContextCall {

  TimeLimitedContext {
    Objects.requireNonNull(limit, "limit");
    if (!limit.isPositive()) {
      throw new IllegalArgumentException("limit: expected a positive duration, found " + limit);
    }
  }

  @Override
  public String title() {
    return source.title();
  }

  @Override
  public boolean affectsFingerprint() {
    return source.affectsFingerprint();
  }

  @Override
  public String info(Deadline deadline) {
    deadline.check(activity());
    var call = new FutureTask<>(() -> ContextCall.info(source, deadline));
    Thread thread = Thread.ofVirtual().name("atomic-agents-context").start(call);
    long limitNanos = saturatedNanos(limit);
    long remaining = deadline.remainingNanos();
    try {
      return call.get(Math.min(limitNanos, remaining), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw remaining < limitNanos
          ? TimedOutException.of(Limit.DEADLINE, deadline.duration(), activity())
          : TimedOutException.of(Limit.CONTEXT, limit, activity());
    } catch (InterruptedException e) {
      throw CancelledException.interrupted(activity(), e);
    } catch (ExecutionException e) {
      throw ContextFailure.rethrow(e.getCause());
    } finally {
      thread.interrupt();
    }
  }

  private String activity() {
    return "waiting for the context provider '" + title() + "'";
  }

  private static long saturatedNanos(Duration duration) {
    try {
      return duration.toNanos();
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE;
    }
  }
}
