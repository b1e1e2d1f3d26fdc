package org.atomicagents.chat;

/** The policy for a run of a conversation in which another run is in progress. */
public enum OverlapPolicy {
  /** Both run; neither sees the other's turn. Turns are kept in the order of their commits. */
  APPEND,
  /**
   * The run waits, in the order of the calls; the wait counts against its deadline. A stream or a
   * prepared run that is neither ended nor closed keeps the others waiting until its own deadline:
   * then the next run takes over, and the abandoned one fails with a {@link
   * org.atomicagents.error.TimedOutException} instead of committing.
   */
  QUEUE,
  /**
   * The run fails with a {@link org.atomicagents.error.ConflictException}, unless the deadline of
   * the other run has passed: then it takes over, as for {@link #QUEUE}.
   */
  REJECT
}
