package org.atomicagents.error;

import java.time.Duration;

/** Something took longer than it may. */
public final class TimedOutException extends AgentException {
  private final Limit limit;

  private TimedOutException(String message, Limit limit) {
    super(message, null);
    this.limit = limit;
  }

  /** Which limit it was. */
  public enum Limit {
    /** Waiting for a place in a queue. */
    QUEUE,
    /** Connecting. */
    CONNECT,
    /** Waiting for an answer to begin. */
    FIRST_BYTE,
    /** Waiting for an answer to go on. */
    BETWEEN_CHUNKS,
    /** One exchange as a whole. */
    TOTAL,
    /** The run as a whole. */
    DEADLINE
  }

  /** For clients: the limit of {@code length} passed while {@code what} was done. */
  public static TimedOutException of(Limit limit, Duration length, String what) {
    return new TimedOutException(
        "Timed out after "
            + length.toMillis()
            + " ms while "
            + what
            + " (limit "
            + limit
            + ").\nRaise the limit, or ask for less.",
        limit);
  }

  /** Which limit it was. */
  public Limit limit() {
    return limit;
  }

  /**
   * Whether the provider was silent. Not where our own queue was full, which another try makes
   * longer, nor where all the time that there was has been used.
   */
  @Override
  public boolean isRetryable() {
    return switch (limit) {
      case CONNECT, FIRST_BYTE, BETWEEN_CHUNKS -> true;
      case QUEUE, TOTAL, DEADLINE -> false;
    };
  }
}
