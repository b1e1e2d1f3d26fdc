package org.atomicagents.cli.review;

/** The severity of a finding, by its effect. */
public enum ReviewSeverity {
  /** Saves 30% or more. */
  HIGH,
  /** Saves 5% or more, or limits a risk. */
  MEDIUM,
  /** Saves less than 5%. */
  LOW;

  private static final double HIGH_SHARE = 0.3;
  private static final double MEDIUM_SHARE = 0.05;

  /** Returns the severity of a saving. */
  static ReviewSeverity of(double share) {
    return share >= HIGH_SHARE ? HIGH : share >= MEDIUM_SHARE ? MEDIUM : LOW;
  }

  /** Returns whether this severity is at least another one. */
  boolean isAtLeast(ReviewSeverity other) {
    return compareTo(other) <= 0;
  }
}
