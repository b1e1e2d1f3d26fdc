package org.atomicagents.model;

import java.time.Duration;
import java.util.Objects;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.internal.DurationMath;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * The point in time by which a run must end, including all its requests, waits and re-asks.
 *
 * <p>A deadline is a point in time and not a duration, so that passing it on never restarts it.
 * Immutable and thread-safe.
 */
public final class Deadline {
  private static final Deadline NONE = new Deadline(Duration.ZERO, 0, null);

  private final Duration duration;
  private final long endNanos;
  private final @Nullable TimeSource time;

  private Deadline(Duration length, long endNanos, @Nullable TimeSource time) {
    this.duration = length;
    this.endNanos = endNanos;
    this.time = time;
  }

  /** Returns a deadline that never passes. */
  public static Deadline none() {
    return NONE;
  }

  /**
   * Returns a deadline that passes {@code length} from now.
   *
   * @throws IllegalArgumentException if the length is negative
   */
  public static Deadline after(Duration length) {
    return after(length, TimeSource.system());
  }

  /**
   * Returns a deadline that passes {@code length} from now on the clock {@code time}.
   *
   * @throws IllegalArgumentException if the length is negative
   */
  public static Deadline after(Duration length, TimeSource time) {
    Objects.requireNonNull(length, "length");
    if (length.isNegative()) {
      throw new IllegalArgumentException("length: expected 0 or more, found " + length);
    }
    return new Deadline(length, time.nanoTime() + DurationMath.saturatedNanos(length), time);
  }

  /** Returns whether this deadline can pass; false for {@link #none()}. */
  public boolean isSet() {
    return time != null;
  }

  /**
   * Returns the remaining nanoseconds: 0 if the deadline has passed, {@link Long#MAX_VALUE} if it
   * never passes.
   */
  public long remainingNanos() {
    return time == null ? Long.MAX_VALUE : Math.max(0, endNanos - time.nanoTime());
  }

  /** Returns whether the deadline has passed. */
  public boolean isPassed() {
    return remainingNanos() == 0;
  }

  /**
   * Checks that the deadline has not passed.
   *
   * @param activity the next step of the run, for the message, as in "sending a request"
   * @throws TimedOutException if the deadline has passed
   */
  public void check(String activity) {
    if (isPassed()) {
      throw TimedOutException.of(TimedOutException.Limit.DEADLINE, duration, activity);
    }
  }

  /** Returns the length with which this deadline was created; zero for {@link #none()}. */
  public Duration duration() {
    return duration;
  }
}
