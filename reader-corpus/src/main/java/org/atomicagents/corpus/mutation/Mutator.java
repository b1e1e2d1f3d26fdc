package org.atomicagents.corpus.mutation;

/** Puts one defect into a document. */
@FunctionalInterface
interface Mutator {

  /** Spoils the document; false, and all as before, if it has no place for the defect. */
  boolean spoil(MutableDocument draft);
}
