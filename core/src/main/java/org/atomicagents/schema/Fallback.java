package org.atomicagents.schema;

import org.jspecify.annotations.Nullable;

/**
 * The value of a place that was left out.
 *
 * @param json the value as it stands in the schema
 */
record Fallback(String json, @Nullable Object value) {

  /** Whether it is an empty list or map, of which schemas say nothing. */
  boolean isEmptyContainer() {
    return json.equals("[]") || json.equals("{}");
  }
}
