package org.atomicagents.examples.scaleout.fleet;

import java.time.Duration;
import java.time.Instant;
import org.atomicagents.time.TimeSource;

/** A clock that the simulation sets. For one thread. */
final class FleetClock implements TimeSource {
  private long nanos;

  void set(long newNanos) {
    nanos = newNanos;
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
    throw new UnsupportedOperationException("A simulation of discrete events does not sleep.");
  }
}
