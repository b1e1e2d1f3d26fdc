package org.atomicagents.internal.schema.type;

import org.jspecify.annotations.Nullable;

/**
 * The value of a place that was left out.
 *
 * @param json the value as it stands in the schema
 */
public record DefaultValue(String json, @Nullable Object value) {
  /** It stays out, and null is no value of it. */
  public static final DefaultValue ABSENT = new DefaultValue("", null);

  /** Whether schemas say it: not of an empty list or map. */
  public boolean isInSchema() {
    return !json.isEmpty() && !json.equals("[]") && !json.equals("{}");
  }
}
