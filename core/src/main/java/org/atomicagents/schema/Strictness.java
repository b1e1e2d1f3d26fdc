package org.atomicagents.schema;

/** How far a text may depart from valid JSON of the type that was asked for. */
public enum Strictness {
  /** Not at all: what isn't valid JSON, or isn't of the type, is a violation. */
  STRICT,
  /**
   * What can mean one thing only is mended, and each mend is reported; what can mean two is a
   * violation.
   */
  LENIENT
}
