package org.atomicagents.model;

import java.time.Duration;

/** Lengths of time as numbers that can be reckoned with. */
final class DurationMath {
  private static final Duration MAX_DURATION = Duration.ofDays(36_500);

  private DurationMath() {}

  /** A century stands for all that is longer, so that the sum of two never overflows. */
  static long saturatedNanos(Duration length) {
    return (length.compareTo(MAX_DURATION) > 0 ? MAX_DURATION : length).toNanos();
  }
}
