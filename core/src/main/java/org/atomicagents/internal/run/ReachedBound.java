package org.atomicagents.internal.run;

import java.util.List;
import org.atomicagents.internal.json.JsonTree;
import org.atomicagents.internal.schema.jsonschema.BoundedSchema;
import org.atomicagents.message.Violation;
import org.atomicagents.model.PromptProfile;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Finds values that reach a bound that was added to the schema of a request: the provider may have
 * cut them off.
 */
final class ReachedBound {
  private final int maxLength;
  private final int maxItems;

  private ReachedBound(int maxLength, int maxItems) {
    this.maxLength = maxLength;
    this.maxItems = maxItems;
  }

  /**
   * Returns the violation of the first such value; empty if there is none.
   *
   * @param jsonSchema the schema without added bounds; a bound that is also one of its own is not
   *     checked
   */
  static List<Violation> find(String json, String jsonSchema, PromptProfile prompt) {
    int length = isDeclared(jsonSchema, "maxLength", prompt.maxLength()) ? 0 : prompt.maxLength();
    int items = isDeclared(jsonSchema, "maxItems", prompt.maxItems()) ? 0 : prompt.maxItems();
    boolean mayReach =
        (length > 0 && json.length() >= length) || (items > 0 && json.length() >= items);
    if (!mayReach || BoundedSchema.isSingleText(JsonTree.read(jsonSchema))) {
      return List.of();
    }
    Violation first = new ReachedBound(length, items).find(JsonTree.read(json), "$");
    return first == null ? List.of() : List.of(first);
  }

  private static boolean isDeclared(String jsonSchema, String keyword, int bound) {
    String declared = "\"" + keyword + "\":" + bound;
    return jsonSchema.contains(declared + ",") || jsonSchema.contains(declared + "}");
  }

  private @Nullable Violation find(JsonNode value, String path) {
    if (value.isString()) {
      String text = value.stringValue();
      return maxLength > 0 && text.codePointCount(0, text.length()) == maxLength
          ? violation(path, "a text of fewer than " + maxLength + " characters", maxLength)
          : null;
    }
    if (maxItems > 0 && value.isArray() && value.size() == maxItems) {
      return violation(path, "a list of fewer than " + maxItems + " items", maxItems);
    }
    for (int i = 0; i < (value.isArray() ? value.size() : 0); i++) {
      Violation found = find(value.path(i), path + "[" + i + "]");
      if (found != null) {
        return found;
      }
    }
    for (var property : value.properties()) {
      Violation found = find(property.getValue(), path + "." + property.getKey());
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static Violation violation(String path, String expected, int bound) {
    return new Violation(
        path, expected + ", the bound of the prompt profile", bound + ", where it may be cut off");
  }
}
