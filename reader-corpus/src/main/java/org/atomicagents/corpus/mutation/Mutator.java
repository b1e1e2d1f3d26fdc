package org.atomicagents.corpus.mutation;

/** Applies one defect to a document. */
@FunctionalInterface
interface Mutator {

  /** Changes the document; returns false and changes nothing if the defect does not apply. */
  boolean apply(MutableDocument draft);
}
