package org.atomicagents.internal.run;

/** Where in a response the output was found. */
public enum ResponseForm {
  /** In the requested form. */
  AS_REQUESTED,
  /** Outside of the one function call that was requested. */
  NO_CALL,
  /** In a partial response whose parts could not be merged into the output. */
  PARTS,
  /** Nowhere: the response repeats the same text without end, or the schema. */
  UNUSABLE
}
