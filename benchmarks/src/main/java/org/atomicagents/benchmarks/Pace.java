package org.atomicagents.benchmarks;

import java.time.Duration;

/** Moments at even distances, counted from its creation: who is late once is not late for ever. */
final class Pace {
  private final long start = System.nanoTime();
  private final long step;

  Pace(Duration step) {
    this.step = step.toNanos();
  }

  /** Waits for that moment; the first one, 0, is now. */
  void await(long moment) {
    pause(-sinceMoment(moment));
  }

  /** How long that moment is past, in nanoseconds. */
  long sinceMoment(long moment) {
    return System.nanoTime() - start - moment * step;
  }

  /** Waits that long. */
  static void pause(Duration time) {
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
