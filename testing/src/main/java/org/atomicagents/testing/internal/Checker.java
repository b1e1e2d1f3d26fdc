package org.atomicagents.testing.internal;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Says whether a value satisfies a schema, by JSON Schema 2020-12 with formats asserted.
 *
 * <p>What the generator makes up is only answered after this has accepted it.
 */
final class Checker {
  private static final int DEEPEST = 400;

  private final References references;
  private final ArrayRules arrays = new ArrayRules(this);
  private final ObjectRules objects = new ObjectRules(this);
  private int depth;

  Checker(References references) {
    this.references = references;
  }

  boolean accepts(List<JsonNode> schemas, JsonNode value) {
    return schemas.stream().allMatch(schema -> accepts(schema, value));
  }

  boolean accepts(JsonNode schema, JsonNode value) {
    References.requireSupported(schema, "#");
    if (schema.isBoolean()) {
      return schema.booleanValue();
    }
    if (++depth > DEEPEST) {
      throw new UnsatisfiableException("#", "the schema refers to itself without end");
    }
    try {
      return ScalarRules.accept(schema, value)
          && arrays.accept(schema, value)
          && objects.accept(schema, value)
          && acceptsCombined(schema, value);
    } finally {
      depth--;
    }
  }

  private boolean acceptsCombined(JsonNode schema, JsonNode value) {
    if (schema.has("$ref") && !accepts(references.resolve(schema.get("$ref").asString()), value)) {
      return false;
    }
    for (JsonNode each : schema.path("allOf")) {
      if (!accepts(each, value)) {
        return false;
      }
    }
    return (!schema.has("anyOf") || count(schema.get("anyOf"), value) > 0)
        && (!schema.has("oneOf") || count(schema.get("oneOf"), value) == 1)
        && (!schema.has("not") || !accepts(schema.get("not"), value))
        && acceptsCondition(schema, value);
  }

  private boolean acceptsCondition(JsonNode schema, JsonNode value) {
    if (!schema.has("if")) {
      return true;
    }
    String branch = accepts(schema.get("if"), value) ? "then" : "else";
    return !schema.has(branch) || accepts(schema.get(branch), value);
  }

  private int count(JsonNode options, JsonNode value) {
    int accepted = 0;
    for (JsonNode option : options) {
      if (accepts(option, value)) {
        accepted++;
      }
    }
    return accepted;
  }
}
