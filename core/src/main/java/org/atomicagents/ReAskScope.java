package org.atomicagents;

/** How much of an invalid response a re-ask requests. */
public enum ReAskScope {
  /** The complete output: the request contains the invalid response and its violations. */
  WHOLE,
  /**
   * Only the invalid parts, if they are few and below the root. The new parts are merged into the
   * response, which saves most of the output tokens of a large output. If the result is invalid
   * again, the complete output is requested. Streams always request the complete output, so that
   * their deltas belong to one response.
   */
  PART
}
