package org.atomicagents.schema;

import org.jspecify.annotations.Nullable;

/**
 * The value of a place that was left out.
 *
 * @param json the value as it stands in the schema
 */
record Fallback(String json, @Nullable Object value) {
  /** It stays out, and null is no value of it. */
  static final Fallback NOTHING = new Fallback("", null);

  /** Whether schemas say it: not of an empty list or map. */
  boolean isTold() {
    return !json.isEmpty() && !json.equals("[]") && !json.equals("{}");
  }
}
