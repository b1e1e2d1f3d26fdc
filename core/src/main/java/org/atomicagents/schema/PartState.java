package org.atomicagents.schema;

/** How far a part of a value has come that is being written. */
public enum PartState {
  /** Nothing of it can be seen yet. */
  PENDING,
  /** Some of it is there, and may grow. */
  INCOMPLETE,
  /** It is whole, and won't change. */
  COMPLETE
}
