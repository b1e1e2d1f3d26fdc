package org.atomicagents.internal;

import java.time.Duration;

/** Conversion of durations to nanoseconds without overflow. */
public final class DurationMath {
  private static final Duration MAX_DURATION = Duration.ofDays(36_500);

  private DurationMath() {}

  /** Returns nanoseconds; capped at 100 years, so that the sum of two never overflows. */
  public static long saturatedNanos(Duration length) {
    return (length.compareTo(MAX_DURATION) > 0 ? MAX_DURATION : length).toNanos();
  }
}
