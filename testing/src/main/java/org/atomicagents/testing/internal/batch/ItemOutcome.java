package org.atomicagents.testing.internal.batch;

import org.atomicagents.testing.internal.server.ApiError.ErrorDetails;

/** The outcome of one item of a batch. */
sealed interface ItemOutcome {

  /**
   * A response of the model.
   *
   * @param body the JSON text of the response
   */
  record Responded(String body) implements ItemOutcome {}

  /** An error in place of a response. */
  record Rejected(ErrorDetails error) implements ItemOutcome {}

  /** No response, since the batch ended before the item was processed. */
  enum Unprocessed implements ItemOutcome {
    EXPIRED,
    CANCELED
  }
}
