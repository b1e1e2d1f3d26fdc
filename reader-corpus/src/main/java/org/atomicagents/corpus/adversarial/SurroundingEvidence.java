package org.atomicagents.corpus.adversarial;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Words in a text beside its accepted value: omissions, refusals, and further candidates. */
final class SurroundingEvidence {
  private static final Pattern OMISSION =
      Pattern.compile(
          "\\.\\.\\.|…|(?i)\\b(?:etc|usw|omitted|truncated|remaining|others|and so on|brevity"
              + "|(?:add|items|fields) more|\\d+ more|more (?:here|items))\\b|等|省略|и т\\. ?д");
  private static final Pattern HEDGE =
      Pattern.compile(
          "(?i)\\b(?:sorry|cannot|can't|unable|don't know|placeholder|for example|an example|would"
              + " be wrong|is not \\{|is not \\[|instead of|option"
              + " \\d|either|maybe|otherwise|todo)\\b");

  private SurroundingEvidence() {}

  /** Returns the doubts about a value because of the rest of its text. */
  static List<String> doubts(ScannedResponse source, JsonNode value) {
    String rest = rest(source.text(), value);
    var doubts = new ArrayList<String>();
    OMISSION
        .matcher(rest)
        .results()
        .findFirst()
        .ifPresent(m -> doubts.add("omission: " + m.group()));
    HEDGE.matcher(rest).results().findFirst().ifPresent(m -> doubts.add("hedge: " + m.group()));
    keyCounts(value)
        .forEach((key, count) -> {
          long found = count(source.text(), key);
          if (found > count) {
            doubts.add("key " + key + " is " + found + " times in the text");
          }
        });
    return doubts;
  }

  /** Returns a text without the strings of a value. */
  private static String rest(String text, JsonNode value) {
    String rest = text;
    for (JsonNode leaf : leaves(value)) {
      if (leaf.isString() && leaf.stringValue().length() > 1) {
        rest = rest.replace(leaf.stringValue(), " ");
      }
    }
    return rest;
  }

  private static List<JsonNode> leaves(JsonNode value) {
    var leaves = new ArrayList<JsonNode>();
    if (value.isContainer()) {
      value.values().forEach(part -> leaves.addAll(leaves(part)));
    } else {
      leaves.add(value);
    }
    return leaves;
  }

  private static Map<String, Integer> keyCounts(JsonNode value) {
    var counts = new HashMap<String, Integer>();
    if (value.isObject()) {
      value.properties().stream()
          .filter(property -> !property.getValue().isNull())
          .forEach(property -> counts.merge(property.getKey(), 1, Integer::sum));
    }
    value
        .values()
        .forEach(part -> keyCounts(part).forEach((k, n) -> counts.merge(k, n, Integer::sum)));
    return counts;
  }

  private static long count(String text, String key) {
    return Pattern.compile("(?<![\\p{L}\\p{Nd}])" + Pattern.quote(key) + "[\"'`”“*_ ]{0,3}[:=]")
        .matcher(text)
        .results()
        .count();
  }
}
