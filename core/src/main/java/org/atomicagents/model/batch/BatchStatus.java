package org.atomicagents.model.batch;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The status of a batch at one moment, as reported by its provider.
 *
 * <p>Some providers count requests only when the batch ends. Immutable.
 *
 * @param total the number of requests
 * @param succeeded the number of requests with a response
 * @param failed the number of requests without one: errors, and after the end also those that were
 *     cancelled or have expired
 * @param created the time of the creation; null if it is not known
 * @param expires the time at which requests that were not processed expire; null if it is not known
 * @param ended the time of the end; null before it, or if it is not known
 * @param message the provider's reason if the batch as a whole failed; otherwise empty
 */
public record BatchStatus(
    State state,
    long total,
    long succeeded,
    long failed,
    @Nullable Instant created,
    @Nullable Instant expires,
    @Nullable Instant ended,
    String message) {

  public BatchStatus {
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(message, "message");
  }

  /** The state of a batch. */
  public enum State {
    /** The provider checks the requests, or has not begun. */
    PENDING(false),
    /** The provider processes the requests, or writes their results. */
    RUNNING(false),
    /** The batch was cancelled, and requests in progress are completed. */
    CANCELLING(false),
    /** Every request was processed. */
    COMPLETED(true),
    /** The batch was cancelled; it may have results. */
    CANCELLED(true),
    /** The provider did not process every request in time; the batch may have results. */
    EXPIRED(true),
    /** The provider rejected the batch as a whole; it has no results. */
    FAILED(true);

    private final boolean isEnd;

    State(boolean isEnd) {
      this.isEnd = isEnd;
    }

    /** Returns whether the state does not change any more. */
    public boolean isEnd() {
      return isEnd;
    }
  }

  /** Returns the number of requests with a response or an error. */
  public long done() {
    return succeeded + failed;
  }
}
