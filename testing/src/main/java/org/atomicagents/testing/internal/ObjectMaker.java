package org.atomicagents.testing.internal;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes up objects. */
final class ObjectMaker {
  private static final int TRIES_FOR_A_NAME = 40;
  private static final double SHARE_OF_OPTIONAL = 0.85;

  private final ValueGenerator generator;
  private final Conjunction all;
  private final Heights heights;

  ObjectMaker(ValueGenerator generator, Conjunction all, Heights heights) {
    this.generator = generator;
    this.all = all;
    this.heights = heights;
  }

  JsonNode make(int attempt) {
    Set<String> names = names(attempt);
    ObjectNode object = Json.NODES.objectNode();
    for (String name : inOrder(names)) {
      object.set(name, generator.make(all.property(name), all.path() + "/" + name));
    }
    return object;
  }

  private Set<String> names(int attempt) {
    int least = all.least("minProperties");
    int most = all.most("maxProperties");
    Set<String> declared = declared();
    var names = new LinkedHashSet<>(all.words("required"));
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
    int extra = declared.isEmpty() && isMap() && !generator.isFrugal() ? 2 : 0;
    addInvented(names, Math.min(most, Math.max(least, extra)), least);
    return names;
  }

  private Set<String> declared() {
    var declared = new LinkedHashSet<String>();
    all.said("properties").forEach(each -> declared.addAll(each.propertyNames()));
    return declared;
  }

  private boolean isPossible(String name) {
    List<JsonNode> schemas = all.property(name);
    return isName(name)
        && heights.of(schemas) < Heights.ENDLESS
        && schemas.stream().noneMatch(schema -> schema.isBoolean() && !schema.booleanValue())
        && all.said("dependentSchemas").stream().noneMatch(each -> each.has(name));
  }

  private boolean isName(String name) {
    return generator.accepts(all.said("propertyNames"), Json.NODES.stringNode(name));
  }

  private void addDependents(Set<String> names) {
    var open = new ArrayList<>(names);
    while (!open.isEmpty()) {
      String name = open.removeLast();
      for (JsonNode each : all.said("dependentRequired")) {
        for (String more : Json.strings(each.path(name))) {
          if (names.add(more)) {
            open.add(more);
          }
        }
      }
    }
  }

  private boolean isMap() {
    return all.said("additionalProperties").stream().anyMatch(JsonNode::isObject)
        || !all.said("patternProperties").isEmpty();
  }

  private void addInvented(Set<String> names, int wanted, int least) {
    for (int i = 0; i < TRIES_FOR_A_NAME && names.size() < wanted; i++) {
      String name = invented(i);
      if (isPossible(name)) {
        names.add(name);
      }
    }
    if (names.size() < least) {
      throw new UnsatisfiableException(
          all.path(),
          "at least " + least + " properties are asked for, " + names.size() + " found");
    }
  }

  private String invented(int attempt) {
    List<JsonNode> rules = all.said("propertyNames");
    if (!rules.isEmpty()) {
      return generator.make(withType(rules), all.path() + "/?").asString();
    }
    String word = Words.noun(generator.draw());
    List<String> patterns =
        all.said("patternProperties").stream().flatMap(p -> p.propertyNames().stream()).toList();
    if (!patterns.isEmpty() && attempt % 4 != 3) {
      Patterns pattern = Patterns.of(generator.draw().oneOf(patterns));
      String name = pattern.example(generator.draw(), 6);
      return pattern.matches(name + word) ? name + word : name;
    }
    return attempt < 10 ? word : word + "_" + generator.draw().between(1, 999);
  }

  private static List<JsonNode> withType(List<JsonNode> rules) {
    var schemas = new ArrayList<>(rules);
    schemas.add(Json.NODES.objectNode().put("type", "string"));
    return schemas;
  }

  /** In the order in which the schema declares them, since models answer so. */
  private List<String> inOrder(Set<String> names) {
    var order = new LinkedHashSet<>(declared());
    order.addAll(names);
    order.retainAll(names);
    return List.copyOf(order);
  }
}
