package org.atomicagents.corpus.adversarial;

import java.util.Iterator;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Equality of answers: numbers by value, and an absent key as null. */
final class AnswerComparison {
  private AnswerComparison() {}

  static boolean isEqual(JsonNode a, JsonNode b) {
    if (a.isNumber() && b.isNumber()) {
      return a.decimalValue().compareTo(b.decimalValue()) == 0;
    }
    if (a.isObject() && b.isObject()) {
      var keys = new TreeSet<String>(a.propertyNames());
      keys.addAll(b.propertyNames());
      return keys.stream().allMatch(key -> isEqual(a.path(key), b.path(key)));
    }
    if (a.isArray() && b.isArray()) {
      return haveEqualItems(a, b);
    }
    return isNothing(a) ? isNothing(b) : a.equals(b);
  }

  private static boolean haveEqualItems(JsonNode a, JsonNode b) {
    if (a.size() != b.size()) {
      return false;
    }
    Iterator<JsonNode> others = b.iterator();
    for (JsonNode item : a) {
      if (!isEqual(item, others.next())) {
        return false;
      }
    }
    return true;
  }

  private static boolean isNothing(JsonNode node) {
    return node.isNull() || node.isMissingNode();
  }
}
