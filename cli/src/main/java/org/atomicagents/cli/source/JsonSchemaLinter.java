package org.atomicagents.cli.source;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import com.networknt.schema.path.PathType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.atomicagents.cli.source.SourceNode.Mapping;
import org.atomicagents.cli.source.SourceNode.Scalar;

/**
 * Validates a JSON Schema of an agent file and reports each problem with its position.
 *
 * <p>The rules are the meta-schema of JSON Schema 2020-12 and, on top of it, no unknown keywords
 * except those that begin with {@code x-}: JSON Schema ignores an unknown keyword, so that a
 * misspelled {@code minimun} would check nothing. References and required names, which a
 * meta-schema cannot check, are the task of {@link SchemaReferenceLinter}.
 */
public final class JsonSchemaLinter {
  // A nested schema is validated against the outermost "meta" anchor, which is this schema.
  private static final String META_SCHEMA =
      """
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:atomic-agents:agent-file-schema",
        "$dynamicAnchor": "meta",
        "$ref": "https://json-schema.org/draft/2020-12/schema",
        "properties": {
          "$schema": {
            "enum": [
              "https://json-schema.org/draft/2020-12/schema",
              "https://json-schema.org/draft/2020-12/schema#"
            ]
          },
          "enum": {"minItems": 1}
        },
        "patternProperties": {"^x-": true},
        "unevaluatedProperties": false
      }\
      """;

  /** The keywords of JSON Schema 2020-12, which are also the suggestions for unknown keywords. */
  static final Set<String> KEYWORDS =
      Set.of(
          """
          $anchor $comment $defs $dynamicAnchor $dynamicRef $id $ref $schema $vocabulary
          additionalProperties allOf anyOf const contains contentEncoding contentMediaType
          contentSchema default definitions dependentRequired dependentSchemas deprecated
          description else enum examples exclusiveMaximum exclusiveMinimum format if items
          maxContains maxItems maxLength maxProperties maximum minContains minItems minLength
          minProperties minimum multipleOf not oneOf pattern patternProperties prefixItems
          properties propertyNames readOnly required then title type unevaluatedItems
          unevaluatedProperties uniqueItems writeOnly\
          """
              .split("\\s"));

  /** The names of JSON types in YAML terms. */
  private static final Map<String, String> TYPES =
      Map.of(
          "object", "a mapping",
          "array", "a list",
          "string", "a string",
          "number", "a number",
          "integer", "an integer",
          "boolean", "true or false",
          "[object, boolean]", "a schema");

  private static final String UNKNOWN_KEYWORD = "unevaluatedProperties";

  private final SourceNode root;
  private final String path;
  private final ProblemCollector problems;

  private JsonSchemaLinter(SourceNode root, String path, ProblemCollector problems) {
    this.root = root;
    this.path = path;
    this.problems = problems;
  }

  /**
   * Reports the problems of a schema.
   *
   * @param path the path of the schema in its file, such as {@code output}
   */
  public static void check(SourceNode schema, String path, ProblemCollector problems) {
    if (schema instanceof Mapping) {
      var check = new JsonSchemaLinter(schema, path, problems);
      check.validate();
      new SchemaReferenceLinter(schema, problems).check(schema, path);
    } else {
      problems.expected(path, "a JSON Schema", schema);
    }
  }

  /** Holds the meta-schema, which is loaded once, for the first file that has a schema. */
  private static final class MetaSchema {
    static final Schema INSTANCE =
        SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                registry ->
                    registry.schemaRegistryConfig(
                        SchemaRegistryConfig.builder()
                            .locale(Locale.ENGLISH)
                            .pathType(PathType.JSON_POINTER)
                            .formatAssertionsEnabled(true)
                            .build()))
            .getSchema(META_SCHEMA);
  }

  private void validate() {
    var byLocation = new LinkedHashMap<NodePath, List<Error>>();
    for (Error error : MetaSchema.INSTANCE.validate(root.json())) {
      if (error.getKeyword().equals(UNKNOWN_KEYWORD)) {
        unknownKeyword(error);
      } else {
        byLocation
            .computeIfAbsent(error.getInstanceLocation(), location -> new ArrayList<>())
            .add(error);
      }
    }
    byLocation.forEach(this::invalid);
  }

  // A known keyword with an invalid value is also unevaluated, but has an error of its own.
  private void unknownKeyword(Error error) {
    String keyword = error.getProperty();
    NodePath location = error.getInstanceLocation();
    if (!KEYWORDS.contains(keyword)
        && SourcePointer.find(root, location.toString()) instanceof Mapping mapping) {
      problems.unknownKey(
          Objects.requireNonNull(mapping.entries().get(keyword)).position(),
          pathOf(location),
          keyword,
          KEYWORDS,
          "Remove it, or use a name that begins with x-.");
    }
  }

  private void invalid(NodePath location, List<Error> errors) {
    SourceNode value = Objects.requireNonNull(SourcePointer.find(root, location.toString()));
    String valuePath = pathOf(location);
    String expected =
        errors.stream()
            .map(JsonSchemaLinter::expected)
            .filter(text -> !text.isEmpty())
            .distinct()
            .collect(Collectors.joining(" or "));
    if (expected.isEmpty()) {
      String found = value instanceof Scalar ? ", found " + value.describe() : "";
      problems.add(value.position(), valuePath + ": " + errors.getFirst().getMessage() + found);
    } else {
      problems.expected(valuePath, expected, value);
    }
  }

  /** Returns the expectation of a failed rule; empty if its own message has to be used. */
  private static String expected(Error error) {
    return switch (error.getKeyword()) {
      case "type" -> {
        String types = error.getArguments()[1].toString();
        yield TYPES.getOrDefault(types, types);
      }
      case "enum" -> "one of " + error.getArguments()[0].toString().replace("\"", "");
      case "format" -> "a valid " + error.getArguments()[0];
      default -> "";
    };
  }

  private String pathOf(NodePath location) {
    var text = new StringBuilder(path);
    for (int i = 0; i < location.getNameCount(); i++) {
      Object step = location.getElement(i);
      text.append(step instanceof Integer ? "[" + step + "]" : "." + step);
    }
    return text.toString();
  }
}
