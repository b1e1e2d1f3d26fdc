package org.atomicagents.chat;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.error.TimedOutException.Limit;
import org.atomicagents.model.Deadline;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * A context provider whose content is cached for a duration.
 *
 * <p>Concurrent runs share the call of the first one, and its failure. If that run is cancelled or
 * its deadline passes, one of the waiting runs calls the provider again. Thread-safe.
 */
final class CachedContext implements ContextCall {
  private final ContextProvider source;
  private final Duration duration;
  private final TimeSource time;
  private final AtomicReference<@Nullable Entry> entry = new AtomicReference<>();
  private final AtomicReference<@Nullable FutureTask<Outcome>> call = new AtomicReference<>();

  private record Entry(String info, Deadline expiry) {}

  /**
   * The end of a call.
   *
   * @param info the content; null if the call failed
   * @param failure the failure; null if the call succeeded
   * @param isOfRun whether the failure is the end of the run that made the call, not the provider's
   */
  private record Outcome(
      @Nullable String info, @Nullable RuntimeException failure, boolean isOfRun) {}

  CachedContext(ContextProvider source, Duration duration, TimeSource time) {
    this.source = source;
    this.duration = Objects.requireNonNull(duration, "duration");
    this.time = Objects.requireNonNull(time, "time");
    if (!duration.isPositive()) {
      throw new IllegalArgumentException(
          "duration: expected a positive duration, found " + duration);
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
    while (true) {
      Entry cached = entry.get();
      if (cached != null && !cached.expiry().isPassed()) {
        return cached.info();
      }
      var own = new FutureTask<>(() -> load(deadline));
      FutureTask<Outcome> running = call.compareAndExchange(null, own);
      if (running == null) {
        own.run();
        call.set(null);
      }
      Outcome outcome = running == null ? await(own, Deadline.none()) : await(running, deadline);
      RuntimeException failure = outcome.failure();
      if (failure == null) {
        return Objects.requireNonNull(outcome.info(), "info");
      }
      if (running == null || !outcome.isOfRun()) {
        throw failure;
      }
      deadline.check(activity());
      if (Thread.currentThread().isInterrupted()) {
        throw failure;
      }
    }
  }

  private Outcome load(Deadline deadline) {
    Entry cached = entry.get();
    // Another run may have completed between the look at the entry and the start of this call.
    if (cached != null && !cached.expiry().isPassed()) {
      return new Outcome(cached.info(), null, false);
    }
    try {
      String info = ContextCall.info(source, deadline);
      entry.set(new Entry(info, Deadline.after(duration, time)));
      return new Outcome(info, null, false);
    } catch (RuntimeException e) {
      return new Outcome(null, e, isOfRun(e, deadline));
    }
  }

  private static boolean isOfRun(RuntimeException failure, Deadline deadline) {
    return deadline.isPassed()
        || Thread.currentThread().isInterrupted()
        || ContextFailure.isInterrupt(failure);
  }

  private Outcome await(FutureTask<Outcome> running, Deadline deadline) {
    try {
      return running.get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw TimedOutException.of(Limit.DEADLINE, deadline.duration(), activity());
    } catch (InterruptedException e) {
      throw CancelledException.interrupted(activity(), e);
    } catch (ExecutionException e) {
      throw ContextFailure.rethrow(e.getCause());
    }
  }

  private String activity() {
    return "waiting for the context provider '" + title() + "'";
  }
}
