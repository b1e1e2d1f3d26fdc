package org.atomicagents.internal.schema.compile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.internal.schema.constraint.PropertyConstraints;
import org.atomicagents.internal.schema.type.AnyNode;
import org.atomicagents.internal.schema.type.DefaultValue;
import org.atomicagents.internal.schema.type.EnumNode;
import org.atomicagents.internal.schema.type.ListNode;
import org.atomicagents.internal.schema.type.MapKey;
import org.atomicagents.internal.schema.type.MapNode;
import org.atomicagents.internal.schema.type.OptionalNode;
import org.atomicagents.internal.schema.type.RecordNode;
import org.atomicagents.internal.schema.type.ScalarNode;
import org.atomicagents.internal.schema.type.TypeNode;
import org.atomicagents.internal.schema.type.TypeUse;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Compiles a JSON Schema to a type tree whose values are Jackson trees.
 *
 * <p>Subschemas that the type tree can't express accept any JSON, since values are also validated
 * against the complete schema. Not thread-safe, and used for one schema only.
 */
final class JsonSchemaCompiler {
  /** The keywords that can't be expressed as a single node. */
  private static final Set<String> UNSUPPORTED_KEYWORDS =
      Set.of(
          "allOf",
          "anyOf",
          "oneOf",
          "not",
          "if",
          "patternProperties",
          "prefixItems",
          "$dynamicRef",
          "unevaluatedProperties",
          "dependentSchemas");

  private final JsonNode root;
  private final Map<String, RecordNode> objects = new HashMap<>();
  private final Set<String> pointersInProgress = new HashSet<>();

  JsonSchemaCompiler(JsonNode root) {
    this.root = root;
    requireLocal(root);
  }

  TypeNode compile() {
    return compileAt(root, "#");
  }

  // Objects may be recursive; in other recursive schemas, the nested value is any JSON.
  private TypeNode compileAt(JsonNode schema, String pointer) {
    if (!pointersInProgress.add(pointer)) {
      RecordNode object = objects.get(pointer);
      return object == null ? new AnyNode() : object;
    }
    TypeNode node = compile(schema, pointer);
    pointersInProgress.remove(pointer);
    return node;
  }

  private TypeNode compile(JsonNode schema, String pointer) {
    if (schema.has("$ref")) {
      String target = schema.get("$ref").asString("");
      return compileAt(resolve(target), target);
    }
    JsonNode nonNull = withoutNull(schema);
    if (nonNull != null) {
      return new OptionalNode(JsonNode.class, TypeUse.of(compileAt(nonNull, pointer + "/anyOf")));
    }
    if (UNSUPPORTED_KEYWORDS.stream().anyMatch(schema::has)) {
      return new AnyNode();
    }
    if (schema.has("enum") || schema.has("const")) {
      return compileEnum(schema);
    }
    return switch (schema.path("type").asString("")) {
      case "object" -> compileObject(schema, pointer);
      case "array" ->
          new ListNode(
              schema.path("uniqueItems").asBoolean(false)
                  ? ListNode.Kind.JSON_SET
                  : ListNode.Kind.JSON,
              compileSlot(schema.path("items"), pointer + "/items", false),
              JsonNode.class);
      case String type -> {
        ScalarNode scalar = TreeScalars.of(type);
        yield scalar == null ? new AnyNode() : scalar;
      }
    };
  }

  private TypeUse compileSlot(JsonNode schema, String pointer, boolean optional) {
    TypeNode node = schema.isObject() ? compileAt(schema, pointer) : new AnyNode();
    String description = schema.path("description").asString("");
    return new TypeUse(
        node, false, optional ? DefaultValue.ABSENT : null, PropertyConstraints.NONE, description);
  }

  private TypeNode compileObject(JsonNode schema, String pointer) {
    JsonNode additional = schema.path("additionalProperties");
    if (additional.isObject() && schema.path("properties").isEmpty()) {
      return new MapNode(
          MapKey.JSON, compileSlot(additional, pointer + "/additionalProperties", false));
    }
    boolean open = !additional.isBoolean() || additional.booleanValue();
    if (open && schema.path("properties").isEmpty()) {
      return new AnyNode();
    }
    RecordNode compiled = objects.get(pointer);
    if (compiled != null) {
      return compiled;
    }
    var node =
        new RecordNode(
            null, schema.path("title").asString("object"), schema.path("description").asString(""));
    objects.put(pointer, node);
    var required = new ArrayList<String>();
    schema.path("required").forEach(name -> required.add(name.asString("")));
    var slots = new LinkedHashMap<String, TypeUse>();
    for (var property : schema.path("properties").properties()) {
      String name = property.getKey();
      slots.put(
          name,
          compileSlot(
              property.getValue(), pointer + "/properties/" + name, !required.contains(name)));
    }
    TreeObjectCompiler.complete(node, slots, open);
    return node;
  }

  private static TypeNode compileEnum(JsonNode schema) {
    var constants = new LinkedHashMap<String, Object>();
    List<JsonNode> values = new ArrayList<>();
    if (schema.has("const")) {
      values.add(schema.get("const"));
    } else {
      schema.get("enum").forEach(values::add);
    }
    for (JsonNode value : values) {
      if (!value.isString()) {
        return new AnyNode();
      }
      constants.put(value.stringValue(), JsonNodeFactory.instance.stringNode(value.stringValue()));
    }
    return new EnumNode("constant", "", constants, Map.of());
  }

  /** Returns the other alternative if a schema consists of null and one alternative; else null. */
  private static @Nullable JsonNode withoutNull(JsonNode schema) {
    JsonNode type = schema.path("type");
    if (type.isArray() && type.size() == 2) {
      for (int i = 0; i < 2; i++) {
        if (type.get(i).asString("").equals("null")) {
          var nonNull = schema.deepCopy();
          ((tools.jackson.databind.node.ObjectNode) nonNull).set("type", type.get(1 - i));
          return nonNull;
        }
      }
    }
    JsonNode alternatives = schema.path("anyOf");
    if (alternatives.size() == 2) {
      for (int i = 0; i < 2; i++) {
        if (alternatives.get(i).path("type").asString("").equals("null")) {
          return alternatives.get(1 - i);
        }
      }
    }
    return null;
  }

  private JsonNode resolve(String reference) {
    String pointer = reference.substring(1);
    JsonNode found = pointer.isEmpty() ? root : root.at(pointer);
    if (found.isMissingNode()) {
      throw ConfigurationException.of(
          "JSON Schema: expected a schema at %s, found nothing. Correct the $ref."
              .formatted(reference));
    }
    return found;
  }

  private static void requireLocal(JsonNode schema) {
    for (JsonNode reference : schema.findValues("$ref")) {
      String target = reference.asString("#");
      if (!target.equals("#") && !target.startsWith("#/")) {
        throw ConfigurationException.of(
            "JSON Schema: expected a $ref within the schema, as in #/$defs/Item, found %s."
                .formatted(target));
      }
    }
  }
}
