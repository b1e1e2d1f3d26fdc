package org.atomicagents.model;

import java.time.Duration;
import java.util.Objects;
import org.atomicagents.error.TimedOutException;
import org.jspecify.annotations.Nullable;

/**
 * The moment by which a run has to be over, all its requests, waits and re-asks included.
 *
 * <p>Immutable and thread-safe. It is a point in time and not a duration, so that handing it on
 * costs nothing and never starts it anew.
 */
public final class Deadline {
  private static final Deadline NONE = new Deadline(Duration.ZERO, 0, null);

  private final Duration length;
  private final long endNanos;
  private final @Nullable TimeSource time;

  private Deadline(Duration length, long endNanos, @Nullable TimeSource time) {
    this.length = length;
    this.endNanos = endNanos;
    this.time = time;
  }

  /** No end. */
  public static Deadline none() {
    return NONE;
  }

  /** The moment {@code length} from now. */
  public static Deadline after(Duration length) {
    return after(length, TimeSource.system());
  }

  /** The moment {@code length} from now on the clock {@code time}. */
  public static Deadline after(Duration length, TimeSource time) {
    Objects.requireNonNull(length, "length");
    if (length.isNegative()) {
      throw new IllegalArgumentException("length: expected 0 or more, found " + length);
    }
    return new Deadline(length, time.nanoTime() + DurationMath.saturatedNanos(length), time);
  }

  /** Whether there is an end at all. */
  public boolean isSet() {
    return time != null;
  }

  /** Nanoseconds left, 0 when it has passed, {@link Long#MAX_VALUE} when there is no end. */
  public long remainingNanos() {
    return time == null ? Long.MAX_VALUE : Math.max(0, endNanos - time.nanoTime());
  }

  /** Whether no time is left. */
  public boolean isPassed() {
    return remainingNanos() == 0;
  }

  /**
   * Does nothing while there is time.
   *
   * @param what what is about to be done, for the message
   * @throws TimedOutException if no time is left
   */
  public void check(String what) {
    if (isPassed()) {
      throw TimedOutException.of(TimedOutException.Limit.DEADLINE, length, what);
    }
  }

  /** How long it was when it was set. */
  public Duration length() {
    return length;
  }
}
