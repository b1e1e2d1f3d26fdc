package org.atomicagents.internal.schema.compile;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.path.PathType;
import com.networknt.schema.regex.RegularExpression;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.internal.json.JsonTree;
import org.atomicagents.internal.schema.constraint.BoundedPattern;
import org.atomicagents.internal.schema.decode.ValueDescription;
import org.atomicagents.internal.schema.decode.ViolationCollector;
import org.atomicagents.internal.schema.type.RootWrapper;
import org.atomicagents.internal.schema.type.TypeNode;
import org.atomicagents.message.Violation;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSON Schema that was given as text, and its validator.
 *
 * @param text the schema that is sent to a model, whose root is an object
 */
public record ExternalSchema(JsonNode schema, String text, com.networknt.schema.Schema validator) {
  // The library needs several kilobytes of stack for each level of a schema.
  private static final int MAX_DEPTH = 80;
  private static final String META_SCHEMA = "https://json-schema.org/draft/2020-12/schema";

  /**
   * Parses a JSON Schema.
   *
   * @throws ConfigurationException if the text is not a valid schema
   */
  public static ExternalSchema of(String json) {
    JsonNode schema = parse(json);
    if (depth(schema) > MAX_DEPTH) {
      throw ConfigurationException.of(
          "JSON Schema: expected at most %d levels of nesting, found %d. Define inner schemas in $defs."
              .formatted(MAX_DEPTH, depth(schema)));
    }
    return new ExternalSchema(schema, JsonTree.write(toObjectSchema(schema)), validator(schema));
  }

  private static int depth(JsonNode node) {
    int depth = 0;
    for (JsonNode child : node) {
      depth = Math.max(depth, depth(child));
    }
    return depth + (node.isContainer() ? 1 : 0);
  }

  private static JsonNode parse(String json) {
    try {
      JsonNode schema = JsonTree.read(json);
      if (schema.isObject()) {
        return schema;
      }
      throw invalidSchema(json, "another value");
    } catch (JacksonException e) {
      throw invalidSchema(json, e.getOriginalMessage());
    } catch (IllegalArgumentException e) {
      throw invalidSchema(json, String.valueOf(e.getMessage()));
    }
  }

  private static ConfigurationException invalidSchema(String json, String reason) {
    return ConfigurationException.of(
        "JSON Schema: expected a JSON object, found %s (%s). Provide a schema of version 2020-12."
            .formatted(ValueDescription.quote(json), reason));
  }

  private static com.networknt.schema.Schema validator(JsonNode schema) {
    try {
      requireValid(schema);
      SchemaRegistryConfig config =
          SchemaRegistryConfig.builder()
              .locale(Locale.ENGLISH)
              .pathType(PathType.JSON_PATH)
              .formatAssertionsEnabled(true)
              .regularExpressionFactory(ExternalSchema::boundedPattern)
              .build();
      Dialect dialect =
          Dialect.builder(Dialects.getDraft202012())
              .formats(formats -> formats.replaceAll((name, format) -> new BoundedFormat(format)))
              .build();
      return SchemaRegistry.withDefaultDialect(
              dialect, builder -> builder.schemaRegistryConfig(config))
          .getSchema(schema);
    } catch (SchemaException e) {
      Throwable reported = e.getCause() instanceof ConfigurationException cause ? cause : e;
      throw ConfigurationException.of("JSON Schema: " + reported.getMessage());
    } catch (StackOverflowError e) {
      // The library calls itself at each level, and at each reference of a chain.
      throw ConfigurationException.of(
          "JSON Schema: expected fewer levels and shorter chains of references, found more than can"
              + " be compiled without a stack overflow. Simplify the schema.");
    }
  }

  private static void requireValid(JsonNode schema) {
    SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(SchemaLocation.of(META_SCHEMA))
        .validate(schema)
        .stream()
        .findFirst()
        .ifPresent(error -> {
          throw ConfigurationException.of(
              "JSON Schema: expected a schema of version 2020-12, found an error at %s: %s."
                  .formatted(error.getInstanceLocation(), error.getMessage()));
        });
  }

  private static RegularExpression boundedPattern(String regex) {
    // Java's $ also matches before a line terminator at the end.
    boolean endsText = regex.endsWith("$") && !regex.endsWith("\\$");
    String java = endsText ? regex.substring(0, regex.length() - 1) + "\\z" : regex;
    try {
      var pattern = new BoundedPattern(Pattern.compile(java));
      return pattern::matchesAnywhere;
    } catch (PatternSyntaxException e) {
      throw ConfigurationException.of(
          "expected a regular expression, found %s (%s). Correct the pattern."
              .formatted(ValueDescription.quote(regex), e.getDescription()));
    }
  }

  /** Returns whether the values are objects, as providers require. */
  public boolean isObject() {
    return schema.path("type").asString("").equals("object");
  }

  /** Returns the title of the schema; "output" if it has none. */
  public String name() {
    String title = schema.path("title").asString("");
    return title.isBlank() ? "output" : title;
  }

  /** Returns the description of the schema; empty if it has none. */
  public String description() {
    return schema.path("description").asString("");
  }

  /** Returns the type tree of the schema. */
  public TypeNode compile() {
    return new JsonSchemaCompiler(schema).compile();
  }

  /** Returns the violations of a value, with the messages of the validator library. */
  public List<Violation> violations(JsonNode value) {
    String rootPath = isObject() ? "$" : "$." + RootWrapper.VALUE;
    try {
      return validator.validate(value).stream()
          .limit(ViolationCollector.MAX_VIOLATIONS)
          .map(error -> toViolation(error, rootPath))
          .distinct()
          .toList();
    } catch (BoundedPattern.UndecidedException e) {
      return List.of(
          new Violation(
              rootPath,
              String.valueOf(e.getMessage()),
              ValueDescription.truncate(JsonTree.write(value))));
    } catch (StackOverflowError e) {
      // The library calls itself several times at each level of a value.
      return List.of(
          new Violation(
              rootPath,
              "fewer levels of nesting",
              "more than can be validated without a stack overflow"));
    }
  }

  private static Violation toViolation(Error error, String rootPath) {
    String path = rootPath + error.getInstanceLocation().toString().substring(1);
    JsonNode found = error.getInstanceNode();
    return new Violation(
        path,
        "a value that satisfies the schema: " + error.getMessage(),
        found == null ? "nothing" : ValueDescription.truncate(JsonTree.write(found)));
  }

  private static JsonNode toObjectSchema(JsonNode schema) {
    if (schema.path("type").asString("").equals("object")) {
      return schema;
    }
    var content = (ObjectNode) schema.deepCopy();
    ObjectNode wrapper = JsonNodeFactory.instance.objectNode();
    wrapper.put("type", "object");
    wrapper.putObject("properties").set(RootWrapper.VALUE, content);
    wrapper.putArray("required").add(RootWrapper.VALUE);
    wrapper.put("additionalProperties", false);
    if (content.has("$defs")) {
      wrapper.set("$defs", content.remove("$defs"));
    }
    for (JsonNode parent : wrapper.findParents("$ref")) {
      rebaseReference((ObjectNode) parent);
    }
    return wrapper;
  }

  /** Corrects a reference for the move of the schema into the wrapper; definitions stay at root. */
  private static void rebaseReference(ObjectNode parent) {
    JsonNode reference = parent.get("$ref");
    if (reference.isString() && !reference.stringValue().startsWith("#/$defs/")) {
      parent.put(
          "$ref", "#/properties/" + RootWrapper.VALUE + reference.stringValue().substring(1));
    }
  }
}
