package org.atomicagents.internal.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The subset of JSON Schema that a provider accepts, as a conversion of schemas.
 *
 * <p>A keyword that the provider does not accept becomes words in the description, so that the
 * model still receives the constraint; the response is validated against all constraints by the
 * run. A constant becomes an enum with one value, {@code definitions} of older drafts become {@code
 * $defs}. A reference with other keywords becomes the only alternative of {@code anyOf}, since no
 * provider accepts keywords beside a reference.
 *
 * <p>Converted schemas are cached: up to {@value #MAX_CACHED}; when that limit is reached, all are
 * discarded. Thread-safe.
 */
public final class SchemaSubset {
  private static final int MAX_CACHED = 1_000;
  private static final String DEFINITIONS = "$defs";
  private static final Set<String> SCHEMAS = Set.of("items", "additionalProperties");
  private static final Set<String> SCHEMA_LISTS = Set.of("anyOf", "oneOf", "allOf", "prefixItems");
  private static final Set<String> SCHEMA_MAPS = Set.of("properties", DEFINITIONS, "definitions");
  // Not constraints, and no help for a model.
  private static final Set<String> REMARKS = Set.of("$schema", "$comment", "examples", "$id");
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private final BiPredicate<String, JsonNode> accepted;
  private final boolean requiresOptionalCycles;
  private final boolean requiresClosedObjects;
  private final Map<String, String> cache = new ConcurrentHashMap<>();

  /**
   * Creates a subset.
   *
   * @param keywords the accepted keywords
   * @param formats the accepted formats of strings
   * @param requiresOptionalCycles whether a property that refers back to the definition around it
   *     must be optional
   */
  public SchemaSubset(Set<String> keywords, Set<String> formats, boolean requiresOptionalCycles) {
    this(
        (keyword, value) ->
            keywords.contains(keyword)
                && (!keyword.equals("format") || formats.contains(value.asString(""))),
        requiresOptionalCycles,
        false);
  }

  /**
   * Creates a subset whose keywords depend on their values.
   *
   * @param accepted whether a keyword is accepted with a value
   * @param requiresOptionalCycles whether a property that refers back to the definition around it
   *     must be optional
   * @param requiresClosedObjects whether an object that does not state whether it has additional
   *     properties must exclude them
   */
  public SchemaSubset(
      BiPredicate<String, JsonNode> accepted,
      boolean requiresOptionalCycles,
      boolean requiresClosedObjects) {
    this.accepted = accepted;
    this.requiresOptionalCycles = requiresOptionalCycles;
    this.requiresClosedObjects = requiresClosedObjects;
  }

  /** Returns a schema that has accepted keywords only. */
  public String apply(String schema) {
    String known = cache.get(schema);
    if (known != null) {
      return known;
    }
    JsonNode root = MAPPER.readTree(schema);
    JsonNode converted = new SchemaConversion(root).convert(root, SchemaReferences.ROOT);
    String text = converted.toString();
    if (cache.size() >= MAX_CACHED) {
      cache.clear();
    }
    cache.put(schema, text);
    return text;
  }

  /** The conversion of one schema. */
  private final class SchemaConversion {
    private final SchemaReferences references;

    SchemaConversion(JsonNode root) {
      this.references = new SchemaReferences(root);
    }

    /**
     * Returns a converted schema.
     *
     * @param definition the name of the definition that contains the schema
     */
    JsonNode convert(JsonNode node, String definition) {
      if (!(node instanceof ObjectNode schema)) {
        return node;
      }
      ObjectNode target = MAPPER.createObjectNode();
      var words = new ArrayList<String>();
      for (var member : schema.properties()) {
        convert(member.getKey(), member.getValue(), definition, target, words);
      }
      if (requiresOptionalCycles) {
        makeCyclesOptional(schema, target, definition);
      }
      if (requiresClosedObjects
          && isObject(schema.path("type"))
          && !schema.has("additionalProperties")) {
        target.put("additionalProperties", false);
      }
      describe(target, words);
      wrapReference(target);
      return target;
    }

    private static boolean isObject(JsonNode type) {
      return type.asString("").equals("object")
          || type.valueStream().anyMatch(item -> item.asString("").equals("object"));
    }

    private void convert(
        String keyword, JsonNode value, String definition, ObjectNode target, List<String> words) {
      boolean isAccepted = accepted.test(keyword, value);
      if (keyword.equals("const") && !isAccepted) {
        convertConstant(value, target, words);
      } else if (keyword.equals("oneOf") && !isAccepted && !target.has("anyOf")) {
        convert("anyOf", value, definition, target, words);
      } else if (keyword.equals("definitions") && !isAccepted) {
        convert(DEFINITIONS, value, definition, target, words);
      } else if (!isAccepted) {
        addWords(keyword, value, words);
      } else if (keyword.equals("$ref") && !accepted.test("definitions", value)) {
        target.put(keyword, value.asString("").replaceFirst("^#/definitions/", "#/\\$defs/"));
      } else if (SCHEMAS.contains(keyword)) {
        target.set(keyword, convert(value, definition));
      } else if (SCHEMA_LISTS.contains(keyword)) {
        ArrayNode list = target.putArray(keyword);
        value.forEach(item -> list.add(convert(item, definition)));
      } else if (SCHEMA_MAPS.contains(keyword)) {
        ObjectNode map = target.withObjectProperty(keyword);
        boolean isDefinitions = !keyword.equals("properties");
        for (var entry : value.properties()) {
          String inner = isDefinitions ? entry.getKey() : definition;
          map.set(entry.getKey(), convert(entry.getValue(), inner));
        }
      } else {
        target.set(keyword, value);
      }
    }

    private void convertConstant(JsonNode value, ObjectNode target, List<String> words) {
      if (accepted.test("enum", value) && (value.isString() || value.isNumber())) {
        target.putArray("enum").add(value);
      } else {
        words.add("always " + value);
      }
    }

    private void makeCyclesOptional(ObjectNode schema, ObjectNode target, String definition) {
      ArrayNode required = MAPPER.createArrayNode();
      for (JsonNode name : schema.path("required")) {
        JsonNode property = schema.path("properties").path(name.asString(""));
        if (!references.leadsBack(property, definition)) {
          required.add(name);
        } else if (target.path("properties").get(name.asString("")) instanceof ObjectNode cyclic) {
          describe(cyclic, List.of("required"));
          wrapReference(cyclic);
        }
      }
      if (required.isEmpty()) {
        target.remove("required");
      } else {
        target.set("required", required);
      }
    }
  }

  private static void addWords(String keyword, JsonNode value, List<String> words) {
    if (keyword.equals("uniqueItems")) {
      if (value.asBoolean(false)) {
        words.add("items must be unique");
      }
    } else if (!REMARKS.contains(keyword)) {
      words.add(keyword + ": " + (value.isString() ? value.stringValue() : value.toString()));
    }
  }

  private static void describe(ObjectNode schema, List<String> words) {
    if (words.isEmpty()) {
      return;
    }
    String description = schema.path("description").asString("");
    String joined = String.join("; ", words);
    schema.put("description", description.isEmpty() ? joined : description + " (" + joined + ")");
  }

  /** Moves a reference beside other keywords into an alternative of its own. */
  private static void wrapReference(ObjectNode schema) {
    if (schema.has("$ref") && schema.size() > 1) {
      JsonNode reference = schema.remove("$ref");
      schema.putArray("anyOf").addObject().set("$ref", reference);
    }
  }
}
