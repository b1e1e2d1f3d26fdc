package org.atomicagents.testing.internal;

import java.math.BigDecimal;
import tools.jackson.databind.JsonNode;

/** The keywords that judge a value without looking into it. */
final class ScalarRules {

  private ScalarRules() {}

  static boolean accept(JsonNode schema, JsonNode value) {
    if (schema.has("const") && !Json.equal(schema.get("const"), value)) {
      return false;
    }
    if (schema.has("enum") && !Json.contains(schema.get("enum"), value)) {
      return false;
    }
    return acceptsType(schema.path("type"), value)
        && (!value.isNumber() || acceptsNumber(schema, value.decimalValue()))
        && (!value.isString() || acceptsString(schema, value.stringValue()));
  }

  private static boolean acceptsType(JsonNode type, JsonNode value) {
    if (type.isArray()) {
      for (JsonNode each : type) {
        if (Type.named(each.asString()).covers(value)) {
          return true;
        }
      }
      return false;
    }
    return type.isMissingNode() || Type.named(type.asString()).covers(value);
  }

  private static boolean acceptsNumber(JsonNode schema, BigDecimal value) {
    return compare(schema, "minimum", value) >= 0
        && compare(schema, "maximum", value) <= 0
        && (!schema.has("exclusiveMinimum") || compare(schema, "exclusiveMinimum", value) > 0)
        && (!schema.has("exclusiveMaximum") || compare(schema, "exclusiveMaximum", value) < 0)
        && (!schema.has("multipleOf")
            || value.remainder(schema.get("multipleOf").decimalValue()).signum() == 0);
  }

  private static int compare(JsonNode schema, String keyword, BigDecimal value) {
    JsonNode limit = schema.path(keyword);
    return limit.isNumber() ? value.compareTo(limit.decimalValue()) : 0;
  }

  private static boolean acceptsString(JsonNode schema, String value) {
    int length = Json.length(value);
    return length >= Json.integer(schema, "minLength", 0)
        && length <= Json.integer(schema, "maxLength", Integer.MAX_VALUE)
        && (!schema.has("pattern") || Patterns.of(schema.get("pattern").asString()).matches(value))
        && (!schema.has("format") || Formats.accept(schema.get("format").asString(), value));
  }
}
