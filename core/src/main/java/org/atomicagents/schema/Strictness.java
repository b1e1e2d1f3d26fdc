package org.atomicagents.schema;

/** How far a text may deviate from valid JSON of the requested type. */
public enum Strictness {
  /** No deviation is accepted: invalid JSON and values of another type are violations. */
  STRICT,
  /**
   * Malformed text is repaired if it has exactly one possible reading, and every repair is
   * reported; ambiguous text is a violation.
   */
  LENIENT
}
