package org.atomicagents.schema;

import org.atomicagents.internal.json.JsonTree;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/** The scalars of JSON Schema, read as Jackson's tree. */
final class JsonScalars {
  private static final ScalarNode TEXT = node("string", "a string", JsonScalars::isText);
  private static final ScalarNode INTEGER = node("integer", "an integer", JsonScalars::isInteger);
  private static final ScalarNode NUMBER = node("number", "a number", JsonScalars::isNumber);
  private static final ScalarNode BOOLEAN =
      node("boolean", "true or false", JsonScalars::isBoolean);

  private JsonScalars() {}

  /** What a value must be. */
  private interface Test {
    boolean holds(Decoding in);
  }

  /** The node of a type of JSON Schema; null if it is no scalar. */
  static @Nullable ScalarNode of(String type) {
    return switch (type) {
      case "string" -> TEXT;
      case "integer" -> INTEGER;
      case "number" -> NUMBER;
      case "boolean" -> BOOLEAN;
      default -> null;
    };
  }

  private static ScalarNode node(String type, String expected, Test test) {
    return new ScalarNode(
        type,
        in -> {
          if (test.holds(in)) {
            return JsonTree.read(in.parser, () -> {});
          }
          in.reject(expected);
          return null;
        },
        (value, out) -> JsonTree.write((JsonNode) value, out));
  }

  private static boolean isText(Decoding in) {
    return in.parser.currentToken() == JsonToken.VALUE_STRING;
  }

  private static boolean isInteger(Decoding in) {
    return Scalars.exactly(in) != null;
  }

  private static boolean isNumber(Decoding in) {
    return Scalars.isNumber(in);
  }

  private static boolean isBoolean(Decoding in) {
    JsonToken token = in.parser.currentToken();
    return token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE;
  }
}
