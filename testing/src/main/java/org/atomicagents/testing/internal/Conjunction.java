package org.atomicagents.testing.internal;

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
record Conjunction(List<JsonNode> parts, String path) {
  private static final int MOST_PARTS = 500;

  /**
   * The parts of {@code schemas}, and of all that they refer to.
   *
   * @param choice picks one of the alternatives of an {@code anyOf} or {@code oneOf}
   */
  static Conjunction of(List<JsonNode> schemas, String path, References references, Choice choice) {
    var open = new ArrayDeque<JsonNode>(schemas);
    var parts = new ArrayList<JsonNode>();
    while (!open.isEmpty()) {
      JsonNode schema = open.remove();
      References.requireSupported(schema, path);
      if (schema.isBoolean() && !schema.booleanValue()) {
        throw new UnsatisfiableException(path, "the schema false allows nothing");
      }
      if (parts.size() > MOST_PARTS) {
        throw new UnsatisfiableException(path, "the schema refers to itself without end");
      }
      parts.add(schema);
      if (schema.has("$ref")) {
        open.add(references.resolve(schema.get("$ref").asString()));
      }
      schema.path("allOf").forEach(open::add);
      addChosen(schema, path, choice, open);
    }
    return new Conjunction(List.copyOf(parts), path);
  }

  /** Decides between alternatives. */
  interface Choice {
    JsonNode among(List<JsonNode> alternatives);

    boolean holds();
  }

  private static void addChosen(
      JsonNode schema, String path, Choice choice, ArrayDeque<JsonNode> open) {
    for (String keyword : List.of("anyOf", "oneOf")) {
      if (schema.has(keyword)) {
        if (schema.get(keyword).isEmpty()) {
          throw new UnsatisfiableException(path, keyword + " has no alternatives");
        }
        open.add(choice.among(List.copyOf(schema.get(keyword).values())));
      }
    }
    if (schema.has("if")) {
      boolean holds = choice.holds();
      if (holds) {
        open.add(schema.get("if"));
      }
      JsonNode branch = schema.path(holds ? "then" : "else");
      if (!branch.isMissingNode()) {
        open.add(branch);
      }
    }
    schema.path("dependentSchemas").properties().stream()
        .filter(each -> Json.strings(schema.path("required")).contains(each.getKey()))
        .forEach(each -> open.add(each.getValue()));
  }

  /** The values that are named one by one, or null where none are. */
  @Nullable List<JsonNode> named() {
    List<JsonNode> named = null;
    for (JsonNode part : parts) {
      List<JsonNode> own = namedBy(part);
      if (own != null) {
        named = named == null ? own : named.stream().filter(v -> Json.contains(own, v)).toList();
      }
    }
    return named;
  }

  private static @Nullable List<JsonNode> namedBy(JsonNode part) {
    if (part.has("const")) {
      return List.of(part.get("const"));
    }
    return part.has("enum") ? List.copyOf(part.get("enum").values()) : null;
  }

  /** The types that are left; only those that the keywords speak of where no type is named. */
  Set<Type> types() {
    var allowed = EnumSet.allOf(Type.class);
    boolean open = true;
    for (JsonNode part : parts) {
      open &= !part.has("type");
      allowed.retainAll(Type.allowedBy(part));
      JsonNode not = part.path("not");
      if (not.isObject() && not.size() == 1 && not.has("type")) {
        allowed.removeAll(Type.allowedBy(not));
      }
    }
    if (allowed.isEmpty()) {
      throw new UnsatisfiableException(path, "no type is left that all parts of it allow");
    }
    return open ? meant(allowed) : allowed;
  }

  private Set<Type> meant(EnumSet<Type> allowed) {
    var meant = EnumSet.noneOf(Type.class);
    for (Type type : allowed) {
      if (parts.stream().anyMatch(type::isMeantBy)) {
        meant.add(type);
      }
    }
    if (!meant.isEmpty()) {
      return meant;
    }
    return allowed.contains(Type.STRING) ? EnumSet.of(Type.STRING) : allowed;
  }

  int most(String keyword) {
    int most = Integer.MAX_VALUE;
    for (JsonNode part : parts) {
      most = Math.min(most, Json.integer(part, keyword, Integer.MAX_VALUE));
    }
    return most;
  }

  int least(String keyword) {
    int least = 0;
    for (JsonNode part : parts) {
      least = Math.max(least, Json.integer(part, keyword, 0));
    }
    return least;
  }

  /** What the parts say under a keyword, those that say nothing left out. */
  List<JsonNode> said(String keyword) {
    return parts.stream().filter(part -> part.has(keyword)).map(part -> part.get(keyword)).toList();
  }

  /** The strings that the parts say under a keyword: names, patterns, formats. */
  Set<String> words(String keyword) {
    var words = new LinkedHashSet<String>();
    for (JsonNode said : said(keyword)) {
      words.addAll(said.isArray() ? Json.strings(said) : List.of(said.asString()));
    }
    return words;
  }

  /** What all parts together say of a property. */
  List<JsonNode> property(String name) {
    return parts.stream().flatMap(part -> PropertySchemas.of(part, name).stream()).toList();
  }

  /** What all parts together say of the item at {@code index}. */
  List<JsonNode> item(int index) {
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
