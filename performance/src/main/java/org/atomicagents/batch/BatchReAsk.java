package org.atomicagents.batch;

/** The treatment of invalid responses of a provider's batch; see {@link ProviderBatch}. */
public enum BatchReAsk {
  /** Each invalid response is re-asked at once, at the standard price. */
  LIVE,
  /**
   * Invalid responses are re-asked by a follow-up, at the price of batches: {@link
   * ProviderBatch#submitFollowUp()}. Until then, their items have a failure with a {@link
   * org.atomicagents.error.BatchItemException}.
   */
  FOLLOW_UP,
  /** Items with an invalid response have a failure. */
  NONE
}
