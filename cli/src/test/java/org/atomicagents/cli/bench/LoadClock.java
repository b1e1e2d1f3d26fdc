package org.atomicagents.cli.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.atomicagents.time.TimeSource;

/** A clock that a test advances; a sleep advances it, too. Thread-safe. */
public final class LoadClock implements TimeSource {
  /** The time at the start. */
  public static final Instant START = Instant.parse("2026-11-30T12:00:00Z");

  private final AtomicLong nanos = new AtomicLong();

  /** Adds a number of milliseconds. */
  public void advance(long millis) {
    nanos.addAndGet(Duration.ofMillis(millis).toNanos());
  }

  @Override
  public Instant now() {
    return START.plusNanos(nanos.get());
  }

  @Override
  public long nanoTime() {
    return nanos.get();
  }

  @Override
  public void sleep(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }
}
