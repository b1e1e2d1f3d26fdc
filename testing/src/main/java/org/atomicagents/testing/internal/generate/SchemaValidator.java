package org.atomicagents.testing.internal.generate;

import com.networknt.schema.OutputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.util.IdentityHashMap;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Validates values against a schema document and the schemas inside it, with formats asserted.
 *
 * <p>The rules are those of networknt's json-schema-validator, so that no code of this project
 * decides whether a generated value is valid. Not thread-safe.
 */
final class SchemaValidator {
  // A holder class: loads the library and its dialect at the first validation.
  private static final class Library {
    static final SchemaRegistryConfig CONFIG =
        SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build();

    static Schema compile(JsonNode document) {
      // A registry retains compiled schemas, so each document gets its own registry.
      return SchemaRegistry.withDefaultDialect(
              SpecificationVersion.DRAFT_2020_12, builder -> builder.schemaRegistryConfig(CONFIG))
          .getSchema(document);
    }
  }

  private final JsonNode document;
  private final IdentityHashMap<JsonNode, Schema> compiled = new IdentityHashMap<>();

  SchemaValidator(JsonNode document) {
    this.document = document;
  }

  /** Returns whether the value is valid against each of the schemas. */
  boolean accepts(List<JsonNode> schemas, JsonNode value) {
    return schemas.stream().allMatch(schema -> accepts(schema, value));
  }

  /**
   * Returns whether the value is valid against the schema.
   *
   * @param schema the document, a part of it, or another schema whose references lead into it
   * @throws UnsatisfiableSchemaException if the schema is malformed
   */
  boolean accepts(JsonNode schema, JsonNode value) {
    if (schema.isBoolean()) {
      return schema.booleanValue();
    }
    try {
      return compiled(schema).validate(value, OutputFormat.BOOLEAN);
    } catch (SchemaException e) {
      throw new UnsatisfiableSchemaException("#", String.valueOf(e.getMessage()));
    } catch (StackOverflowError e) {
      throw new UnsatisfiableSchemaException("#", "the schema has an endless reference cycle");
    }
  }

  private Schema compiled(JsonNode schema) {
    Schema root = compiled.computeIfAbsent(document, Library::compile);
    return compiled.computeIfAbsent(schema, part -> compile(part, root));
  }

  private Schema compile(JsonNode part, Schema root) {
    var location = root.getSchemaLocation().append("part").append(compiled.size());
    return root.getSchemaContext().newSchema(location, part, root);
  }
}
