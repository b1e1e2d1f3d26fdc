package org.atomicagents.testing.internal;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Makes up arrays. */
final class ArrayMaker {
  private static final int USUAL_MOST = 3;
  private static final int TRIES_FOR_ANOTHER = 20;

  private final ValueGenerator generator;
  private final Conjunction all;
  private final List<JsonNode> contains;

  ArrayMaker(ValueGenerator generator, Conjunction all) {
    this.generator = generator;
    this.all = all;
    this.contains = all.said("contains");
  }

  JsonNode make() {
    int contained = contained();
    int least = Math.max(all.least("minItems"), contained);
    int size = size(least, all.most("maxItems"));
    boolean unique = all.said("uniqueItems").stream().anyMatch(JsonNode::asBoolean);
    ArrayNode array = Json.NODES.arrayNode();
    // The contained ones stand last: prefixItems, if any, bind the first places.
    for (int i = 0; i < size && isAllowed(i); i++) {
      JsonNode item = another(i, i >= size - contained, unique ? array : null);
      if (item == null) {
        break;
      }
      array.add(item);
    }
    return array;
  }

  private @Nullable JsonNode another(int index, boolean contained, @Nullable ArrayNode before) {
    var schemas = new ArrayList<>(all.item(index));
    if (contained) {
      schemas.addAll(contains);
    }
    for (int i = 0; i < TRIES_FOR_ANOTHER; i++) {
      JsonNode item = generator.make(schemas, all.path() + "/*");
      if (before == null || !Json.contains(before, item)) {
        return item;
      }
    }
    return null;
  }

  private boolean isAllowed(int index) {
    return all.item(index).stream().noneMatch(item -> item.isBoolean() && !item.booleanValue());
  }

  private int contained() {
    int contained = 0;
    for (JsonNode part : all.parts()) {
      if (part.has("contains")) {
        contained = Math.max(contained, Json.integer(part, "minContains", 1));
      }
    }
    return contained;
  }

  private int size(int least, int most) {
    if (least > most) {
      throw new UnsatisfiableException(
          all.path(), "at least " + least + " and at most " + most + " items are asked for");
    }
    if (generator.isFrugal()) {
      return least;
    }
    int declared = all.said("prefixItems").stream().mapToInt(JsonNode::size).max().orElse(0);
    int some = Math.max(least, Math.min(most, Math.max(declared, USUAL_MOST)));
    int few = declared > 0 ? Math.min(some, declared) : Math.min(some, 1);
    return generator.draw().between(Math.max(least, few), some);
  }
}
