package org.atomicagents.durable;

import java.time.Instant;
import org.atomicagents.time.TimeSource;

/** The clock of steps that record the time. */
final class WallClock {
  private WallClock() {}

  static Instant now() {
    return TimeSource.system().now();
  }
}
