package org.atomicagents.internal.json;

import java.util.function.Consumer;
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
  /** The description of a number whose exponent is in range, for violations. */
  public static final String READABLE_NUMBER =
      "a number with an exponent of at most " + JsonLiterals.MAX_EXPONENT;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private JsonTree() {}

  /**
   * Returns the tree of a text that holds one JSON value.
   *
   * @throws IllegalArgumentException if an object has a duplicate key, or a number an exponent out
   *     of range
   */
  public static JsonNode read(String json) {
    try (JsonParser parser = JsonIo.parser(json)) {
      parser.nextToken();
      return read(
          parser,
          expected -> {
            throw new IllegalArgumentException(
                "expected " + expected + ", found " + describe(parser));
          });
    }
  }

  private static String describe(JsonParser parser) {
    return parser.currentToken() == JsonToken.VALUE_NUMBER_FLOAT
        ? parser.getString()
        : "\"" + parser.currentName() + "\" twice";
  }

  /**
   * Returns the tree of the value that starts at the parser's current token, and advances to its
   * last token.
   *
   * @param rejection receives the expected value, while the parser is at the value of a duplicate
   *     key, or at a number whose exponent is out of range (which becomes null in the tree)
   */
  public static JsonNode read(JsonParser parser, Consumer<String> rejection) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> readObject(parser, rejection);
      case START_ARRAY -> readArray(parser, rejection);
      case VALUE_STRING -> NODES.stringNode(parser.getString());
      case VALUE_NUMBER_INT ->
          switch (parser.getNumberType()) {
            case INT -> NODES.numberNode(parser.getIntValue());
            case LONG -> NODES.numberNode(parser.getLongValue());
            default -> NODES.numberNode(parser.getBigIntegerValue());
          };
      case VALUE_NUMBER_FLOAT -> readFraction(parser, rejection);
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      case null, default ->
          throw new IllegalStateException("expected a value, found " + parser.currentToken());
    };
  }

  private static JsonNode readFraction(JsonParser parser, Consumer<String> rejection) {
    if (JsonLiterals.hasReadableExponent(parser.getString())) {
      return NODES.numberNode(parser.getDecimalValue());
    }
    rejection.accept(READABLE_NUMBER);
    return NODES.nullNode();
  }

  private static ObjectNode readObject(JsonParser parser, Consumer<String> rejection) {
    ObjectNode object = NODES.objectNode();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      if (object.has(name)) {
        rejection.accept("no duplicate key");
      }
      object.set(name, read(parser, rejection));
    }
    return object;
  }

  private static ArrayNode readArray(JsonParser parser, Consumer<String> rejection) {
    ArrayNode array = NODES.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(read(parser, rejection));
    }
    return array;
  }

  /** Returns a text as a tree. */
  public static JsonNode text(String text) {
    return NODES.stringNode(text);
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
