package org.atomicagents.testing.internal.generate;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes up objects. */
final class ObjectGenerator {
  private static final int MAX_NAME_TRIES = 40;
  private static final double SHARE_OF_OPTIONAL = 0.85;

  private final ValueGenerator generator;
  private final MergedSchema merged;
  private final MinimumDepth heights;

  ObjectGenerator(ValueGenerator generator, MergedSchema all, MinimumDepth heights) {
    this.generator = generator;
    this.merged = all;
    this.heights = heights;
  }

  JsonNode make(int attempt) {
    Set<String> names = names(attempt);
    ObjectNode object = JsonNodes.NODES.objectNode();
    for (String name : inDeclarationOrder(names)) {
      object.set(name, generator.make(merged.propertySchemas(name), merged.path() + "/" + name));
    }
    return object;
  }

  private Set<String> names(int attempt) {
    int least = merged.lowerLimit("minProperties");
    int most = merged.upperLimit("maxProperties");
    Set<String> declared = declared();
    var names = new LinkedHashSet<>(merged.keywordStrings("required"));
    addDependents(names);
    // The more tries have failed, the fewer optional ones: each is one more chance to fail.
    double share = generator.isFrugal() ? 0 : SHARE_OF_OPTIONAL / (1 + attempt / 8);
    for (String name : generator.draw().<String>shuffled(declared)) {
      boolean wanted = names.size() < least || generator.draw().chance(share);
      if (wanted && isPossible(name)) {
        var more = new LinkedHashSet<>(names);
        more.add(name);
        addDependents(more);
        names = more.size() <= most ? more : names;
      }
    }
    int extra = declared.isEmpty() && allowsAnyName() && !generator.isFrugal() ? 2 : 0;
    addGeneratedNames(names, Math.min(most, Math.max(least, extra)), least);
    return names;
  }

  private Set<String> declared() {
    var declared = new LinkedHashSet<String>();
    merged.keywordValues("properties").forEach(each -> declared.addAll(each.propertyNames()));
    return declared;
  }

  private boolean isPossible(String name) {
    List<JsonNode> schemas = merged.propertySchemas(name);
    return isName(name)
        && heights.minimumDepth(schemas) < MinimumDepth.ENDLESS
        && schemas.stream().noneMatch(schema -> schema.isBoolean() && !schema.booleanValue())
        && merged.keywordValues("dependentSchemas").stream().noneMatch(each -> each.has(name));
  }

  private boolean isName(String name) {
    return generator.accepts(
        merged.keywordValues("propertyNames"), JsonNodes.NODES.stringNode(name));
  }

  private void addDependents(Set<String> names) {
    var open = new ArrayList<>(names);
    while (!open.isEmpty()) {
      String name = open.removeLast();
      for (JsonNode each : merged.keywordValues("dependentRequired")) {
        for (String more : JsonNodes.strings(each.path(name))) {
          if (names.add(more)) {
            open.add(more);
          }
        }
      }
    }
  }

  private boolean allowsAnyName() {
    return merged.keywordValues("additionalProperties").stream().anyMatch(JsonNode::isObject)
        || !merged.keywordValues("patternProperties").isEmpty();
  }

  private void addGeneratedNames(Set<String> names, int wanted, int least) {
    for (int i = 0; i < MAX_NAME_TRIES && names.size() < wanted; i++) {
      String name = generateName(i);
      if (isPossible(name)) {
        names.add(name);
      }
    }
    if (names.size() < least) {
      throw new UnsatisfiableSchemaException(
          merged.path(),
          "at least " + least + " properties are asked for, " + names.size() + " found");
    }
  }

  private String generateName(int attempt) {
    List<JsonNode> rules = merged.keywordValues("propertyNames");
    if (!rules.isEmpty()) {
      return generator.make(withType(rules), merged.path() + "/?").asString();
    }
    String word = Vocabulary.noun(generator.draw());
    List<String> patterns =
        merged.keywordValues("patternProperties").stream()
            .flatMap(p -> p.propertyNames().stream())
            .toList();
    if (!patterns.isEmpty() && attempt % 4 != 3) {
      RegexKeyword pattern = RegexKeyword.of(generator.draw().oneOf(patterns));
      String name = pattern.example(generator.draw(), 6);
      return pattern.matches(name + word) ? name + word : name;
    }
    return attempt < 10 ? word : word + "_" + generator.draw().between(1, 999);
  }

  private static List<JsonNode> withType(List<JsonNode> rules) {
    var schemas = new ArrayList<>(rules);
    schemas.add(JsonNodes.NODES.objectNode().put("type", "string"));
    return schemas;
  }

  /** In the order in which the schema declares them, since models answer so. */
  private List<String> inDeclarationOrder(Set<String> names) {
    var order = new LinkedHashSet<>(declared());
    order.addAll(names);
    order.retainAll(names);
    return List.copyOf(order);
  }
}
