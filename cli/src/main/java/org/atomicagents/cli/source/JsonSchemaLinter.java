package org.atomicagents.cli.source;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import com.networknt.schema.path.PathType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.atomicagents.cli.source.SourceNode.Mapping;
import org.atomicagents.cli.source.SourceNode.MappingEntry;
import org.atomicagents.cli.source.SourceNode.Scalar;
import org.atomicagents.cli.source.SourceNode.Sequence;
import org.jspecify.annotations.Nullable;

/**
 * Validates a JSON Schema of an agent file and reports each problem with its position.
 *
 * <p>The rules are the meta-schema of JSON Schema 2020-12 and, on top of it, no unknown keywords
 * except those that begin with {@code x-}: JSON Schema ignores an unknown keyword, so that a
 * misspelled {@code minimun} would check nothing. References and required names, which a
 * meta-schema cannot check, are resolved here.
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

  /** The keywords whose values are data, in which a key such as {@code $ref} has no meaning. */
  private static final Set<String> DATA = Set.of("const", "default", "enum", "examples");

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
      check.resolve(schema, path);
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
    if (!KEYWORDS.contains(keyword) && resolve(location.toString()) instanceof Mapping mapping) {
      problems.unknownKey(
          Objects.requireNonNull(mapping.entries().get(keyword)).position(),
          pathOf(location),
          keyword,
          KEYWORDS,
          "Remove it, or use a name that begins with x-.");
    }
  }

  private void invalid(NodePath location, List<Error> errors) {
    SourceNode value = Objects.requireNonNull(resolve(location.toString()));
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

  /** Returns the node at a JSON Pointer (RFC 6901); null if there is none. */
  private @Nullable SourceNode resolve(String pointer) {
    SourceNode node = root;
    for (String token : pointer.isEmpty() ? new String[0] : pointer.substring(1).split("/", -1)) {
      String step = token.replace("~1", "/").replace("~0", "~");
      node =
          switch (node) {
            case Mapping mapping -> mapping.get(step);
            case Sequence sequence -> item(sequence, step);
            case Scalar scalar -> null;
          };
      if (node == null) {
        return null;
      }
    }
    return node;
  }

  private static @Nullable SourceNode item(Sequence sequence, String index) {
    boolean isIndex = index.matches("\\d{1,6}");
    int i = isIndex ? Integer.parseInt(index) : Integer.MAX_VALUE;
    return i < sequence.items().size() ? sequence.items().get(i) : null;
  }

  private void resolve(SourceNode node, String nodePath) {
    if (node instanceof Mapping mapping) {
      reference(mapping, nodePath + ".$ref");
      required(mapping, nodePath + ".required");
      for (Map.Entry<String, MappingEntry> keyword : mapping.entries().entrySet()) {
        if (!DATA.contains(keyword.getKey())) {
          resolve(keyword.getValue().value(), nodePath + "." + keyword.getKey());
        }
      }
    } else if (node instanceof Sequence sequence) {
      for (int i = 0; i < sequence.items().size(); i++) {
        resolve(sequence.items().get(i), nodePath + "[" + i + "]");
      }
    }
  }

  /** Resolves a reference and the references that its target consists of, which may be cyclic. */
  private void reference(Mapping schema, String refPath) {
    SourceNode value = schema.get("$ref");
    var seen = new HashSet<String>();
    String target = textOrNull(value);
    while (value != null && target != null) {
      SourceNode found = target.matches("#(/.*)?") ? resolve(target.substring(1)) : null;
      if (found == null) {
        problems.expected(refPath, "a path in this schema, such as #/$defs/Name", value);
        return;
      }
      if (!seen.add(target)) {
        problems.expected(refPath, "a reference without a cycle", value);
        return;
      }
      target = found instanceof Mapping mapping ? textOrNull(mapping.get("$ref")) : null;
    }
  }

  /** Reports required names that an object without additional properties cannot have. */
  private void required(Mapping schema, String listPath) {
    if (schema.get("required") instanceof Sequence names
        && schema.get("properties") instanceof Mapping properties
        && schema.get("additionalProperties") instanceof Scalar more
        && more.json().isBoolean()
        && !more.json().booleanValue()
        && schema.get("patternProperties") == null) {
      Set<String> known = properties.entries().keySet();
      String advice = MappingReader.listKnown(known);
      for (SourceNode name : names.items()) {
        String text = MappingReader.textOf(name);
        if (text != null && !known.contains(text)) {
          problems.unknownKey(name.position(), listPath, text, known, advice);
        }
      }
    }
  }

  private static @Nullable String textOrNull(@Nullable SourceNode value) {
    return value == null ? null : MappingReader.textOf(value);
  }
}
