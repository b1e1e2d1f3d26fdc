package org.atomicagents.corpus.mutation;

/** What a spoilt document still says, to someone who knows its type. */
public enum ExpectedOutcome {
  /** The value before, and nothing else: it must be read. */
  CERTAIN,
  /** The value before, perhaps: it is read, or refused; another value is silently wrong. */
  DOUBTFUL,
  /** Two values at least, and equally well: it must be refused. */
  LOST;

  ExpectedOutcome and(ExpectedOutcome other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
