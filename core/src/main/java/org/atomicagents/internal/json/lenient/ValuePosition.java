package org.atomicagents.internal.json.lenient;

/** What a value or a text in quotes is to what is around it. */
enum ValuePosition {
  KEY,
  /** The value of a key. */
  PROPERTY,
  ITEM,
  /** All there is. */
  STANDALONE
}
