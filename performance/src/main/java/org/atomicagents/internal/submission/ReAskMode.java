package org.atomicagents.internal.submission;

/** The treatment of a run whose next request has no response in the batches. */
public enum ReAskMode {
  /** A re-ask is sent at once; a request that was not processed fails. */
  LIVE,
  /** The request is kept for a follow-up, and the run fails. */
  CAPTURE,
  /** The run fails. */
  PENDING,
  /** The run fails because of its last response. */
  NONE
}
