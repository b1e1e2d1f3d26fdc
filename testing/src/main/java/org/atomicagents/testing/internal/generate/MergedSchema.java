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
 * Several schemas that one value must satisfy together, after every choice among alternatives.
 *
 * @param parts schemas whose references are followed and whose alternatives are decided
 */
record MergedSchema(List<JsonNode> parts, String path) {
  private static final int MAX_PARTS = 500;

  /**
   * The parts of {@code schemas}, and of all that they refer to.
   *
   * @param choice picks one of the alternatives of an {@code anyOf} or {@code oneOf}
   */
  static MergedSchema of(
      List<JsonNode> schemas, String path, RefResolver references, AlternativeChooser choice) {
    var open = new ArrayDeque<JsonNode>(schemas);
    var parts = new ArrayList<JsonNode>();
    while (!open.isEmpty()) {
      JsonNode schema = open.remove();
      RefResolver.requireSupported(schema, path);
      if (schema.isBoolean() && !schema.booleanValue()) {
        throw new UnsatisfiableSchemaException(path, "the schema false allows nothing");
      }
      if (parts.size() > MAX_PARTS) {
        throw new UnsatisfiableSchemaException(path, "the schema refers to itself without end");
      }
      parts.add(schema);
      if (schema.has("$ref")) {
        open.add(references.resolve(schema.get("$ref").asString()));
      }
      schema.path("allOf").forEach(open::add);
      addChosen(schema, path, choice, open);
    }
    return new MergedSchema(List.copyOf(parts), path);
  }

  /** Decides between alternatives. */
  interface AlternativeChooser {
    JsonNode chooseAlternative(List<JsonNode> alternatives);

    boolean chooseCondition();
  }

  private static void addChosen(
      JsonNode schema, String path, AlternativeChooser choice, ArrayDeque<JsonNode> open) {
    for (String keyword : List.of("anyOf", "oneOf")) {
      if (schema.has(keyword)) {
        if (schema.get(keyword).isEmpty()) {
          throw new UnsatisfiableSchemaException(path, keyword + " has no alternatives");
        }
        open.add(choice.chooseAlternative(List.copyOf(schema.get(keyword).values())));
      }
    }
    if (schema.has("if")) {
      boolean holds = choice.chooseCondition();
      if (holds) {
        open.add(schema.get("if"));
      }
      JsonNode branch = schema.path(holds ? "then" : "else");
      if (!branch.isMissingNode()) {
        open.add(branch);
      }
    }
    schema.path("dependentSchemas").properties().stream()
        .filter(each -> JsonNodes.strings(schema.path("required")).contains(each.getKey()))
        .forEach(each -> open.add(each.getValue()));
  }

  /** The values that are named one by one, or null where none are. */
  @Nullable List<JsonNode> allowedValues() {
    List<JsonNode> named = null;
    for (JsonNode part : parts) {
      List<JsonNode> own = allowedValuesOf(part);
      if (own != null) {
        named =
            named == null ? own : named.stream().filter(v -> JsonNodes.contains(own, v)).toList();
      }
    }
    return named;
  }

  private static @Nullable List<JsonNode> allowedValuesOf(JsonNode part) {
    if (part.has("const")) {
      return List.of(part.get("const"));
    }
    return part.has("enum") ? List.copyOf(part.get("enum").values()) : null;
  }

  /** The types that are left; only those that the keywords speak of where no type is named. */
  Set<JsonType> types() {
    var allowed = EnumSet.allOf(JsonType.class);
    boolean open = true;
    for (JsonNode part : parts) {
      open &= !part.has("type");
      allowed.retainAll(JsonType.allowedBy(part));
      JsonNode not = part.path("not");
      if (not.isObject() && not.size() == 1 && not.has("type")) {
        allowed.removeAll(JsonType.allowedBy(not));
      }
    }
    if (allowed.isEmpty()) {
      throw new UnsatisfiableSchemaException(path, "no type is left that all parts of it allow");
    }
    return open ? impliedTypes(allowed) : allowed;
  }

  private Set<JsonType> impliedTypes(EnumSet<JsonType> allowed) {
    var meant = EnumSet.noneOf(JsonType.class);
    for (JsonType type : allowed) {
      if (parts.stream().anyMatch(type::isImpliedBy)) {
        meant.add(type);
      }
    }
    if (!meant.isEmpty()) {
      return meant;
    }
    return allowed.contains(JsonType.STRING) ? EnumSet.of(JsonType.STRING) : allowed;
  }

  int upperLimit(String keyword) {
    int most = Integer.MAX_VALUE;
    for (JsonNode part : parts) {
      most = Math.min(most, JsonNodes.integer(part, keyword, Integer.MAX_VALUE));
    }
    return most;
  }

  int lowerLimit(String keyword) {
    int least = 0;
    for (JsonNode part : parts) {
      least = Math.max(least, JsonNodes.integer(part, keyword, 0));
    }
    return least;
  }

  /** What the parts say under a keyword, those that say nothing left out. */
  List<JsonNode> keywordValues(String keyword) {
    return parts.stream().filter(part -> part.has(keyword)).map(part -> part.get(keyword)).toList();
  }

  /** The strings that the parts say under a keyword: names, patterns, formats. */
  Set<String> keywordStrings(String keyword) {
    var words = new LinkedHashSet<String>();
    for (JsonNode said : keywordValues(keyword)) {
      words.addAll(said.isArray() ? JsonNodes.strings(said) : List.of(said.asString()));
    }
    return words;
  }

  /** What all parts together say of a property. */
  List<JsonNode> propertySchemas(String name) {
    return parts.stream().flatMap(part -> PropertySchemas.of(part, name).stream()).toList();
  }

  /** What all parts together say of the item at {@code index}. */
  List<JsonNode> itemSchemas(int index) {
    var said = new ArrayList<JsonNode>();
    for (JsonNode part : parts) {
      JsonNode prefix = part.path("prefixItems");
      JsonNode item = index < prefix.size() ? prefix.get(index) : part.path("items");
      if (!item.isMissingNode()) {
        said.add(item);
      }
    }
    return said;
  }
}
