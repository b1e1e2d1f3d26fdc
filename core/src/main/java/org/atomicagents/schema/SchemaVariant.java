package org.atomicagents.schema;

/** In which words a type's JSON Schema is written; all forms accept the same values. */
public enum SchemaVariant {
  /** What goes to a model: no titles, nested types in place unless they are used twice. */
  COMPACT,
  /** As the Python original writes it: titles everywhere, all nested types in {@code $defs}. */
  TITLED,
  /**
   * As the providers' strict mode wants it: every key required, null for what may be left out, maps
   * as lists of entries, and in words what their subset of JSON Schema has no keyword for.
   */
  STRICT
}
