package org.atomicagents.usage;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.atomicagents.time.TimeSource;

/** A clock that a test sets. */
final class UsageClock implements TimeSource {
  static final Instant START = Instant.parse("2026-11-30T12:00:00Z");

  private final AtomicReference<Instant> now;
  private final AtomicLong nanos = new AtomicLong(-1_000_000_000L);

  UsageClock() {
    this(START);
  }

  UsageClock(Instant start) {
    now = new AtomicReference<>(start);
  }

  /** Advances both clocks. */
  void advance(Duration length) {
    now.updateAndGet(time -> time.plus(length));
    nanos.addAndGet(length.toNanos());
  }

  /** Sets the wall clock only, as an administrator does. */
  void set(Instant time) {
    now.set(time);
  }

  @Override
  public Instant now() {
    return now.get();
  }

  @Override
  public long nanoTime() {
    return nanos.get();
  }

  @Override
  public void sleep(Duration duration) {
    advance(duration);
  }
}
