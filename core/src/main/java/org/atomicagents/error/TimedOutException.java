package org.atomicagents.error;

import java.time.Duration;

/**
 * Thrown if a time limit passes: the deadline of a run, or a timeout of the connection to the
 * provider.
 */
public final class TimedOutException extends AgentException {
  private final Limit limit;

  private TimedOutException(String message, Limit limit) {
    super(message, null);
    this.limit = limit;
  }

  /** A time limit. */
  public enum Limit {
    /** The time to wait for a free connection of the pool. */
    QUEUE,
    /** The time to establish a connection. */
    CONNECT,
    /** The time from the request to the first byte of the response. */
    FIRST_BYTE,
    /** The time from the request to the first token of the response. */
    FIRST_TOKEN,
    /** The time between two chunks of a response. */
    BETWEEN_CHUNKS,
    /** The time of a complete exchange: request and response. */
    TOTAL,
    /** The deadline of the run. */
    DEADLINE,
    /** The time limit of a context provider. */
    CONTEXT,
    /** The time without activity after which a run without a deadline loses its conversation. */
    IDLE
  }

  /**
   * Returns an exception.
   *
   * @param length the length of the limit; the message states it in milliseconds
   * @param activity the activity that took too long, to follow "while", such as {@code sending a
   *     request}
   */
  public static TimedOutException of(Limit limit, Duration length, String activity) {
    return new TimedOutException(
        "Timed out after "
            + length.toMillis()
            + " ms while "
            + activity
            + " (limit "
            + limit
            + ").\nRaise the limit, or ask for less.",
        limit);
  }

  /**
   * Returns an exception with the message of another one, such as one that was recorded.
   *
   * @param message the limit, its length and the activity
   */
  public static TimedOutException ofMessage(String message, Limit limit) {
    return new TimedOutException(message, limit);
  }

  /**
   * Returns an exception for a wait that would exceed the limit, thrown before the wait begins.
   *
   * @param remaining the time that remains of the limit
   * @param needed the length of the wait
   * @param activity the purpose of the wait, such as {@code waiting for a rate limit}
   */
  public static TimedOutException beforeWait(
      Limit limit, Duration remaining, Duration needed, String activity) {
    return new TimedOutException(
        "Expected at most "
            + remaining.toMillis()
            + " ms of "
            + activity
            + " (limit "
            + limit
            + "), found "
            + needed.plusNanos(999_999).toMillis()
            + " ms.\nRaise the limit, or send fewer requests at a time.",
        limit);
  }

  /** Returns the limit that passed. */
  public Limit limit() {
    return limit;
  }

  /**
   * Returns true if the provider did not respond in time: {@link Limit#CONNECT}, {@link
   * Limit#FIRST_BYTE}, {@link Limit#FIRST_TOKEN} and {@link Limit#BETWEEN_CHUNKS}. Returns false
   * for {@link Limit#QUEUE}, since a retry would lengthen the queue, for {@link Limit#TOTAL} and
   * {@link Limit#DEADLINE}, since no time remains, for {@link Limit#CONTEXT}, which the provider
   * did not cause, and for {@link Limit#IDLE}, since the conversation may have changed.
   */
  @Override
  public boolean isRetryable() {
    return switch (limit) {
      case CONNECT, FIRST_BYTE, FIRST_TOKEN, BETWEEN_CHUNKS -> true;
      case QUEUE, TOTAL, DEADLINE, CONTEXT, IDLE -> false;
    };
  }

  @Override
  AgentException copy() {
    return new TimedOutException(message(), limit);
  }
}
