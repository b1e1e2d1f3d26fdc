package org.atomicagents.testing.internal.generate;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Generates random schemas that are satisfiable by construction. */
public final class SatisfiableSchemaGenerator {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final JsonMapper MAPPER = JsonMapper.shared();
  private static final List<String> PATTERNS =
      List.of(
          "^[A-Z]{3}-\\d{4}$",
          "^\\w+@\\w+\\.org$",
          "[0-9]{2,}",
          "^(red|green|blue)+$",
          "^[a-z]*x[a-z]*$",
          "^.{3,9}$",
          "^[^0-9]{2}$",
          "^(\\+\\d{1,3} )?\\d{3}(-\\d{2,4}){1,3}$",
          "a|b",
          "^\\d{4}-(0[1-9]|1[0-2])$",
          "^[\\p{Lu}][\\p{Ll}]{1,5}$");
  private static final List<String> FORMATS =
      List.of(
          "date",
          "date-time",
          "time",
          "duration",
          "email",
          "uri",
          "uuid",
          "ipv4",
          "ipv6",
          "hostname",
          "an-unknown-one");

  private final Random random;
  private int names;

  public SatisfiableSchemaGenerator(long seed) {
    this.random = new Random(seed);
  }

  /** Returns a schema whose root is an object, as providers require. */
  public JsonNode next() {
    ObjectNode definitions = NODES.objectNode();
    definitions.set("scalar", scalar());
    definitions.set("tree", tree());
    definitions.set("chain", chain());
    ObjectNode schema = object(3);
    schema.set("$defs", definitions);
    return schema;
  }

  private JsonNode anySchema(int depth) {
    if (depth == 0) {
      return chance(0.2) ? reference("scalar") : scalar();
    }
    return switch (random.nextInt(10)) {
      case 0, 1 -> array(depth);
      case 2, 3 -> object(depth);
      case 4 -> map(depth);
      case 5 -> alternatives(depth);
      case 6 -> allOf(depth);
      case 7 -> reference(List.of("scalar", "tree", "chain").get(random.nextInt(3)));
      case 8 -> chance(0.2) ? NODES.booleanNode(true) : conditional();
      default -> scalar();
    };
  }

  private ObjectNode scalar() {
    return switch (random.nextInt(9)) {
      case 0 -> sizedString();
      case 1 -> type("string").put("pattern", PATTERNS.get(random.nextInt(PATTERNS.size())));
      case 2 -> type("string").put("format", FORMATS.get(random.nextInt(FORMATS.size())));
      case 3 -> integer();
      case 4 -> number();
      case 5 -> type("boolean");
      case 6 -> enumeration();
      case 7 -> typeUnion();
      default -> NODES.objectNode().set("const", value());
    };
  }

  private ObjectNode sizedString() {
    ObjectNode schema = type("string");
    int min = random.nextInt(chance(0.1) ? 600 : 12);
    if (chance(0.6)) {
      schema.put("minLength", min);
    }
    return chance(0.6) ? schema.put("maxLength", min + random.nextInt(200)) : schema;
  }

  private ObjectNode integer() {
    ObjectNode schema = type("integer");
    long low = random.nextInt(2_000_000) - 1_000_000L;
    int multiple = chance(0.3) ? 1 + random.nextInt(90) : 1;
    if (multiple > 1) {
      schema.put("multipleOf", multiple);
    }
    if (chance(0.7)) {
      schema.put(chance(0.3) ? "exclusiveMinimum" : "minimum", low);
    }
    if (chance(0.7)) {
      long high = low + multiple + 2 + random.nextInt(1_000);
      schema.put(chance(0.3) ? "exclusiveMaximum" : "maximum", high);
    }
    return schema;
  }

  private ObjectNode number() {
    ObjectNode schema = type("number");
    BigDecimal low = BigDecimal.valueOf(random.nextInt(200_000) - 100_000L, random.nextInt(5));
    BigDecimal step = BigDecimal.valueOf(1 + random.nextInt(50), random.nextInt(3));
    if (chance(0.3)) {
      schema.put("multipleOf", step);
    }
    if (chance(0.7)) {
      schema.put(chance(0.3) ? "exclusiveMinimum" : "minimum", low);
    }
    if (chance(0.7)) {
      BigDecimal high = low.add(step.multiply(BigDecimal.valueOf(2.5 + random.nextInt(40))));
      schema.put(chance(0.3) ? "exclusiveMaximum" : "maximum", high);
    }
    return schema;
  }

  private ObjectNode enumeration() {
    ArrayNode values = NODES.arrayNode();
    for (int i = 0; i <= random.nextInt(5); i++) {
      values.add(value());
    }
    return NODES.objectNode().set("enum", values);
  }

  private JsonNode value() {
    return switch (random.nextInt(6)) {
      case 0 -> NODES.numberNode(random.nextInt(100));
      case 1 -> NODES.nullNode();
      case 2 -> NODES.booleanNode(random.nextBoolean());
      case 3 -> NODES.arrayNode().add(random.nextInt(9));
      case 4 -> NODES.objectNode().put("é ü", "\"\\\n");
      default -> NODES.stringNode(name());
    };
  }

  private ObjectNode typeUnion() {
    ArrayNode types = NODES.arrayNode().add("string").add("null");
    if (chance(0.5)) {
      types.add("integer");
    }
    ObjectNode schema = NODES.objectNode();
    return schema.put("maxLength", 1 + random.nextInt(40)).set("type", types);
  }

  private ObjectNode array(int depth) {
    ObjectNode schema = type("array");
    int min = random.nextInt(4);
    if (chance(0.25)) {
      schema.set("items", integerItems());
      schema.set("contains", NODES.objectNode().put("minimum", 50));
      schema.put("minContains", 1 + random.nextInt(2));
      schema.put("uniqueItems", chance(0.5));
      return chance(0.5) ? schema.put("maxContains", 3) : schema;
    }
    if (chance(0.3)) {
      schema.set("prefixItems", NODES.arrayNode().add(anySchema(depth - 1)).add(scalar()));
    }
    if (chance(0.2)) {
      schema.put("uniqueItems", true).set("items", type("string").put("minLength", 3));
    } else {
      schema.set("items", anySchema(depth - 1));
    }
    if (chance(0.5)) {
      schema.put("minItems", min);
    }
    return chance(0.5) ? schema.put("maxItems", min + random.nextInt(4)) : schema;
  }

  private ObjectNode integerItems() {
    return type("integer").put("minimum", 0).put("maximum", 100);
  }

  private ObjectNode object(int depth) {
    ObjectNode schema = type("object");
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = NODES.arrayNode();
    for (int i = random.nextInt(5); i >= 0; i--) {
      String name = name();
      properties.set(name, anySchema(depth - 1));
      if (chance(0.5)) {
        required.add(name);
      }
    }
    if (chance(0.8)) {
      schema.set("required", required);
    }
    addRules(schema, List.copyOf(properties.propertyNames()), depth);
    return schema;
  }

  private void addRules(ObjectNode schema, List<String> names, int depth) {
    if (chance(0.5)) {
      schema.put("additionalProperties", false);
    } else if (chance(0.3)) {
      schema.set("additionalProperties", anySchema(depth - 1));
    }
    if (chance(0.2)) {
      schema.putObject("patternProperties").set("^x-", scalar());
    }
    if (chance(0.2)) {
      schema.put("minProperties", 1 + random.nextInt(names.size()));
    }
    if (chance(0.2)) {
      schema.put("maxProperties", names.size());
    }
    if (chance(0.2)) {
      ArrayNode dependent = NODES.arrayNode().add(names.getLast());
      schema.putObject("dependentRequired").set(names.getFirst(), dependent);
    }
  }

  private ObjectNode map(int depth) {
    ObjectNode schema = type("object");
    if (chance(0.3)) {
      schema.putObject("patternProperties").set("^[a-z]{2,4}_\\d$", anySchema(depth - 1));
      return schema.put("additionalProperties", false).put("minProperties", random.nextInt(3));
    }
    schema.set("additionalProperties", anySchema(depth - 1));
    if (chance(0.5)) {
      schema.putObject("propertyNames").put("pattern", "^[a-z]{3,12}$").put("maxLength", 8);
    }
    int min = random.nextInt(5);
    return schema.put("minProperties", min).put("maxProperties", min + 1);
  }

  private ObjectNode alternatives(int depth) {
    ArrayNode alternatives = NODES.arrayNode();
    boolean exactlyOne = chance(0.5);
    for (int i = 0; i < 2 + random.nextInt(3); i++) {
      alternatives.add(exactlyOne ? tagged(i, depth) : anySchema(depth - 1));
    }
    return NODES.objectNode().set(exactlyOne ? "oneOf" : "anyOf", alternatives);
  }

  private ObjectNode tagged(int tag, int depth) {
    ObjectNode schema = type("object");
    ObjectNode properties = schema.putObject("properties");
    properties.putObject("kind").put("const", "kind-" + tag);
    properties.set("value", anySchema(depth - 1));
    schema.putArray("required").add("kind").add("value");
    return schema;
  }

  private ObjectNode allOf(int depth) {
    ArrayNode parts = NODES.arrayNode();
    ObjectNode schema = NODES.objectNode();
    if (chance(0.4)) {
      int middle = random.nextInt(1_000);
      parts.add(type("integer").put("minimum", middle - random.nextInt(50)));
      parts.add(type("number").put("maximum", middle + 1 + random.nextInt(50)));
      schema.putObject("not").put("const", middle);
    } else if (chance(0.5)) {
      parts.add(openObject(depth)).add(openObject(depth));
    } else {
      parts.add(type("string").put("minLength", 4)).add(NODES.objectNode().put("maxLength", 30));
      schema.putObject("not").putArray("enum").add("none").add("null");
    }
    return schema.set("allOf", parts);
  }

  private ObjectNode openObject(int depth) {
    ObjectNode schema = type("object");
    String name = name();
    schema.putObject("properties").set(name, anySchema(depth - 1));
    schema.putArray("required").add(name);
    return schema;
  }

  private ObjectNode conditional() {
    String json =
        """
        {"type":"object","required":["country","code"],
         "properties":{"country":{"enum":["us","nl"]},"code":{"type":"string"}},
         "if":{"properties":{"country":{"const":"us"}}},
         "then":{"properties":{"code":{"pattern":"^[0-9]{5}$"}}},
         "else":{"properties":{"code":{"pattern":"^[0-9]{4} [A-Z]{2}$"}}}}
        """;
    return (ObjectNode) MAPPER.readTree(json);
  }

  private ObjectNode tree() {
    ObjectNode schema = type("object");
    ObjectNode properties = schema.putObject("properties");
    properties.set("label", sizedString());
    properties.set("children", type("array").set("items", reference("tree")));
    schema.putArray("required").add("label").add("children");
    return schema.put("additionalProperties", false);
  }

  private ObjectNode chain() {
    ArrayNode next = NODES.arrayNode().add(reference("chain")).add(type("null"));
    ObjectNode schema = type("object");
    schema.putObject("properties").set("next", NODES.objectNode().set("anyOf", next));
    schema.putArray("required").add("next");
    return schema;
  }

  private static ObjectNode reference(String definition) {
    return NODES.objectNode().put("$ref", "#/$defs/" + definition);
  }

  private static ObjectNode type(String type) {
    return NODES.objectNode().put("type", type);
  }

  private String name() {
    return List.of("id", "total", "naïve name", "a/b~c", "$x", "items", "type")
            .get(random.nextInt(7))
        + names++;
  }

  private boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  static List<JsonNode> schemas(long seed, int count) {
    var schemas = new ArrayList<JsonNode>();
    for (int i = 0; i < count; i++) {
      schemas.add(new SatisfiableSchemaGenerator(seed + i).next());
    }
    return schemas;
  }
}
