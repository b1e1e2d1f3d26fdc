package org.atomicagents.schema;

/** The progress of one part of a partially received value. */
public enum PartState {
  /** Nothing was received yet. */
  PENDING,
  /** A beginning was received, and more may follow. */
  INCOMPLETE,
  /** The part was received completely and does not change any more. */
  COMPLETE
}
