package org.atomicagents.testing.internal.generate;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Generates objects. */
final class ObjectGenerator {
  private static final int MAX_NAME_TRIES = 40;
  private static final double OPTIONAL_SHARE = 0.85;

  private final ValueGenerator generator;
  private final MergedSchema schema;
  private final MinimumDepth minimumDepth;

  ObjectGenerator(ValueGenerator generator, MergedSchema schema, MinimumDepth minimumDepth) {
    this.generator = generator;
    this.schema = schema;
    this.minimumDepth = minimumDepth;
  }

  JsonNode generate(int attempt) {
    Set<String> names = names(attempt);
    ObjectNode object = JsonNodes.NODES.objectNode();
    for (String name : inDeclarationOrder(names)) {
      object.set(
          name, generator.generate(schema.propertySchemas(name), schema.path() + "/" + name));
    }
    return object;
  }

  private Set<String> names(int attempt) {
    int minProperties = schema.lowerLimit("minProperties");
    int maxProperties = schema.upperLimit("maxProperties");
    Set<String> declared = declaredNames();
    var names = new LinkedHashSet<>(schema.keywordStrings("required"));
    addDependents(names);
    // Fewer optional properties after failed attempts: each of them may be the cause.
    double share = generator.isMinimal() ? 0 : OPTIONAL_SHARE / (1 + attempt / 8);
    for (String name : generator.random().<String>shuffled(declared)) {
      boolean selected = names.size() < minProperties || generator.random().chance(share);
      if (selected && isPossible(name)) {
        var extended = new LinkedHashSet<>(names);
        extended.add(name);
        addDependents(extended);
        names = extended.size() <= maxProperties ? extended : names;
      }
    }
    int extra = declared.isEmpty() && allowsAnyName() && !generator.isMinimal() ? 2 : 0;
    addGeneratedNames(
        names, Math.min(maxProperties, Math.max(minProperties, extra)), minProperties);
    return names;
  }

  private Set<String> declaredNames() {
    var declared = new LinkedHashSet<String>();
    schema
        .keywordValues("properties")
        .forEach(properties -> declared.addAll(properties.propertyNames()));
    return declared;
  }

  private boolean isPossible(String name) {
    List<JsonNode> schemas = schema.propertySchemas(name);
    return isValidName(name)
        && minimumDepth.minimumDepth(schemas) < MinimumDepth.INFINITE
        && schemas.stream().noneMatch(property -> property.isBoolean() && !property.booleanValue())
        && schema.keywordValues("dependentSchemas").stream()
            .noneMatch(dependents -> dependents.has(name));
  }

  private boolean isValidName(String name) {
    return generator.accepts(
        schema.keywordValues("propertyNames"), JsonNodes.NODES.stringNode(name));
  }

  private void addDependents(Set<String> names) {
    var pending = new ArrayList<>(names);
    while (!pending.isEmpty()) {
      String name = pending.removeLast();
      for (JsonNode dependents : schema.keywordValues("dependentRequired")) {
        for (String dependent : JsonNodes.strings(dependents.path(name))) {
          if (names.add(dependent)) {
            pending.add(dependent);
          }
        }
      }
    }
  }

  private boolean allowsAnyName() {
    return schema.keywordValues("additionalProperties").stream().anyMatch(JsonNode::isObject)
        || !schema.keywordValues("patternProperties").isEmpty();
  }

  private void addGeneratedNames(Set<String> names, int count, int minProperties) {
    for (int i = 0; i < MAX_NAME_TRIES && names.size() < count; i++) {
      String name = generateName(i);
      if (isPossible(name)) {
        names.add(name);
      }
    }
    if (names.size() < minProperties) {
      throw new UnsatisfiableSchemaException(
          schema.path(),
          "at least " + minProperties + " properties are required, found " + names.size());
    }
  }

  private String generateName(int attempt) {
    List<JsonNode> rules = schema.keywordValues("propertyNames");
    if (!rules.isEmpty()) {
      return generator.generate(withType(rules), schema.path() + "/?").asString();
    }
    String word = Vocabulary.noun(generator.random());
    List<String> patterns =
        schema.keywordValues("patternProperties").stream()
            .flatMap(p -> p.propertyNames().stream())
            .toList();
    if (!patterns.isEmpty() && attempt % 4 != 3) {
      RegexKeyword pattern = RegexKeyword.of(generator.random().oneOf(patterns));
      String name = pattern.example(generator.random(), 6);
      return pattern.matches(name + word) ? name + word : name;
    }
    return attempt < 10 ? word : word + "_" + generator.random().between(1, 999);
  }

  private static List<JsonNode> withType(List<JsonNode> rules) {
    var schemas = new ArrayList<>(rules);
    schemas.add(JsonNodes.NODES.objectNode().put("type", "string"));
    return schemas;
  }

  /** Returns the names in the declaration order of the schema, as models do. */
  private List<String> inDeclarationOrder(Set<String> names) {
    var order = new LinkedHashSet<>(declaredNames());
    order.addAll(names);
    order.retainAll(names);
    return List.copyOf(order);
  }
}
