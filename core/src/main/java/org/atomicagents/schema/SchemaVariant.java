package org.atomicagents.schema;

/** The forms in which a type's JSON Schema can be written; all accept the same values. */
public enum SchemaVariant {
  /** The default form: no titles, and nested types inline unless they are used more than once. */
  COMPACT,
  /** The form of the Python original: titles everywhere, all nested types in {@code $defs}. */
  TITLED,
  /**
   * The form for the providers' strict mode: every key is required, optional properties accept
   * null, maps are lists of entries, integers have the bounds of their Java type ({@code long}
   * without its two extreme values), and constraints without a keyword in the providers' subset of
   * JSON Schema are part of the description.
   */
  STRICT
}
