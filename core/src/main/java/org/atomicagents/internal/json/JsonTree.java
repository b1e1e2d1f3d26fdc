package org.atomicagents.internal.json;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Jackson's tree, read and written without its mapper, whose start takes a sixth of a second.
 *
 * <p>Nested as deep as the parser allows. Thread-safe.
 */
public final class JsonTree {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private JsonTree() {}

  /**
   * Reads the text of one JSON value.
   *
   * @throws IllegalArgumentException if a key stands twice in an object
   */
  public static JsonNode read(String json) {
    try (JsonParser parser = JsonIo.parser(json)) {
      parser.nextToken();
      return read(
          parser,
          () -> {
            throw new IllegalArgumentException(
                "expected each key once, found \"" + parser.currentName() + "\" twice");
          });
    }
  }

  /**
   * Reads the value whose first token is current, up to its last token.
   *
   * @param twice done at the value of a key that the object has already
   */
  public static JsonNode read(JsonParser parser, Runnable twice) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> readObject(parser, twice);
      case START_ARRAY -> readArray(parser, twice);
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

  private static ObjectNode readObject(JsonParser parser, Runnable twice) {
    ObjectNode object = NODES.objectNode();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      if (object.has(name)) {
        twice.run();
      }
      object.set(name, read(parser, twice));
    }
    return object;
  }

  private static ArrayNode readArray(JsonParser parser, Runnable twice) {
    ArrayNode array = NODES.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(read(parser, twice));
    }
    return array;
  }

  /** Compact JSON. */
  public static String write(JsonNode node) {
    var text = new java.io.StringWriter();
    try (JsonGenerator out = JsonIo.generator(text)) {
      write(node, out);
    }
    return text.toString();
  }

  /** Writes a value. */
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
        for (JsonNode item : node) {
          write(item, out);
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
      default -> throw new IllegalArgumentException("no JSON: " + node.getNodeType());
    }
  }
}
