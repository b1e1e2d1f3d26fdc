package org.atomicagents.chat;

import java.time.Duration;
import java.time.Instant;
import org.atomicagents.time.TimeSource;

/** A clock that only a test advances. */
final class SteppedClock implements TimeSource {
  private volatile Duration elapsed = Duration.ZERO;

  void advance(Duration time) {
    elapsed = elapsed.plus(time);
  }

  @Override
  public Instant now() {
    return Instant.EPOCH.plus(elapsed);
  }

  @Override
  public long nanoTime() {
    return elapsed.toNanos();
  }

  @Override
  public void sleep(Duration duration) {
    throw new UnsupportedOperationException("A history never sleeps");
  }
}
