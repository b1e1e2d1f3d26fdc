package org.atomicagents.testing.internal.generate;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What JSON Schema says of JSON values and Jackson's tree doesn't. */
final class JsonNodes {
  static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final Comparator<JsonNode> SCALARS =
      (a, b) ->
          a.isNumber() && b.isNumber()
              ? a.decimalValue().compareTo(b.decimalValue())
              : a.equals(b) ? 0 : 1;

  private JsonNodes() {}

  /** Equality of JSON Schema: 1 and 1.0 are equal, the order of properties doesn't count. */
  static boolean equal(JsonNode a, JsonNode b) {
    return a.equals(SCALARS, b);
  }

  static boolean contains(Iterable<JsonNode> all, JsonNode wanted) {
    for (JsonNode node : all) {
      if (equal(node, wanted)) {
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

  static int integer(JsonNode schema, String keyword, int otherwise) {
    JsonNode value = schema.path(keyword);
    return value.isNumber()
        ? value.decimalValue().min(BigDecimal.valueOf(Integer.MAX_VALUE)).intValue()
        : otherwise;
  }

  static List<String> strings(JsonNode array) {
    var strings = new ArrayList<String>();
    for (JsonNode item : array) {
      strings.add(item.asString());
    }
    return strings;
  }
}
