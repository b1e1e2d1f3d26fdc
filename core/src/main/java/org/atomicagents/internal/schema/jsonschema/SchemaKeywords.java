package org.atomicagents.internal.schema.jsonschema;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

/** The keywords for the constraints of one schema; of several bounds the tightest is written. */
final class SchemaKeywords {
  private final Map<String, BigDecimal> bounds = new LinkedHashMap<>();
  private final List<String> patterns = new ArrayList<>();
  private final List<String> hints = new ArrayList<>();
  private final Map<String, String> strings = new LinkedHashMap<>();
  private final Map<String, Boolean> flags = new LinkedHashMap<>();

  void addMinimum(String keyword, BigDecimal bound) {
    addBound(keyword, bound, BigDecimal::max);
  }

  void addMaximum(String keyword, BigDecimal bound) {
    addBound(keyword, bound, BigDecimal::min);
  }

  /** Adds the range of a type; an exclusive bound of a constraint replaces its side. */
  void addRange(BigDecimal min, BigDecimal max) {
    if (!bounds.containsKey("exclusiveMinimum")) {
      addMinimum("minimum", min);
    }
    if (!bounds.containsKey("exclusiveMaximum")) {
      addMaximum("maximum", max);
    }
  }

  void addPattern(String regex) {
    if (!patterns.contains(regex)) {
      patterns.add(regex);
    }
  }

  /** Adds a constraint without a keyword, which is described in the description. */
  void addHint(String hint) {
    hints.add(hint);
  }

  /** Returns the constraints without a keyword. */
  List<String> hints() {
    return hints;
  }

  void addString(String keyword, String value) {
    strings.put(keyword, value);
  }

  void addFlag(String keyword, boolean value) {
    flags.put(keyword, value);
  }

  /** Returns the keywords that strict mode does not support as hints, after removing them. */
  List<String> removeUnsupported() {
    var removed = new ArrayList<String>();
    bounds
        .entrySet()
        .removeIf(bound -> {
          boolean supported = StrictModeRules.KEYWORDS.contains(bound.getKey());
          if (!supported) {
            removed.add(bound.getKey() + ": " + bound.getValue());
          }
          return !supported;
        });
    while (patterns.size() > 1) {
      removed.add("pattern: " + patterns.removeLast());
    }
    return removed;
  }

  void write(JsonSchemaWriter out) {
    bounds.forEach(out::writeNumber);
    strings.forEach(out::writeString);
    flags.forEach(out::writeFlag);
    if (patterns.size() == 1) {
      out.writeString("pattern", patterns.getFirst());
    } else if (!patterns.isEmpty()) {
      out.writeAllPatterns(patterns);
    }
  }

  private void addBound(String keyword, BigDecimal bound, BinaryOperator<BigDecimal> tighter) {
    bounds.merge(keyword, bound, tighter);
  }
}
