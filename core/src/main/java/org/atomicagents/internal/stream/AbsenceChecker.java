package org.atomicagents.internal.stream;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Checks at an interval whether the readers of streams are absent.
 *
 * <p>All streams of the process share one virtual thread, which runs only while there are streams:
 * a timer for each of thousands of streams would wake a thread for each of them.
 *
 * <p>Thread-safe.
 */
final class AbsenceChecker {
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private static final AbsenceChecker SHARED = new AbsenceChecker();

  private final Set<DirectReading> readings = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>();

  private AbsenceChecker() {}

  /** Checks a stream until {@link DirectReading#endsIfAbsent} returns true. */
  static void add(DirectReading reading) {
    SHARED.readings.add(reading);
    SHARED.startIfStopped();
  }

  private void startIfStopped() {
    if (thread.get() == null) {
      Thread checker =
          Thread.ofVirtual()
              .name("atomic-agents-absence")
              .inheritInheritableThreadLocals(false)
              .unstarted(this::run);
      if (thread.compareAndSet(null, checker)) {
        start(checker);
      }
    }
  }

  private void start(Thread checker) {
    boolean isStarted = false;
    try {
      checker.start();
      isStarted = true;
    } finally {
      if (!isStarted) {
        thread.set(null);
      }
    }
  }

  private void run() {
    do {
      try {
        Thread.sleep(INTERVAL);
      } catch (InterruptedException e) {
        // An interrupt can only make a check early.
      }
      readings.removeIf(AbsenceChecker::isDone);
    } while (!tryStop());
  }

  private static boolean isDone(DirectReading reading) {
    try {
      return reading.endsIfAbsent();
    } catch (RuntimeException | Error e) {
      // The clock of an application or the start of a reader failed. The other streams need checks.
      return true;
    }
  }

  private boolean tryStop() {
    if (!readings.isEmpty()) {
      return false;
    }
    thread.set(null);
    // A stream may have been added while this thread was still set.
    return readings.isEmpty() || !thread.compareAndSet(null, Thread.currentThread());
  }
}
