package org.atomicagents;

import java.time.Duration;
import java.util.Objects;

/**
 * Options of a streamed run.
 *
 * <p>Immutable; the {@code with} methods return copies: {@code
 * StreamOptions.defaults().withEarlyAbort()}.
 *
 * @param interval the minimum time between two partial values, 0 or more. Changes in between are
 *     part of the next partial value; the last partial value is not delayed. Default: 0, as fast as
 *     they are read
 * @param earlyAbort whether to cancel a response as soon as one complete part violates a
 *     constraint, and to ask the model again. Providers do not report token usage for cancelled
 *     responses. Default: false
 */
public record StreamOptions(Duration interval, boolean earlyAbort) {
  private static final StreamOptions DEFAULTS = new StreamOptions(Duration.ZERO, false);

  public StreamOptions {
    Objects.requireNonNull(interval, "interval");
    if (interval.isNegative()) {
      throw new IllegalArgumentException("interval: expected 0 or more, found " + interval);
    }
  }

  /** Returns the default options: no interval and no early abort. */
  public static StreamOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Returns a copy with a minimum time between two partial values.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public StreamOptions withInterval(Duration value) {
    return new StreamOptions(value, earlyAbort);
  }

  /**
   * Returns a copy that cancels a response at the first complete part that violates a constraint.
   */
  public StreamOptions withEarlyAbort() {
    return new StreamOptions(interval, true);
  }
}
