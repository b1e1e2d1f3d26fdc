package org.atomicagents.internal.json.lenient;

/** The position of a value or a key within its container. */
enum ValuePosition {
  KEY,
  /** The value of a property. */
  PROPERTY,
  ITEM,
  /** A value outside of any container. */
  STANDALONE
}
