package org.atomicagents.corpus.adversarial;

/** The judgement on one reading of an output. */
public enum AcceptanceVerdict {
  /** The text is JSON of the type, so that nothing was interpreted. */
  EXACT,
  /** The accepted value is an answer that the text states. */
  RIGHT,
  /** The accepted value differs from the stated answer, or the text states none. */
  WRONG,
  /** The truth is not known, and the independent check has no doubt. */
  PLAUSIBLE,
  /** The truth is not known, and the independent check has doubts. */
  DOUBTED,
  /** The text was refused, although it clearly states an answer. */
  FALSE_REFUSAL,
  /** The text was refused. */
  REFUSED,
  /** The reader failed with an exception. */
  FAILED
}
