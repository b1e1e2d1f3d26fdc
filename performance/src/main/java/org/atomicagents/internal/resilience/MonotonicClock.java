package org.atomicagents.internal.resilience;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.atomicagents.model.TimeSource;

/** A clock in milliseconds that adjustments of the system time do not change. */
final class MonotonicClock extends Clock {
  private final TimeSource time;
  private final long origin;

  MonotonicClock(TimeSource time) {
    this.time = time;
    this.origin = time.nanoTime();
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(TimeUnit.NANOSECONDS.toMillis(time.nanoTime() - origin));
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("zone: this clock has no calendar");
  }
}
