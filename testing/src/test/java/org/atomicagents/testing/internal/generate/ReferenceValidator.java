package org.atomicagents.testing.internal.generate;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Validates values independently of the generator, with formats asserted. */
public final class ReferenceValidator {
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private ReferenceValidator() {}

  /** Returns the errors of a value; empty if it is valid. */
  public static List<String> errors(JsonNode schema, JsonNode value) {
    Schema compiled = REGISTRY.getSchema(schema);
    return compiled
        .validate(value, context -> context.executionConfig(c -> c.formatAssertionsEnabled(true)))
        .stream()
        .map(Object::toString)
        .toList();
  }

  /** Returns the errors of a value given as JSON text; empty if it is valid. */
  public static List<String> errors(JsonNode schema, String json) {
    return errors(schema, read(json));
  }

  public static JsonNode read(String json) {
    return MAPPER.readTree(json);
  }
}
