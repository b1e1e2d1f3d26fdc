package org.atomicagents.benchmarks.measure;

import java.time.Duration;

/**
 * A schedule of ticks at a fixed rate, counted from its creation: one late tick does not delay the
 * following ones.
 */
public final class FixedRatePacer {
  private final long start = System.nanoTime();
  private final long step;

  public FixedRatePacer(Duration step) {
    this.step = step.toNanos();
  }

  /** Waits for a tick; tick 0 is the creation. */
  public void await(long tick) {
    pause(-nanosSince(tick));
  }

  /** Returns the nanoseconds since a tick. */
  public long nanosSince(long tick) {
    return System.nanoTime() - start - tick * step;
  }

  /** Waits for a duration. */
  public static void pause(Duration time) {
    pause(time.toNanos());
  }

  private static void pause(long nanos) {
    if (nanos <= 0) {
      return;
    }
    try {
      Thread.sleep(Duration.ofNanos(nanos));
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }
}
