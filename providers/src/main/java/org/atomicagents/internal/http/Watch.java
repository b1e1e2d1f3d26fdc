package org.atomicagents.internal.http;

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
final class Watch {
  private static final Logger log = LoggerFactory.getLogger(Watch.class);
  private static final long LINGER_NANOS = 2_000_000_000;
  private static final long FAR = Long.MAX_VALUE / 2;

  // Who sets a limit that is further away wakes nobody: by then the thread looks anyway. While
  // thousands of exchanges go on, each walk misses some step; would that wake the thread, it would
  // do nothing but walk.
  private static final long LOOK_NANOS = 1_000_000_000;

  // Where limits are shorter than that, the thread is woken, and rests between two walks.
  private static final long REST_NANOS = 5_000_000;

  private final Set<Alarm> alarms = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>();
  private volatile long wakesAt;

  /**
   * An alarm that rings once, when its time has passed; {@code ring} must not block.
   *
   * @param nanos how long from now it may take in all
   */
  Alarm within(long nanos, Ring ring) {
    Alarm alarm = prepare(nanos, ring);
    alarm.on();
    return alarm;
  }

  /** As {@link #within}, but it rings only when it has been switched on. */
  Alarm prepare(long nanos, Ring ring) {
    return new Alarm(System.nanoTime() + Math.min(nanos, FAR), ring);
  }

  /** What an alarm does, on the watch's thread. */
  @FunctionalInterface
  interface Ring {

    /** Must not block; {@code atEnd} if it is the time in all that has passed. */
    void ring(boolean atEnd);
  }

  private void start() {
    Thread fresh =
        Thread.ofPlatform()
            .daemon()
            .inheritInheritableThreadLocals(false)
            .name("atomic-agents-limits")
            .unstarted(this::run);
    if (thread.compareAndSet(null, fresh)) {
      wakesAt = System.nanoTime() + FAR;
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

  private void notice(long due) {
    if (due - wakesAt < 0) {
      LockSupport.unpark(thread.get());
    }
  }

  private void run() {
    long emptySince = System.nanoTime();
    while (true) {
      long now = System.nanoTime();
      long next = now + LOOK_NANOS;
      // Whoever sets an earlier limit from here on wakes the thread, in case the walk misses it.
      wakesAt = next;
      for (Alarm alarm : alarms) {
        next = earlier(next, alarm.ringIfDue(now), now);
      }
      if (!alarms.isEmpty()) {
        emptySince = now;
      } else if (now - emptySince >= LINGER_NANOS) {
        if (ended()) {
          return;
        }
        // Whoever came meanwhile had nobody to wake.
        continue;
      }
      wakesAt = next;
      LockSupport.parkNanos(this, Math.max(next - System.nanoTime(), 1));
      rest(now + REST_NANOS);
    }
  }

  private void rest(long until) {
    // The next walk finds whatever is set meanwhile.
    wakesAt = until;
    for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(this, left);
    }
  }

  /** The thread that watches now; null while there is nothing to watch. */
  @Nullable Thread thread() {
    return thread.get();
  }

  private boolean ended() {
    thread.set(null);
    // Somebody may have come who still saw the thread.
    return alarms.isEmpty() || !thread.compareAndSet(null, Thread.currentThread());
  }

  private static long earlier(long one, long other, long now) {
    return other - now < one - now ? other : one;
  }

  /** The time limit of one exchange. */
  final class Alarm {
    private final long end;
    private final Ring ring;
    private volatile long due;

    private Alarm(long end, Ring ring) {
      this.end = end;
      this.ring = ring;
      this.due = end;
    }

    /** The next step may take this long, and not beyond the end. */
    void step(long nanos) {
      long now = System.nanoTime();
      long at = now + Math.min(nanos, FAR);
      due = earlier(at, end, now);
      notice(due);
    }

    /** No step is being done; the end stays. */
    void pause() {
      due = end;
    }

    void on() {
      alarms.add(this);
      if (thread.get() == null) {
        start();
      }
      notice(due);
    }

    void off() {
      alarms.remove(this);
    }

    // Whatever one of them does, the others' limits must be kept.
    private void ring(boolean atEnd) {
      try {
        ring.ring(atEnd);
      } catch (Throwable e) {
        log.error("A time limit could not end its call", e);
      }
    }

    private long ringIfDue(long now) {
      long at = due;
      if (at - now <= 0 && alarms.remove(this)) {
        ring(at == end);
      }
      return at - now <= 0 ? now + FAR : at;
    }
  }
}
