package org.atomicagents.corpus.mutation;

/** The outcome that a reader of a mutated document must have, given its type. */
public enum ExpectedOutcome {
  /** The original value is the only reading, and must be read. */
  CERTAIN,
  /** The original value may be read, or the text refused; any other value is wrong. */
  DOUBTFUL,
  /** At least two values are equally plausible; the text must be refused. */
  LOST;

  ExpectedOutcome and(ExpectedOutcome other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
