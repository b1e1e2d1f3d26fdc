package org.atomicagents.internal.decision;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import org.atomicagents.internal.json.JsonIo;
import org.atomicagents.internal.json.JsonPath;
import org.atomicagents.internal.json.JsonTree;
import org.atomicagents.internal.schema.CompiledSchema;
import org.atomicagents.schema.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Finds the components of a schema whose values are one of a few, in nested records too. Items of
 * lists and maps are not among them, since their number is not known.
 */
public final class DecisionComponents {
  /** The largest number of values of a range: 0 to 100. */
  public static final int MAX_RANGE = 101;

  private static final String DEFINITION_PREFIX = "#/$defs/";

  private final JsonNode root;
  private final @Nullable String wrapperKey;
  private final List<DecisionComponent> components = new ArrayList<>();
  private final Set<String> openDefinitions = new HashSet<>();

  private DecisionComponents(JsonNode root, @Nullable String wrapperKey) {
    this.root = root;
    this.wrapperKey = wrapperKey;
  }

  /** Returns the components of a schema, in the order of their declaration. */
  public static List<DecisionComponent> of(Schema<?> schema) {
    String wrapperKey = CompiledSchema.of(schema).wrapperKey().orElse(null);
    var found = new DecisionComponents(JsonTree.read(schema.jsonSchema()), wrapperKey);
    found.collectProperties(found.root, List.of());
    return List.copyOf(found.components);
  }

  private void collect(JsonNode node, List<JsonPath.Step> steps) {
    SequencedMap<String, String> literals = new LinkedHashMap<>();
    if (addLiterals(node, literals)) {
      if (literals.size() > 1) {
        components.add(DecisionComponent.of(path(steps), new JsonPath(steps), literals));
      }
      return;
    }
    String reference = node.path("$ref").asString("");
    JsonNode alternatives = node.path("anyOf");
    if (!reference.isEmpty()) {
      // A recursive type has no last component.
      if (openDefinitions.add(reference)) {
        collect(resolve(reference), steps);
        openDefinitions.remove(reference);
      }
    } else if (alternatives.isArray()) {
      List<JsonNode> present = new ArrayList<>();
      alternatives.forEach(alternative -> {
        if (!isNull(alternative)) {
          present.add(alternative);
        }
      });
      if (present.size() == 1) {
        collect(present.getFirst(), steps);
      }
    } else {
      collectProperties(node, steps);
    }
  }

  private void collectProperties(JsonNode node, List<JsonPath.Step> steps) {
    node.path("properties")
        .properties()
        .forEach(property -> {
          var inner = new ArrayList<>(steps);
          inner.add(new JsonPath.Key(property.getKey()));
          collect(property.getValue(), inner);
        });
  }

  private String path(List<JsonPath.Step> steps) {
    boolean isWrapped = wrapperKey != null && steps.getFirst().equals(new JsonPath.Key(wrapperKey));
    return new JsonPath(isWrapped ? steps.subList(1, steps.size()) : steps).toString();
  }

  private JsonNode resolve(String reference) {
    return reference.startsWith(DEFINITION_PREFIX)
        ? root.path("$defs").path(reference.substring(DEFINITION_PREFIX.length()))
        : root.path("");
  }

  private static boolean isNull(JsonNode node) {
    return node.path("type").asString("").equals("null");
  }

  /** Returns whether the value of a type is one of a few, which are added. */
  private boolean addLiterals(JsonNode node, SequencedMap<String, String> literals) {
    String reference = node.path("$ref").asString("");
    if (!reference.isEmpty()) {
      if (!openDefinitions.add(reference)) {
        return false;
      }
      boolean isKnown = addLiterals(resolve(reference), literals);
      openDefinitions.remove(reference);
      return isKnown;
    }
    JsonNode constants = node.path("enum");
    if (constants.isArray()) {
      boolean isKnown = true;
      for (JsonNode constant : constants) {
        isKnown &= addConstant(constant, literals);
      }
      return isKnown;
    }
    if (node.has("const")) {
      return addConstant(node.path("const"), literals);
    }
    if (node.path("anyOf").isArray()) {
      boolean isKnown = true;
      for (JsonNode alternative : node.path("anyOf")) {
        isKnown &= addLiterals(alternative, literals);
      }
      return isKnown;
    }
    return addType(node, literals);
  }

  private static boolean addType(JsonNode node, SequencedMap<String, String> literals) {
    JsonNode type = node.path("type");
    if (!type.isArray()) {
      return addType(type.asString(""), node, literals);
    }
    boolean isKnown = true;
    for (JsonNode one : type) {
      isKnown &= addType(one.asString(""), node, literals);
    }
    return isKnown;
  }

  private static boolean addType(
      String type, JsonNode node, SequencedMap<String, String> literals) {
    return switch (type) {
      case "boolean" -> add("true", "true", literals) && add("false", "false", literals);
      case "null" -> add("null", "null", literals);
      case "integer" -> addRange(node, literals);
      default -> false;
    };
  }

  private static boolean addRange(JsonNode node, SequencedMap<String, String> literals) {
    Long min = bound(node, "minimum", "exclusiveMinimum", 1);
    Long max = bound(node, "maximum", "exclusiveMaximum", -1);
    if (min == null || max == null || max < min || max - min >= MAX_RANGE || max - min < 0) {
      return false;
    }
    boolean isKnown = true;
    for (long value = min; value <= max; value++) {
      isKnown &= add(Long.toString(value), Long.toString(value), literals);
    }
    return isKnown;
  }

  private static @Nullable Long bound(JsonNode node, String name, String exclusive, int step) {
    JsonNode inner = node.path(name);
    JsonNode outer = node.path(exclusive);
    Long bound = inner.canConvertToLong() ? Long.valueOf(inner.asLong(0)) : null;
    if (!outer.canConvertToLong() || Math.abs(outer.asLong(0)) == Long.MAX_VALUE) {
      return bound;
    }
    long other = outer.asLong(0) + step;
    return bound == null || (step > 0 ? other > bound : other < bound) ? other : bound;
  }

  private static boolean addConstant(JsonNode constant, SequencedMap<String, String> literals) {
    if (constant.isString()) {
      String text = constant.asString("");
      return add(text, JsonIo.quote(text), literals);
    }
    boolean isLiteral = constant.isBoolean() || constant.isNull() || constant.isIntegralNumber();
    return isLiteral && add(constant.toString(), constant.toString(), literals);
  }

  /** Returns false if another value has the same name, else true after adding a value. */
  private static boolean add(String name, String literal, SequencedMap<String, String> literals) {
    String existing = literals.putIfAbsent(name, literal);
    return existing == null || existing.equals(literal);
  }
}
