package org.atomicagents.benchmarks.extraction;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The comparison of an extracted value with the correct ones.
 *
 * <p>Texts and the keys of objects are compared without regard to case, repeated white space, a
 * final full stop, quotes around them and a leading article. Numbers are compared by value, lists
 * without regard to order. A null component is equal to an absent one; an empty text is not.
 */
public final class ExpectedValue {
  private static final Pattern WHITE_SPACE = Pattern.compile("\\s++");
  private static final Pattern ARTICLE = Pattern.compile("^(?:the|a|an) ");

  private ExpectedValue() {}

  /** Returns whether a value, as JSON, is one of the correct values of a task. */
  public static boolean matches(ExtractionTask task, JsonNode value) {
    Object found = normalized(value);
    return task.expected().stream().anyMatch(expected -> normalized(expected).equals(found));
  }

  /** Returns a form that equal values have in common. */
  private static Object normalized(JsonNode node) {
    if (node.isString()) {
      return text(node.stringValue());
    }
    if (node.isNumber()) {
      return number(node.decimalValue());
    }
    if (node.isArray()) {
      var items = new ArrayList<Object>();
      node.forEach(item -> items.add(normalized(item)));
      return List.copyOf(sorted(items));
    }
    if (node.isObject()) {
      Map<String, Object> members = new TreeMap<>();
      node.properties()
          .forEach(member -> {
            if (!member.getValue().isNull()) {
              members.put(text(member.getKey()), normalized(member.getValue()));
            }
          });
      return members;
    }
    return node.asString();
  }

  private static List<Object> sorted(List<Object> items) {
    return items.stream().sorted((a, b) -> a.toString().compareTo(b.toString())).toList();
  }

  private static Object number(@Nullable BigDecimal value) {
    return value == null ? "" : value.stripTrailingZeros();
  }

  private static String text(String text) {
    String plain = WHITE_SPACE.matcher(text).replaceAll(" ").strip().toLowerCase(Locale.ROOT);
    if (plain.length() > 1 && plain.startsWith("\"") && plain.endsWith("\"")) {
      plain = plain.substring(1, plain.length() - 1).strip();
    }
    if (plain.endsWith(".")) {
      plain = plain.substring(0, plain.length() - 1);
    }
    return ARTICLE.matcher(plain).replaceFirst("");
  }
}
