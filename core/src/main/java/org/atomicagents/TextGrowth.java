package org.atomicagents;

/** How a receiver is told that a text has grown. */
public enum TextGrowth {
  /** By the whole text in a JSON Patch (RFC 6902), which has no word for less. */
  REPLACED,

  /** By what is added to it: a long text costs its length, and not that of all its beginnings. */
  APPENDED
}
