package org.atomicagents.testing.internal.generate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A set of schemas that one value must satisfy together.
 *
 * <p>References are resolved and alternatives are chosen.
 *
 * @param parts the schemas, including those that they refer to
 * @param path path of the value, for errors
 */
record MergedSchema(List<JsonNode> parts, String path) {
  private static final int MAX_PARTS = 500;

  /**
   * Returns the combination of {@code schemas} and of all schemas that they refer to.
   *
   * @param chooser chooses among the alternatives of {@code anyOf}, {@code oneOf} and {@code if}
   */
  static MergedSchema of(
      List<JsonNode> schemas, String path, RefResolver references, AlternativeChooser chooser) {
    var pending = new ArrayDeque<JsonNode>(schemas);
    var parts = new ArrayList<JsonNode>();
    while (!pending.isEmpty()) {
      JsonNode schema = pending.remove();
      RefResolver.requireSupported(schema, path);
      if (schema.isBoolean() && !schema.booleanValue()) {
        throw new UnsatisfiableSchemaException(path, "the schema false allows no value");
      }
      if (parts.size() > MAX_PARTS) {
        throw new UnsatisfiableSchemaException(path, "the schema has an endless reference cycle");
      }
      parts.add(schema);
      if (schema.has("$ref")) {
        pending.add(references.resolve(schema.get("$ref").asString()));
      }
      schema.path("allOf").forEach(pending::add);
      addAlternatives(schema, path, chooser, pending);
    }
    return new MergedSchema(List.copyOf(parts), path);
  }

  /** Chooses among alternatives. */
  interface AlternativeChooser {
    /** Returns one of the alternatives. */
    JsonNode chooseAlternative(List<JsonNode> alternatives);

    /** Returns whether the value is to satisfy the condition of an {@code if}. */
    boolean chooseCondition();
  }

  private static void addAlternatives(
      JsonNode schema, String path, AlternativeChooser chooser, ArrayDeque<JsonNode> pending) {
    for (String keyword : List.of("anyOf", "oneOf")) {
      if (schema.has(keyword)) {
        if (schema.get(keyword).isEmpty()) {
          throw new UnsatisfiableSchemaException(path, keyword + " has no alternatives");
        }
        pending.add(chooser.chooseAlternative(List.copyOf(schema.get(keyword).values())));
      }
    }
    if (schema.has("if")) {
      boolean condition = chooser.chooseCondition();
      if (condition) {
        pending.add(schema.get("if"));
      }
      JsonNode branch = schema.path(condition ? "then" : "else");
      if (!branch.isMissingNode()) {
        pending.add(branch);
      }
    }
    schema.path("dependentSchemas").properties().stream()
        .filter(entry -> JsonNodes.strings(schema.path("required")).contains(entry.getKey()))
        .forEach(entry -> pending.add(entry.getValue()));
  }

  /**
   * Returns the values that {@code enum} and {@code const} allow, or null without these keywords.
   */
  @Nullable List<JsonNode> allowedValues() {
    List<JsonNode> allowed = null;
    for (JsonNode part : parts) {
      List<JsonNode> values = allowedValuesOf(part);
      if (values != null) {
        allowed =
            allowed == null
                ? values
                : allowed.stream().filter(v -> JsonNodes.contains(values, v)).toList();
      }
    }
    return allowed;
  }

  private static @Nullable List<JsonNode> allowedValuesOf(JsonNode part) {
    if (part.has("const")) {
      return List.of(part.get("const"));
    }
    return part.has("enum") ? List.copyOf(part.get("enum").values()) : null;
  }

  /**
   * Returns the allowed types; without the keyword {@code type}, those that other keywords imply.
   *
   * @throws UnsatisfiableSchemaException if no type is allowed
   */
  Set<JsonType> types() {
    var allowed = EnumSet.allOf(JsonType.class);
    boolean untyped = true;
    for (JsonNode part : parts) {
      untyped &= !part.has("type");
      allowed.retainAll(JsonType.allowedBy(part));
      JsonNode not = part.path("not");
      if (not.isObject() && not.size() == 1 && not.has("type")) {
        allowed.removeAll(JsonType.allowedBy(not));
      }
    }
    if (allowed.isEmpty()) {
      throw new UnsatisfiableSchemaException(path, "no type is allowed by all of its parts");
    }
    return untyped ? impliedTypes(allowed) : allowed;
  }

  private Set<JsonType> impliedTypes(EnumSet<JsonType> allowed) {
    var implied = EnumSet.noneOf(JsonType.class);
    for (JsonType type : allowed) {
      if (parts.stream().anyMatch(type::isImpliedBy)) {
        implied.add(type);
      }
    }
    if (!implied.isEmpty()) {
      return implied;
    }
    return allowed.contains(JsonType.STRING) ? EnumSet.of(JsonType.STRING) : allowed;
  }

  /** Returns the smallest value of a keyword in all parts. */
  int upperLimit(String keyword) {
    int limit = Integer.MAX_VALUE;
    for (JsonNode part : parts) {
      limit = Math.min(limit, JsonNodes.integer(part, keyword, Integer.MAX_VALUE));
    }
    return limit;
  }

  /** Returns the largest value of a keyword in all parts. */
  int lowerLimit(String keyword) {
    int limit = 0;
    for (JsonNode part : parts) {
      limit = Math.max(limit, JsonNodes.integer(part, keyword, 0));
    }
    return limit;
  }

  /** Returns the values of a keyword in all parts that have it. */
  List<JsonNode> keywordValues(String keyword) {
    return parts.stream().filter(part -> part.has(keyword)).map(part -> part.get(keyword)).toList();
  }

  /** Returns the strings that a keyword has in all parts: names, patterns or formats. */
  Set<String> keywordStrings(String keyword) {
    var strings = new LinkedHashSet<String>();
    for (JsonNode value : keywordValues(keyword)) {
      strings.addAll(value.isArray() ? JsonNodes.strings(value) : List.of(value.asString()));
    }
    return strings;
  }

  /** Returns the schemas of a property in all parts. */
  List<JsonNode> propertySchemas(String name) {
    return parts.stream().flatMap(part -> PropertySchemas.of(part, name).stream()).toList();
  }

  /** Returns the schemas of the item at {@code index} in all parts. */
  List<JsonNode> itemSchemas(int index) {
    var schemas = new ArrayList<JsonNode>();
    for (JsonNode part : parts) {
      JsonNode prefix = part.path("prefixItems");
      JsonNode item = index < prefix.size() ? prefix.get(index) : part.path("items");
      if (!item.isMissingNode()) {
        schemas.add(item);
      }
    }
    return schemas;
  }
}
