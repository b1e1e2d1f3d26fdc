package org.atomicagents.model;

/** The notation in which a schema is part of a prompt. */
public enum SchemaNotation {
  /** JSON Schema, as compact JSON. */
  JSON_SCHEMA,
  /**
   * A type definition in the notation of TypeScript, with descriptions and constraints as comments:
   * about half as many tokens. Schemas with keywords that it cannot express are written as {@link
   * #JSON_SCHEMA}.
   */
  TYPE_DEFINITION,
  /**
   * A type definition in as few tokens as possible: half as many as {@link #JSON_SCHEMA}, with all
   * descriptions. Keys have no quotation marks, so that it suits large models, which know JSON.
   * Schemas with keywords that it cannot express are written as {@link #JSON_SCHEMA}.
   */
  COMPACT_DEFINITION
}
