package org.atomicagents.internal.limit;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.internal.exchange.ReadActivity;
import org.atomicagents.internal.limit.BucketSet.Attempt;
import org.atomicagents.internal.limit.ConcurrencyWindow.Ending;
import org.atomicagents.internal.limit.LimitedKind.SentPermits;
import org.atomicagents.internal.limit.LimitedKind.Taken;
import org.atomicagents.internal.limit.TurnQueue.Turn;
import org.atomicagents.limit.RateLimitStatus;
import org.atomicagents.model.RunContext;
import org.atomicagents.time.Phase;
import org.atomicagents.time.Timings;
import org.jspecify.annotations.Nullable;

/**
 * The state of a limit: its queue, its buckets and its requests in flight.
 *
 * <p>Only the request that has the turn takes permits, so that a large request is not overtaken by
 * small ones. Thread-safe; no lock is held while a store or a wait blocks.
 */
final class LimitEngine {
  private static final long MAX_IDLE_NANOS = Duration.ofMinutes(10).toNanos();
  private static final long MAX_PAUSE_NANOS = Duration.ofMinutes(1).toNanos();

  private final LimitSettings settings;
  private final TurnQueue queue = new TurnQueue();
  private final BucketSet buckets;
  private final ConcurrencyWindow window;

  /** The requests in flight; those that were released, too, until their tokens are returned. */
  private final Set<HeldPermit> held = ConcurrentHashMap.newKeySet();

  private final AtomicLong pauseEnd;

  LimitEngine(LimitSettings settings) {
    this.settings = settings;
    this.buckets = new BucketSet(settings);
    this.window = new ConcurrencyWindow(settings.concurrency());
    this.pauseEnd = new AtomicLong(settings.time().nanoTime());
  }

  BucketSet buckets() {
    return buckets;
  }

  long now() {
    return settings.time().nanoTime();
  }

  /**
   * Returns the permit of a request; blocks until the limits permit it.
   *
   * @throws TimedOutException if the wait would exceed the deadline of the run
   * @throws CancelledException if the thread is interrupted or the run is cancelled
   */
  HeldPermit acquire(String tenant, RunContext context, RequestAmount estimate) {
    var wait = new RunWait(context, new WakeUp(), settings.time());
    Turn turn = queue.join(tenant, wait.wakeUp());
    try {
      return acquire(turn, wait, new PermitRequest(estimate));
    } finally {
      queue.leave(turn);
    }
  }

  private HeldPermit acquire(Turn turn, RunWait wait, PermitRequest request) {
    HeldPermit permit = null;
    try {
      permit = turn.isCurrent() ? tryAcquire(wait, request).permit : null;
      if (permit == null) {
        permit = await(turn, wait, request);
      }
      return permit;
    } finally {
      if (permit == null && request.paced != null) {
        buckets.giveBack(now(), request.paced);
      }
      // The next request of the queue takes over the place in the store.
      if (permit == null && request.isTurnedAway && queue.size() == 1) {
        buckets.stopWaiting();
      }
    }
  }

  private HeldPermit await(Turn turn, RunWait wait, PermitRequest request) {
    Timings.Recorder timings = wait.context().timings();
    long since = timings.now();
    Runnable uncancel = wait.context().onCancel(wait.wakeUp()::signal);
    try {
      wait.requireTime(buckets.minWaitNanos(now(), turn.ahead()));
      while (!turn.isCurrent()) {
        wait.pause(Long.MAX_VALUE);
      }
      while (true) {
        Result result = tryAcquire(wait, request);
        if (result.permit != null) {
          return result.permit;
        }
        if (result.isCertain) {
          wait.requireTime(result.waitNanos);
        }
        wait.pause(result.waitNanos);
      }
    } finally {
      uncancel.run();
      timings.addSince(Phase.RATE_WAIT, since);
    }
  }

  /** Takes all permits of a request, or none. */
  private Result tryAcquire(RunWait run, PermitRequest request) {
    run.check();
    long now = now();
    long pause = pauseEnd.get() - now;
    if (pause > 0) {
      return Result.after(pause, true);
    }
    long epoch = window.tryEnter();
    if (epoch < 0) {
      long next = releaseAbandoned();
      epoch = window.tryEnter();
      if (epoch < 0) {
        return Result.after(next, false);
      }
    }
    HeldPermit permit = null;
    // Read before the buckets: tokens that are returned in between would not count for either.
    boolean isIdle = held.isEmpty();
    try {
      List<Taken> paced = request.paced;
      if (paced == null) {
        Attempt attempt = buckets.tryTake(now, request.estimate);
        request.isTurnedAway = attempt.waitNanos() > 0;
        if (request.isTurnedAway) {
          return Result.after(attempt.waitNanos(), !attempt.isForTokens() || isIdle);
        }
        paced = attempt.taken();
        request.paced = paced;
        request.pacedAt = now;
      }
      long wait = buckets.minuteWaitNanos(now, paced);
      if (wait > 0) {
        // Requests in flight may use less than estimated.
        return Result.after(wait, isIdle);
      }
      List<SentPermits> charges = buckets.charge(now, paced, now - request.pacedAt);
      permit =
          new HeldPermit(
              this,
              new ReadActivity(run.context().deadline(), settings.time()),
              request.estimate,
              charges,
              epoch);
      held.add(permit);
      return new Result(permit, 0, true);
    } finally {
      if (permit == null) {
        window.exit(epoch, Ending.OTHER);
      }
    }
  }

  /**
   * Releases the permits of requests that were abandoned. Returns the time until the next request
   * may count as abandoned.
   */
  long releaseAbandoned() {
    long next = MAX_IDLE_NANOS;
    for (HeldPermit permit : held) {
      long remaining = permit.remainingNanos(MAX_IDLE_NANOS);
      if (remaining <= 0) {
        permit.abandon();
      } else {
        next = Math.min(next, remaining);
      }
    }
    return next;
  }

  /** Ends the concurrency of a request. */
  void leave(HeldPermit permit, Ending ending) {
    window.exit(permit.epoch(), ending);
    queue.signalCurrent();
  }

  /** Ends the concurrency of a request whose tokens may never be returned. */
  void abandon(HeldPermit permit) {
    held.remove(permit);
    leave(permit, Ending.OTHER);
  }

  /** Corrects the charged amounts of a request. */
  void settle(HeldPermit permit, RequestAmount actual) {
    try {
      buckets.settle(now(), permit.charges(), actual);
    } finally {
      held.remove(permit);
      queue.signalCurrent();
    }
  }

  /** Delays all requests, as demanded by the provider; by a minute at most. */
  void pauseAll(Duration length) {
    long nanos =
        length.compareTo(Duration.ofNanos(MAX_PAUSE_NANOS)) > 0
            ? MAX_PAUSE_NANOS
            : length.toNanos();
    // Times of this clock may be negative, so only their difference can be compared.
    pauseEnd.accumulateAndGet(now() + nanos, (a, b) -> b - a > 0 ? b : a);
  }

  RateLimitStatus status() {
    releaseAbandoned();
    long reserved = 0;
    for (HeldPermit permit : held) {
      reserved += permit.estimate().tokens();
    }
    return new RateLimitStatus(
        window.inFlight(), queue.size(), reserved, window.max(), buckets.limits());
  }

  /** A request that waits for its permit; used by its thread only. */
  private static final class PermitRequest {
    private final RequestAmount estimate;

    /**
     * The permits of the buckets, which the request keeps while it waits for the sum of a minute:
     * so the time of that wait counts for the rate.
     */
    private @Nullable List<Taken> paced;

    private long pacedAt;

    /** Whether the store returned a wait to the last attempt. */
    private boolean isTurnedAway;

    PermitRequest(RequestAmount estimate) {
      this.estimate = estimate;
    }
  }

  /**
   * The result of an attempt.
   *
   * @param isCertain whether the wait is known, and not the time until the next attempt
   */
  private record Result(@Nullable HeldPermit permit, long waitNanos, boolean isCertain) {
    static Result after(long nanos, boolean isCertain) {
      return new Result(null, nanos, isCertain);
    }
  }
}
