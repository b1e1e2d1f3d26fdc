package org.atomicagents.batch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.atomicagents.time.TimeSource;

/** A clock that advances at each sleep, for one thread. */
final class SteppedClock implements TimeSource {
  private final IntConsumer afterSleep;
  private final List<Duration> slept = new ArrayList<>();
  private long nanos;

  /**
   * Creates a clock.
   *
   * @param afterSleep receives the number of sleeps so far
   */
  SteppedClock(IntConsumer afterSleep) {
    this.afterSleep = afterSleep;
  }

  List<Duration> slept() {
    return slept;
  }

  @Override
  public Instant now() {
    return Instant.EPOCH.plusNanos(nanos);
  }

  @Override
  public long nanoTime() {
    return nanos;
  }

  @Override
  public void sleep(Duration duration) {
    nanos += duration.toNanos();
    slept.add(duration);
    afterSleep.accept(slept.size());
  }
}
