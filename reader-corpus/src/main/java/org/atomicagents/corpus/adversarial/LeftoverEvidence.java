package org.atomicagents.corpus.adversarial;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Words and numbers between the first and the last part of an accepted value that it lacks. */
final class LeftoverEvidence {
  private static final Set<String> LITERALS =
      Set.of("null", "none", "nil", "undefined", "true", "false", "yes", "no", "json", "n");

  private LeftoverEvidence() {}

  /** Returns a doubt about words that are missing in a value; an empty text if there is none. */
  static String doubt(ScannedResponse source, JsonNode value) {
    var known = new TreeSet<String>();
    var numbers = new ArrayList<BigDecimal>();
    collect(value, known, numbers);
    String text = source.text();
    int start = text.length();
    int end = 0;
    for (char bracket : new char[] {'{', '['}) {
      int at = text.indexOf(bracket);
      start = at < 0 ? start : Math.min(start, at);
    }
    for (char bracket : new char[] {'}', ']'}) {
      end = Math.max(end, text.lastIndexOf(bracket));
    }
    if (start >= end) {
      return "";
    }
    String region = NumberEvidence.without(text.substring(start, end), numbers);
    List<String> leftover = new ArrayList<>(ScannedResponse.wordsOf(region));
    leftover.removeIf(word -> known.contains(word) || LITERALS.contains(word));
    return leftover.isEmpty() ? "" : "not in the value: " + leftover;
  }

  private static void collect(JsonNode value, Set<String> words, List<BigDecimal> numbers) {
    if (value.isObject()) {
      value
          .properties()
          .forEach(property -> {
            words.addAll(ScannedResponse.wordsOf(property.getKey()));
            collect(property.getValue(), words, numbers);
          });
    } else if (value.isArray()) {
      value.forEach(item -> collect(item, words, numbers));
    } else {
      words.addAll(ScannedResponse.wordsOf(value.asString()));
      if (value.isNumber()) {
        numbers.add(value.decimalValue());
      }
      words.add("items");
      words.add("value");
    }
  }
}
