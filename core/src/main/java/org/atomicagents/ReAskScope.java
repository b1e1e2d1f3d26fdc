package org.atomicagents;

/** How much is asked for again when an answer is wrong. */
public enum ReAskScope {
  /** The whole: the model is shown its answer and what is wrong with it. */
  WHOLE,
  /**
   * The wrong parts alone, if they are few and lie below the root: what comes is put into the
   * answer, which costs a fraction of the tokens where the output is large. If that doesn't help,
   * the whole is asked for. Streams ask for the whole always, so that their deltas are one answer.
   */
  PART
}
