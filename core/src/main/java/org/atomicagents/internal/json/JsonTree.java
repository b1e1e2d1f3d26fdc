package org.atomicagents.internal.json;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads and writes Jackson's tree model without an {@code ObjectMapper}, whose initialization takes
 * a sixth of a second.
 *
 * <p>The parser limits the nesting depth. Thread-safe.
 */
public final class JsonTree {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private JsonTree() {}

  /**
   * Returns the tree of a text that holds one JSON value.
   *
   * @throws IllegalArgumentException if an object has a duplicate key
   */
  public static JsonNode read(String json) {
    try (JsonParser parser = JsonIo.parser(json)) {
      parser.nextToken();
      return read(
          parser,
          () -> {
            throw new IllegalArgumentException(
                "expected no duplicate key, found \"" + parser.currentName() + "\" twice");
          });
    }
  }

  /**
   * Returns the tree of the value that starts at the parser's current token, and advances to its
   * last token.
   *
   * @param onDuplicateKey runs at the value of each key that its object already has
   */
  public static JsonNode read(JsonParser parser, Runnable onDuplicateKey) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> readObject(parser, onDuplicateKey);
      case START_ARRAY -> readArray(parser, onDuplicateKey);
      case VALUE_STRING -> NODES.stringNode(parser.getString());
      case VALUE_NUMBER_INT ->
          switch (parser.getNumberType()) {
            case INT -> NODES.numberNode(parser.getIntValue());
            case LONG -> NODES.numberNode(parser.getLongValue());
            default -> NODES.numberNode(parser.getBigIntegerValue());
          };
      case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDecimalValue());
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      case null, default ->
          throw new IllegalStateException("expected a value, found " + parser.currentToken());
    };
  }

  private static ObjectNode readObject(JsonParser parser, Runnable onDuplicateKey) {
    ObjectNode object = NODES.objectNode();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      if (object.has(name)) {
        onDuplicateKey.run();
      }
      object.set(name, read(parser, onDuplicateKey));
    }
    return object;
  }

  private static ArrayNode readArray(JsonParser parser, Runnable onDuplicateKey) {
    ArrayNode array = NODES.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(read(parser, onDuplicateKey));
    }
    return array;
  }

  /** Returns a tree as compact JSON. */
  public static String write(JsonNode node) {
    var text = new java.io.StringWriter();
    try (JsonGenerator out = JsonIo.generator(text)) {
      write(node, out);
    }
    return text.toString();
  }

  /** Writes a tree to a generator. */
  public static void write(JsonNode node, JsonGenerator out) {
    switch (node.getNodeType()) {
      case OBJECT -> {
        out.writeStartObject();
        for (var property : node.properties()) {
          out.writeName(property.getKey());
          write(property.getValue(), out);
        }
        out.writeEndObject();
      }
      case ARRAY -> {
        out.writeStartArray();
        for (JsonNode element : node) {
          write(element, out);
        }
        out.writeEndArray();
      }
      case STRING -> out.writeString(node.stringValue());
      case NUMBER -> {
        if (node.isIntegralNumber()) {
          out.writeNumber(node.bigIntegerValue());
        } else {
          out.writeNumber(node.decimalValue());
        }
      }
      case BOOLEAN -> out.writeBoolean(node.booleanValue());
      case NULL, MISSING -> out.writeNull();
      default -> throw new IllegalArgumentException("not a JSON node: " + node.getNodeType());
    }
  }
}
