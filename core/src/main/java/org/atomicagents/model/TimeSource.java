package org.atomicagents.model;

import java.time.Duration;
import java.time.Instant;

/**
 * Where all time comes from, so that tests can make their own.
 *
 * <p>Thread-safe.
 */
public interface TimeSource {

  /** The time on the calendar. */
  Instant now();

  /** A clock that never jumps, in nanoseconds from an arbitrary origin. */
  long nanoTime();

  /** Waits. */
  void sleep(Duration duration) throws InterruptedException;

  /** The machine's clocks. */
  static TimeSource system() {
    return SystemTimeSource.INSTANCE;
  }
}
