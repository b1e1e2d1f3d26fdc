package org.atomicagents.model;

import java.time.Duration;

/** Lengths of time as numbers that can be reckoned with. */
final class Nanos {
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private Nanos() {}

  /** A century stands for all that is longer, so that the sum of two never overflows. */
  static long saturated(Duration length) {
    return (length.compareTo(LONGEST) > 0 ? LONGEST : length).toNanos();
  }
}
