package org.atomicagents.internal.schema.jsonschema;

import java.util.Comparator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.atomicagents.internal.json.JsonIo;
import org.atomicagents.internal.json.JsonTree;
import tools.jackson.databind.JsonNode;

/**
 * Writes about the shortest JSON that a JSON Schema allows, to estimate how long an output is at
 * least. Constraints besides types, lengths and required keys are ignored.
 */
public final class SmallestInstance {
  private static final int MAX_DEPTH = 24;
  private static final int MAX_LENGTH = 20_000;
  private static final int MAX_ITEMS = 500;

  private final JsonNode root;
  private int length;

  private SmallestInstance(JsonNode root) {
    this.root = root;
  }

  /** Returns the JSON. */
  public static String of(String jsonSchema) {
    JsonNode root = JsonTree.read(jsonSchema);
    return new SmallestInstance(root).write(root, 0);
  }

  private String write(JsonNode schema, int depth) {
    if (depth > MAX_DEPTH || length > MAX_LENGTH) {
      return "null";
    }
    String json = writeKind(schema, depth);
    length += json.length();
    return json;
  }

  private String writeKind(JsonNode schema, int depth) {
    if (schema.has("$ref")) {
      return write(resolve(schema.get("$ref").asString()), depth + 1);
    }
    if (schema.has("const")) {
      return JsonTree.write(schema.get("const"));
    }
    if (schema.has("enum")) {
      return shortest(schema.get("enum").valueStream().map(JsonTree::write));
    }
    for (String union : new String[] {"anyOf", "oneOf"}) {
      if (schema.has(union)) {
        return shortest(schema.get(union).valueStream().map(option -> write(option, depth + 1)));
      }
    }
    return writeType(schema, depth);
  }

  private String writeType(JsonNode schema, int depth) {
    JsonNode type = schema.path("type");
    if (type.isArray()) {
      boolean isNullable = type.valueStream().anyMatch(each -> each.asString().equals("null"));
      return isNullable ? "null" : writeType(schema, type.path(0).asString(), depth);
    }
    return writeType(schema, type.asString(""), depth);
  }

  private String writeType(JsonNode schema, String type, int depth) {
    return switch (type) {
      case "string" -> JsonIo.quote("x".repeat(Math.min(MAX_LENGTH, minimum(schema, "minLength"))));
      case "integer", "number" -> "0";
      case "boolean" -> "true";
      case "array" -> writeItems(schema, depth);
      case "object" -> writeMembers(schema, depth);
      default -> "null";
    };
  }

  private String writeItems(JsonNode schema, int depth) {
    int count = Math.min(MAX_ITEMS, minimum(schema, "minItems"));
    if (count == 0) {
      return "[]";
    }
    String item = write(schema.path("items"), depth + 1);
    int fitting = Math.min(count, 1 + MAX_LENGTH / Math.max(1, item.length()));
    return "[" + String.join(",", IntStream.range(0, fitting).mapToObj(i -> item).toList()) + "]";
  }

  private String writeMembers(JsonNode schema, int depth) {
    var members =
        schema
            .path("required")
            .valueStream()
            .map(JsonNode::asString)
            .map(key ->
                JsonIo.quote(key) + ":" + write(schema.path("properties").path(key), depth + 1));
    return "{" + String.join(",", members.toList()) + "}";
  }

  private JsonNode resolve(String reference) {
    return reference.startsWith("#") ? root.at(reference.substring(1)) : root.path("none");
  }

  private static String shortest(Stream<String> options) {
    return options.min(Comparator.comparingInt(String::length)).orElse("null");
  }

  private static int minimum(JsonNode schema, String keyword) {
    return Math.max(0, schema.path(keyword).asInt(0));
  }
}
