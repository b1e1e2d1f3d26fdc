package org.atomicagents.chat;

/** The policy for a run that starts while another run of its conversation is in progress. */
public enum OverlapPolicy {
  /**
   * Both runs proceed; neither sees the turn of the other. Turns are in the order of their commits.
   */
  APPEND,
  /**
   * The run waits, in the order of the calls; the wait counts against its deadline. An abandoned
   * stream or prepared run, neither ended nor closed, blocks the others until its own deadline;
   * without a deadline, until it was idle for {@link ChatHistory#MAX_IDLE_TIME}. Then the next run
   * takes over, and the abandoned one throws a {@link org.atomicagents.error.TimedOutException}
   * instead of committing.
   */
  QUEUE,
  /**
   * The run throws a {@link org.atomicagents.error.ConflictException}, unless the deadline or the
   * idle time of the other run has passed: then it takes over, as with {@link #QUEUE}.
   */
  REJECT
}
