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
import org.atomicagents.model.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * A context provider whose content is cached for a duration.
 *
 * <p>Concurrent runs share the call of the first one. If that run is cancelled or its deadline
 * passes, one of the waiting runs calls the provider again. Thread-safe.
 */
final class CachedContext implements ContextCall {
  private final ContextProvider source;
  private final Duration duration;
  private final TimeSource time;
  private final AtomicReference<@Nullable Entry> entry = new AtomicReference<>();
  private final AtomicReference<@Nullable FutureTask<String>> call = new AtomicReference<>();

  private record Entry(String info, Deadline expiry) {}

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
      FutureTask<String> running = call.compareAndExchange(null, own);
      if (running == null) {
        own.run();
        call.set(null);
        return await(own, Deadline.none());
      }
      try {
        return await(running, deadline);
      } catch (CancelledException | TimedOutException e) {
        // The other run ended before the provider; this one continues unless it has to end too.
        deadline.check(activity());
        if (Thread.currentThread().isInterrupted()) {
          throw e;
        }
      }
    }
  }

  private String load(Deadline deadline) {
    Entry cached = entry.get();
    // Another run may have completed between the look at the entry and the start of this call.
    if (cached != null && !cached.expiry().isPassed()) {
      return cached.info();
    }
    String info = ContextCall.info(source, deadline);
    entry.set(new Entry(info, Deadline.after(duration, time)));
    return info;
  }

  private String await(FutureTask<String> running, Deadline deadline) {
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
