package org.atomicagents.internal.resilience;

import java.time.Duration;

/** Conversion of durations to nanoseconds. */
public final class Nanos {
  // The sum with any time of a clock does not overflow within the life of a process.
  private static final long MAX = Long.MAX_VALUE / 4;
  private static final Duration MAX_DURATION = Duration.ofNanos(MAX);

  private Nanos() {}

  /** Returns the nanoseconds of a duration, at most 73 years. */
  public static long of(Duration duration) {
    return duration.compareTo(MAX_DURATION) >= 0 ? MAX : duration.toNanos();
  }
}
