package org.atomicagents;

import java.time.Duration;
import java.util.Objects;

/**
 * How an answer is shown while it is written.
 *
 * <p>Immutable; a copy for each change: {@code StreamOptions.defaults().withEarlyAbort()}.
 *
 * @param interval the least time between two partial values; what comes in between is in the next
 *     one. The last one doesn't wait. Zero, the default, is as fast as they are taken
 * @param earlyAbort whether an answer is given up as soon as a whole part of it breaks a
 *     constraint, and asked for again. What such an answer has cost, providers don't tell
 */
public record StreamOptions(Duration interval, boolean earlyAbort) {
  private static final StreamOptions DEFAULTS = new StreamOptions(Duration.ZERO, false);

  public StreamOptions {
    Objects.requireNonNull(interval, "interval");
    if (interval.isNegative()) {
      throw new IllegalArgumentException("interval: expected no negative time, found " + interval);
    }
  }

  /** No interval, and every answer is read to its end. */
  public static StreamOptions defaults() {
    return DEFAULTS;
  }

  /** A copy with this time between two partial values, at least. */
  public StreamOptions withInterval(Duration value) {
    return new StreamOptions(value, earlyAbort);
  }

  /** A copy that gives an answer up as soon as a whole part of it breaks a constraint. */
  public StreamOptions withEarlyAbort() {
    return new StreamOptions(interval, true);
  }
}
