package org.atomicagents.internal.stream;

import java.time.Duration;
import org.atomicagents.time.TimeSource;

/**
 * Pauses an iterator of a document until the next value is due; the end of the document ends the
 * pause.
 *
 * <p>{@link TimeSource#sleep} can be ended only by an interrupt, which must not reach the caller's
 * thread. So a separate thread sleeps, and the caller waits for it. Thread-safe.
 */
record IntervalTimer(PartialDocument<?> document, TimeSource time) {

  /** Returns the current time, in nanoseconds. */
  long now() {
    return time.nanoTime();
  }

  /** Waits until a time of {@link #now()}. */
  void pauseUntil(long nanoTime) throws InterruptedException {
    long remaining = nanoTime - now();
    if (remaining <= 0) {
      return;
    }
    Thread sleeper = Thread.ofVirtual().name("atomic-agents-pause").start(() -> sleep(remaining));
    try {
      document.awaitUntil(() -> now() >= nanoTime);
    } finally {
      sleeper.interrupt();
    }
  }

  private void sleep(long nanos) {
    try {
      time.sleep(Duration.ofNanos(nanos));
    } catch (InterruptedException e) {
      return;
    }
    document.wake();
  }
}
