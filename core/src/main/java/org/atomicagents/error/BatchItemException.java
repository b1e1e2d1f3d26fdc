package org.atomicagents.error;

import java.util.Objects;

/**
 * Thrown for an item of a provider's batch that has no response: the provider did not process its
 * request, which costs nothing.
 */
public final class BatchItemException extends AgentException {
  private final Reason reason;
  private final String detail;

  private BatchItemException(String message, Reason reason, String detail) {
    super(message, null);
    this.reason = Objects.requireNonNull(reason, "reason");
    this.detail = detail;
  }

  /** Why an item has no response. */
  public enum Reason {
    /** The request was not processed in time. */
    EXPIRED("expired before the provider processed it"),
    /** The batch was cancelled before the request was processed. */
    CANCELLED("was cancelled before the provider processed it"),
    /** The batch has ended, and its results do not contain the request. */
    MISSING("is missing in the results of the provider"),
    /** The provider rejected the batch as a whole. */
    REJECTED("was not processed, since the provider rejected the batch"),
    /** The request was not submitted, since the submission was interrupted. */
    NOT_SUBMITTED("was not submitted"),
    /** The response was invalid, and the re-ask was not submitted yet. */
    RE_ASK_PENDING("has an invalid response, and its re-ask was not submitted");

    private final String text;

    Reason(String text) {
      this.text = text;
    }
  }

  /**
   * Returns an exception.
   *
   * @param item the request and its batch, such as {@code Request item-7 of batch openai:batch_1}
   * @param detail the provider's reason, or the invalid parts of a response; empty if there is none
   */
  public static BatchItemException of(Reason reason, String item, String detail) {
    return new BatchItemException(
        item
            + " "
            + reason.text
            + (detail.isEmpty() ? "." : ": " + detail)
            + "\nSubmit it again, such as with ProviderBatch.submitFollowUp().",
        reason,
        detail);
  }

  /** Returns the reason. */
  public Reason reason() {
    return reason;
  }

  /** Returns the provider's reason; empty if there is none. */
  public String detail() {
    return detail;
  }

  /** Returns true: the provider has not processed the request. */
  @Override
  public boolean isRetryable() {
    return true;
  }

  @Override
  AgentException copy() {
    return new BatchItemException(message(), reason, detail);
  }
}
