package org.atomicagents.internal.schema.compile;

import org.atomicagents.internal.json.JsonTree;
import org.atomicagents.internal.schema.decode.DecodeContext;
import org.atomicagents.internal.schema.type.ScalarNode;
import org.atomicagents.internal.schema.type.ScalarTypes;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/** The scalar types of JSON Schema, decoded as Jackson trees. */
final class TreeScalars {
  private static final ScalarNode STRING = node("string", "a string", TreeScalars::isString);
  private static final ScalarNode INTEGER = node("integer", "an integer", TreeScalars::isInteger);
  private static final ScalarNode NUMBER = node("number", "a number", TreeScalars::isNumber);
  private static final ScalarNode BOOLEAN =
      node("boolean", "true or false", TreeScalars::isBoolean);

  private TreeScalars() {}

  /** A test of the current token. */
  private interface TokenTest {
    boolean test(DecodeContext in);
  }

  /** Returns the node of a type of JSON Schema; null if the type is not scalar. */
  static @Nullable ScalarNode of(String type) {
    return switch (type) {
      case "string" -> STRING;
      case "integer" -> INTEGER;
      case "number" -> NUMBER;
      case "boolean" -> BOOLEAN;
      default -> null;
    };
  }

  private static ScalarNode node(String type, String expected, TokenTest test) {
    return new ScalarNode(
        type,
        in -> {
          if (!test.test(in)) {
            in.reject(expected);
            return null;
          }
          return JsonTree.read(
              in.parser, range -> in.addViolation(in.path(), range, in.describeToken()));
        },
        (value, out) -> JsonTree.write((JsonNode) value, out));
  }

  private static boolean isString(DecodeContext in) {
    return in.parser.currentToken() == JsonToken.VALUE_STRING;
  }

  private static boolean isInteger(DecodeContext in) {
    return ScalarTypes.exactInteger(in) != null;
  }

  private static boolean isNumber(DecodeContext in) {
    return ScalarTypes.isNumber(in);
  }

  private static boolean isBoolean(DecodeContext in) {
    JsonToken token = in.parser.currentToken();
    return token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE;
  }
}
