package org.atomicagents.batch;

/** The reason for which a batch was stopped before its last item. */
public enum StopReason {
  /** The {@link StopPolicy} permits no further failure. */
  FAILURES,
  /** The timeout has passed. */
  TIMEOUT,
  /** The maximum cost is spent; items in flight were completed. */
  COST,
  /** The cost is limited, and the price of an item is unknown; items in flight were completed. */
  UNKNOWN_PRICE,
  /** The journal cannot be written, or is that of another agent; the exception is thrown. */
  JOURNAL,
  /** The inputs or the agent are not those that were submitted; the exception is thrown. */
  SUBMISSION,
  /** The batch was closed, or the thread that reads the outcomes was interrupted. */
  CLOSED;

  /** Returns whether items in flight are cancelled, rather than completed. */
  public boolean cancelsItems() {
    return this != COST && this != UNKNOWN_PRICE;
  }
}
