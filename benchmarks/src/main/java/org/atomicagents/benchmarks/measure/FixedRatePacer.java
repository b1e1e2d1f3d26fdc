package org.atomicagents.benchmarks.measure;

import java.time.Duration;

/** Moments at even distances, counted from its creation: who is late once is not late for ever. */
public final class FixedRatePacer {
  private final long start = System.nanoTime();
  private final long step;

  public FixedRatePacer(Duration step) {
    this.step = step.toNanos();
  }

  /** Waits for that moment; the first one, 0, is now. */
  public void await(long moment) {
    pause(-sinceMoment(moment));
  }

  /** How long that moment is past, in nanoseconds. */
  public long sinceMoment(long moment) {
    return System.nanoTime() - start - moment * step;
  }

  /** Waits that long. */
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
      throw new IllegalStateException("Nobody interrupts a benchmark", e);
    }
  }
}
