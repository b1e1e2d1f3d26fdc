package org.atomicagents.internal.http.pool;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A scheduler of call timeouts on one daemon thread, which runs only while there are timeouts.
 *
 * <p>A call sets its timeout at each step, thousands of times a second. Therefore setting one is a
 * field write without a lock, and wakes the thread only if it is due soon and before all others;
 * the thread scans all timeouts for the next one. The timeouts of the HTTP library would cost a
 * lock and a queue entry for each step, which is a third of a short call.
 *
 * <p>Thread-safe.
 */
final class TimeoutScheduler {
  private static final Logger log = LoggerFactory.getLogger(TimeoutScheduler.class);
  private static final long LINGER_NANOS = 2_000_000_000;
  private static final long FAR_FUTURE_NANOS = Long.MAX_VALUE / 2;

  // A timeout further away does not wake the thread, because a regular scan finds it in time. With
  // thousands of calls, every scan misses some step; waking the thread for each of them would make
  // it scan continuously.
  private static final long SCAN_INTERVAL_NANOS = 1_000_000_000;

  // A shorter timeout wakes the thread, which pauses at least this long between two scans.
  private static final long MIN_SCAN_PAUSE_NANOS = 5_000_000;

  private final Set<Timeout> timeouts = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>();
  private volatile long wakeUpNanos;

  /**
   * Returns an active timeout, which fires once, when its time has passed.
   *
   * @param nanos the total time from now, in nanoseconds
   * @param action must not block
   */
  Timeout schedule(long nanos, TimeoutAction action) {
    Timeout timeout = createTimeout(nanos, action);
    timeout.activate();
    return timeout;
  }

  /** Returns a timeout as {@link #schedule} does, but inactive until {@link Timeout#activate}. */
  Timeout createTimeout(long nanos, TimeoutAction action) {
    return new Timeout(System.nanoTime() + Math.min(nanos, FAR_FUTURE_NANOS), action);
  }

  /** An action that runs on the scheduler's thread when a timeout fires. */
  @FunctionalInterface
  interface TimeoutAction {

    /**
     * Handles the timeout; must not block.
     *
     * @param atEnd whether the total time has passed, not only that of a step
     */
    void onTimeout(boolean atEnd);
  }

  private void start() {
    Thread newThread =
        Thread.ofPlatform()
            .daemon()
            .inheritInheritableThreadLocals(false)
            .name("atomic-agents-limits")
            .unstarted(this::run);
    if (thread.compareAndSet(null, newThread)) {
      wakeUpNanos = System.nanoTime() + FAR_FUTURE_NANOS;
      boolean started = false;
      try {
        newThread.start();
        started = true;
      } finally {
        if (!started) {
          thread.set(null);
        }
      }
    }
  }

  private void wakeIfEarlier(long dueNanos) {
    if (dueNanos - wakeUpNanos < 0) {
      LockSupport.unpark(thread.get());
    }
  }

  private void run() {
    long emptySince = System.nanoTime();
    while (true) {
      long now = System.nanoTime();
      long next = now + SCAN_INTERVAL_NANOS;
      // From here on, an earlier timeout wakes the thread, in case the scan misses it.
      wakeUpNanos = next;
      for (Timeout timeout : timeouts) {
        next = earlier(next, timeout.fireIfDue(now), now);
      }
      if (!timeouts.isEmpty()) {
        emptySince = now;
      } else if (now - emptySince >= LINGER_NANOS) {
        if (tryStop()) {
          return;
        }
        // A timeout activated meanwhile found no thread to wake.
        continue;
      }
      wakeUpNanos = next;
      LockSupport.parkNanos(this, Math.max(next - System.nanoTime(), 1));
      parkUntil(now + MIN_SCAN_PAUSE_NANOS);
    }
  }

  private void parkUntil(long until) {
    // The next scan finds timeouts that are set meanwhile.
    wakeUpNanos = until;
    for (long nanos = until - System.nanoTime(); nanos > 0; nanos = until - System.nanoTime()) {
      LockSupport.parkNanos(this, nanos);
    }
  }

  /** Returns the scheduler's thread; null while there are no timeouts. */
  @Nullable Thread thread() {
    return thread.get();
  }

  private boolean tryStop() {
    thread.set(null);
    // A timeout may have been activated that still saw this thread.
    return timeouts.isEmpty() || !thread.compareAndSet(null, Thread.currentThread());
  }

  private static long earlier(long first, long second, long now) {
    return second - now < first - now ? second : first;
  }

  /** The timeout of one call: a total time, and a time for the current step. */
  final class Timeout {
    private final long endNanos;
    private final TimeoutAction action;
    private volatile long dueNanos;

    private Timeout(long endNanos, TimeoutAction action) {
      this.endNanos = endNanos;
      this.action = action;
      this.dueNanos = endNanos;
    }

    /** Starts a step with the given time limit, which never exceeds the total time. */
    void startStep(long nanos) {
      long now = System.nanoTime();
      long stepEnd = now + Math.min(nanos, FAR_FUTURE_NANOS);
      dueNanos = earlier(stepEnd, endNanos, now);
      wakeIfEarlier(dueNanos);
    }

    /** Ends the current step; the total time still applies. */
    void endStep() {
      dueNanos = endNanos;
    }

    void activate() {
      timeouts.add(this);
      if (thread.get() == null) {
        start();
      }
      wakeIfEarlier(dueNanos);
    }

    void deactivate() {
      timeouts.remove(this);
    }

    // A failing action must not stop the thread, which serves all other timeouts.
    private void fire(boolean atEnd) {
      try {
        action.onTimeout(atEnd);
      } catch (Throwable e) {
        log.error("Failed to end a call whose time limit has passed", e);
      }
    }

    private long fireIfDue(long now) {
      long due = dueNanos;
      if (due - now <= 0 && timeouts.remove(this)) {
        fire(due == endNanos);
      }
      return due - now <= 0 ? now + FAR_FUTURE_NANOS : due;
    }
  }
}
