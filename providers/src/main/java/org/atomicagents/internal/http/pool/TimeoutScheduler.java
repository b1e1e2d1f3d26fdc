package org.atomicagents.internal.http.pool;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time limits of many exchanges, kept by one daemon thread that lives while there are any.
 *
 * <p>An exchange sets its limit anew at each step, thousands of times a second. So setting one
 * costs one field and no lock, and only one that comes soon and before all others wakes the thread,
 * which walks all of them to find the next. Limits of the HTTP library would cost a lock and a
 * place in a queue for each step, a third of a short call.
 *
 * <p>Thread-safe.
 */
final class TimeoutScheduler {
  private static final Logger log = LoggerFactory.getLogger(TimeoutScheduler.class);
  private static final long LINGER_NANOS = 2_000_000_000;
  private static final long FAR_FUTURE_NANOS = Long.MAX_VALUE / 2;

  // Who sets a limit that is further away wakes nobody: by then the thread looks anyway. While
  // thousands of exchanges go on, each walk misses some step; would that wake the thread, it would
  // do nothing but walk.
  private static final long SCAN_INTERVAL_NANOS = 1_000_000_000;

  // Where limits are shorter than that, the thread is woken, and rests between two walks.
  private static final long MIN_SCAN_PAUSE_NANOS = 5_000_000;

  private final Set<Timeout> timeouts = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>();
  private volatile long wakeUpNanos;

  /**
   * An alarm that rings once, when its time has passed; {@code ring} must not block.
   *
   * @param nanos how long from now it may take in all
   */
  Timeout schedule(long nanos, TimeoutAction ring) {
    Timeout alarm = createTimeout(nanos, ring);
    alarm.activate();
    return alarm;
  }

  /** As {@link #schedule}, but it rings only when it has been switched on. */
  Timeout createTimeout(long nanos, TimeoutAction ring) {
    return new Timeout(System.nanoTime() + Math.min(nanos, FAR_FUTURE_NANOS), ring);
  }

  /** What an alarm does, on the watch's thread. */
  @FunctionalInterface
  interface TimeoutAction {

    /** Must not block; {@code atEnd} if it is the time in all that has passed. */
    void onTimeout(boolean atEnd);
  }

  private void start() {
    Thread fresh =
        Thread.ofPlatform()
            .daemon()
            .inheritInheritableThreadLocals(false)
            .name("atomic-agents-limits")
            .unstarted(this::run);
    if (thread.compareAndSet(null, fresh)) {
      wakeUpNanos = System.nanoTime() + FAR_FUTURE_NANOS;
      boolean started = false;
      try {
        fresh.start();
        started = true;
      } finally {
        if (!started) {
          thread.set(null);
        }
      }
    }
  }

  private void wakeIfEarlier(long due) {
    if (due - wakeUpNanos < 0) {
      LockSupport.unpark(thread.get());
    }
  }

  private void run() {
    long emptySince = System.nanoTime();
    while (true) {
      long now = System.nanoTime();
      long next = now + SCAN_INTERVAL_NANOS;
      // Whoever sets an earlier limit from here on wakes the thread, in case the walk misses it.
      wakeUpNanos = next;
      for (Timeout alarm : timeouts) {
        next = earlier(next, alarm.fireIfDue(now), now);
      }
      if (!timeouts.isEmpty()) {
        emptySince = now;
      } else if (now - emptySince >= LINGER_NANOS) {
        if (tryStop()) {
          return;
        }
        // Whoever came meanwhile had nobody to wake.
        continue;
      }
      wakeUpNanos = next;
      LockSupport.parkNanos(this, Math.max(next - System.nanoTime(), 1));
      parkUntil(now + MIN_SCAN_PAUSE_NANOS);
    }
  }

  private void parkUntil(long until) {
    // The next walk finds whatever is set meanwhile.
    wakeUpNanos = until;
    for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(this, left);
    }
  }

  /** The thread that watches now; null while there is nothing to watch. */
  @Nullable Thread thread() {
    return thread.get();
  }

  private boolean tryStop() {
    thread.set(null);
    // Somebody may have come who still saw the thread.
    return timeouts.isEmpty() || !thread.compareAndSet(null, Thread.currentThread());
  }

  private static long earlier(long one, long other, long now) {
    return other - now < one - now ? other : one;
  }

  /** The time limit of one exchange. */
  final class Timeout {
    private final long endNanos;
    private final TimeoutAction ring;
    private volatile long dueNanos;

    private Timeout(long end, TimeoutAction ring) {
      this.endNanos = end;
      this.ring = ring;
      this.dueNanos = end;
    }

    /** The next step may take this long, and not beyond the end. */
    void startStep(long nanos) {
      long now = System.nanoTime();
      long at = now + Math.min(nanos, FAR_FUTURE_NANOS);
      dueNanos = earlier(at, endNanos, now);
      wakeIfEarlier(dueNanos);
    }

    /** No step is being done; the end stays. */
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

    // Whatever one of them does, the others' limits must be kept.
    private void ring(boolean atEnd) {
      try {
        ring.onTimeout(atEnd);
      } catch (Throwable e) {
        log.error("A time limit could not end its call", e);
      }
    }

    private long fireIfDue(long now) {
      long at = dueNanos;
      if (at - now <= 0 && timeouts.remove(this)) {
        ring(at == endNanos);
      }
      return at - now <= 0 ? now + FAR_FUTURE_NANOS : at;
    }
  }
}
