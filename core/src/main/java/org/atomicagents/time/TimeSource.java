package org.atomicagents.time;

import java.time.Duration;
import java.time.Instant;

/**
 * The source of all times and sleeps, which tests can replace.
 *
 * <p>Implementations must be thread-safe.
 */
public interface TimeSource {

  /** Returns the current wall-clock time. */
  Instant now();

  /** Returns the time of a monotonic clock, in nanoseconds since an arbitrary origin. */
  long nanoTime();

  /**
   * Blocks the current thread for a duration.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  void sleep(Duration duration) throws InterruptedException;

  /** Returns the system clocks. */
  static TimeSource system() {
    return SystemTimeSource.INSTANCE;
  }
}
