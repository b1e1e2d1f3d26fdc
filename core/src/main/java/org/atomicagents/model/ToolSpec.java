package org.atomicagents.model;

import java.util.Objects;

/**
 * The specification of a tool that a model may call.
 *
 * @param name 1 to 64 letters, digits, {@code _} and {@code -}
 * @param description the purpose of the tool, for the model
 * @param schema the JSON Schema of the arguments object, as text
 */
public record ToolSpec(String name, String description, String schema) {
  public ToolSpec {
    OutputFormat.requireName(name);
    Objects.requireNonNull(description, "description");
    Objects.requireNonNull(schema, "schema");
  }
}
