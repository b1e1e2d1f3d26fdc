package org.atomicagents.schema;

/** How a JSON Patch expresses text that was appended to a string. */
public enum TextPatchMode {
  /** A {@code replace} with the complete string: RFC 6902 has no operation for appending. */
  REPLACE,

  /**
   * An operation that RFC 6902 does not define, {@code {"op":"append","path":"/text","value":"
   * more"}}: the receiver appends the value to the string at the path. Each character is sent once,
   * whereas {@link #REPLACE} sends the received prefix again with each patch.
   */
  APPEND
}
