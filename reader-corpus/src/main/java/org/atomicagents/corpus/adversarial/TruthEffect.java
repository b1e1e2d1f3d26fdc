package org.atomicagents.corpus.adversarial;

/** The effect of a part of a text on its truth, in increasing order of precedence. */
public enum TruthEffect {
  /** The text clearly states the answer; a refusal is a false one. */
  CLEAR,
  /** The text states the answer in a form that a reader may refuse. */
  OBSCURE,
  /** The text states no answer: an accepted value is wrong. */
  ABSENT,
  /** The truth is not known; only the independent check applies. */
  UNKNOWN;

  /** Returns the effect of both together. */
  TruthEffect and(TruthEffect other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
