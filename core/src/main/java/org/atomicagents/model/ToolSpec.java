package org.atomicagents.model;

import java.util.Objects;

/**
 * A tool that the model may call.
 *
 * @param name letters, digits, {@code _} and {@code -}, 64 at most
 * @param schema the JSON Schema of the arguments, an object, as text
 */
public record ToolSpec(String name, String description, String schema) {
  public ToolSpec {
    OutputFormat.requireName(name);
    Objects.requireNonNull(description, "description");
    Objects.requireNonNull(schema, "schema");
  }
}
