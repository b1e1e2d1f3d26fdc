package org.atomicagents.chat;

/** What happens to a run of a conversation in which another run is under way. */
public enum Overlap {
  /** Both run; neither sees the other; their turns stand in the order in which they succeed. */
  APPEND,
  /**
   * It waits for its turn, in the order of asking; the wait counts against its deadline. A stream
   * that is neither ended nor closed keeps all others waiting until its own deadline, a prepared
   * run for ever.
   */
  QUEUE,
  /** It fails with a {@link org.atomicagents.model.ConflictException}. */
  REJECT
}
