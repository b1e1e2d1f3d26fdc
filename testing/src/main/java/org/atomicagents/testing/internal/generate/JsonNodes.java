package org.atomicagents.testing.internal.generate;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Operations on JSON values as defined by JSON Schema. */
final class JsonNodes {
  static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final Comparator<JsonNode> SCALARS =
      (a, b) ->
          a.isNumber() && b.isNumber()
              ? a.decimalValue().compareTo(b.decimalValue())
              : a.equals(b) ? 0 : 1;

  private JsonNodes() {}

  /**
   * Returns whether two values are equal in JSON Schema: 1 equals 1.0, property order is ignored.
   */
  static boolean equal(JsonNode a, JsonNode b) {
    return a.equals(SCALARS, b);
  }

  static boolean contains(Iterable<JsonNode> nodes, JsonNode value) {
    for (JsonNode node : nodes) {
      if (equal(node, value)) {
        return true;
      }
    }
    return false;
  }

  static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  static JsonNode number(BigDecimal value) {
    BigDecimal plain = value.stripTrailingZeros();
    return plain.scale() <= 0
        ? NODES.numberNode(plain.toBigIntegerExact())
        : NODES.numberNode(plain);
  }

  static int integer(JsonNode schema, String keyword, int defaultValue) {
    JsonNode value = schema.path(keyword);
    return value.isNumber()
        ? value.decimalValue().min(BigDecimal.valueOf(Integer.MAX_VALUE)).intValue()
        : defaultValue;
  }

  static List<String> strings(JsonNode array) {
    var strings = new ArrayList<String>();
    for (JsonNode item : array) {
      strings.add(item.asString());
    }
    return strings;
  }
}
