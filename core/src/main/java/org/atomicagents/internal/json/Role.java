package org.atomicagents.internal.json;

/** What a value or a text in quotes is to what is around it. */
enum Role {
  KEY,
  /** The value of a key. */
  MEMBER,
  ITEM,
  /** All there is. */
  ALONE
}
