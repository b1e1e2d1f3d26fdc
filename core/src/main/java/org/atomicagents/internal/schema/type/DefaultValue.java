package org.atomicagents.internal.schema.type;

import org.jspecify.annotations.Nullable;

/**
 * The value of an absent property.
 *
 * @param json the value as written in the schema
 */
public record DefaultValue(String json, @Nullable Object value) {
  /** The property remains absent; null is not a valid value. */
  public static final DefaultValue ABSENT = new DefaultValue("", null);

  /** Returns whether schemas contain the default; empty lists and maps are omitted. */
  public boolean isInSchema() {
    return !json.isEmpty() && !json.equals("[]") && !json.equals("{}");
  }
}
