package org.atomicagents.report;

import java.util.OptionalInt;

/**
 * The tokens of an output schema in each notation.
 *
 * @param jsonSchema the tokens of the JSON Schema, without white space
 * @param typeDefinition the tokens of the type definition; empty if the schema has none
 * @param compactDefinition the tokens of the compact definition; empty if the schema has none
 */
public record SchemaSizes(
    int jsonSchema, OptionalInt typeDefinition, OptionalInt compactDefinition) {

  /** Returns the tokens that the compact definition saves in place of the JSON Schema. */
  public int saving() {
    return compactDefinition.isPresent()
        ? Math.max(0, jsonSchema - compactDefinition.getAsInt())
        : 0;
  }
}
