package org.atomicagents.internal.limit;

/** The moving average of the rate at which permits are used. Not thread-safe. */
final class UseRate {
  private static final int IDLE_PERIODS = 4;

  private final long periodNanos;
  private long periodStart;
  private long used;
  private double perNano;

  UseRate(long now, long periodNanos) {
    this.periodStart = now;
    this.periodNanos = periodNanos;
  }

  void add(long now, long permits) {
    used += permits;
    long elapsed = now - periodStart;
    if (elapsed < periodNanos) {
      return;
    }
    double present = (double) used / elapsed;
    perNano = elapsed > IDLE_PERIODS * periodNanos ? present : (perNano + present) / 2;
    periodStart = now;
    used = 0;
  }

  /** Returns the permits per nanosecond of the last periods. */
  double perNano() {
    return perNano;
  }

  /** Returns the permits per nanosecond, lower if the present period has used fewer. */
  double perNano(long now) {
    long elapsed = now - periodStart;
    return elapsed < periodNanos ? perNano : Math.min(perNano, (double) used / elapsed);
  }
}
