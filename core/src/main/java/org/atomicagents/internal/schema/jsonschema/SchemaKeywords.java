package org.atomicagents.internal.schema.jsonschema;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

/** The keywords of one place's constraints, each once: of two bounds the tighter one is written. */
final class SchemaKeywords {
  private final Map<String, BigDecimal> bounds = new LinkedHashMap<>();
  private final List<String> patterns = new ArrayList<>();
  private final List<String> hints = new ArrayList<>();
  private final Map<String, String> texts = new LinkedHashMap<>();
  private final Map<String, Boolean> flags = new LinkedHashMap<>();

  void atLeast(String keyword, BigDecimal bound) {
    bound(keyword, bound, BigDecimal::max);
  }

  void atMost(String keyword, BigDecimal bound) {
    bound(keyword, bound, BigDecimal::min);
  }

  void pattern(String regex) {
    if (!patterns.contains(regex)) {
      patterns.add(regex);
    }
  }

  /** Says what there is no keyword for. */
  void hint(String words) {
    hints.add(words);
  }

  List<String> hints() {
    return hints;
  }

  void text(String keyword, String value) {
    texts.put(keyword, value);
  }

  void flag(String keyword, boolean value) {
    flags.put(keyword, value);
  }

  /** Takes out what the providers' strict mode doesn't know, in words. */
  List<String> removeUnsupported() {
    var words = new ArrayList<String>();
    bounds
        .entrySet()
        .removeIf(bound -> {
          boolean known = StrictModeRules.KEYWORDS.contains(bound.getKey());
          if (!known) {
            words.add(bound.getKey() + ": " + bound.getValue());
          }
          return !known;
        });
    while (patterns.size() > 1) {
      words.add("pattern: " + patterns.removeLast());
    }
    return words;
  }

  void write(JsonSchemaWriter out) {
    bounds.forEach(out::number);
    texts.forEach(out::text);
    flags.forEach(out::flag);
    if (patterns.size() == 1) {
      out.text("pattern", patterns.getFirst());
    } else if (!patterns.isEmpty()) {
      out.writeAllPatterns(patterns);
    }
  }

  private void bound(String keyword, BigDecimal bound, BinaryOperator<BigDecimal> tighter) {
    bounds.merge(keyword, bound, tighter);
  }
}
