package org.atomicagents.schema;

/** How a JSON Patch says that a text has got longer. */
public enum TextPatchMode {
  /** By {@code replace} with the whole text: RFC 6902 has no operation for less. */
  REPLACE,

  /**
   * By an operation that RFC 6902 doesn't have, {@code {"op":"append","path":"/text","value":"
   * more"}}: the receiver adds the value to the end of the text at the path. What is sent of a text
   * is as long as the text, and not as all its beginnings together.
   */
  APPEND
}
