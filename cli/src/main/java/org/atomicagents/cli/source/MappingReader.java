package org.atomicagents.cli.source;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.atomicagents.cli.source.SourceNode.Mapping;
import org.atomicagents.cli.source.SourceNode.Scalar;
import org.atomicagents.cli.source.SourceNode.Sequence;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The values of a mapping by the types that they have to be of; what is wrong is noted, and read as
 * absent. Not thread-safe.
 */
public final class MappingReader {
  private final Mapping mapping;
  private final String path;
  private final ProblemCollector problems;

  /**
   * Refuses keys that aren't known.
   *
   * @param path what leads to the mapping, with a dot at its end; empty for the root
   */
  public MappingReader(
      Mapping mapping, String path, ProblemCollector problems, List<String> known) {
    this.mapping = mapping;
    this.path = path;
    this.problems = problems;
    mapping
        .entries()
        .forEach((key, entry) -> {
          if (!known.contains(key)) {
            String where = path.isEmpty() ? "" : path.substring(0, path.length() - 1);
            problems.unknownKey(entry.place(), where, key, known, listKnown(known));
          }
        });
  }

  /** Where the mapping begins. */
  public SourcePosition place() {
    return mapping.place();
  }

  /** A value of any type; null if it is absent. */
  public @Nullable SourceNode value(String key) {
    return mapping.get(key);
  }

  /** Notes that a value isn't what was expected. */
  public void expected(String key, String expected) {
    SourceNode value = mapping.get(key);
    if (value != null) {
      problems.expected(path + key, expected, value);
    }
  }

  /** A text that isn't blank. */
  public @Nullable String text(String key) {
    SourceNode value = mapping.get(key);
    if (value == null) {
      return null;
    }
    String text = textOf(value);
    if (text == null || text.isBlank()) {
      problems.expected(path + key, "a text", value);
      return null;
    }
    return text;
  }

  /** The lines of a text or of a list of texts; none if there are none. */
  public List<String> lines(String key) {
    SourceNode value = mapping.get(key);
    if (value == null) {
      return List.of();
    }
    String single = textOf(value);
    if (single != null) {
      return List.of(single.strip());
    }
    if (!(value instanceof Sequence sequence)) {
      problems.expected(path + key, "a text or a list of texts", value);
      return List.of();
    }
    var lines = new ArrayList<String>();
    for (int i = 0; i < sequence.items().size(); i++) {
      SourceNode item = sequence.items().get(i);
      String line = textOf(item);
      if (line == null) {
        String advice = item instanceof Mapping ? " (in quotes, if it holds a colon)" : "";
        problems.expected(path + key + "[" + i + "]", "a text" + advice, item);
      } else {
        lines.add(line.strip());
      }
    }
    return lines;
  }

  /** A number, from least to most. */
  public @Nullable Double number(String key, double least, double most) {
    SourceNode value = mapping.get(key);
    JsonNode json = value instanceof Scalar scalar ? scalar.json() : null;
    if (json != null && json.isNumber() && isWithin(json.decimalValue(), least, most)) {
      return json.doubleValue();
    }
    expected(key, "a number from %s to %s".formatted(formatBound(least), formatBound(most)));
    return null;
  }

  /** A whole number, from least to most. */
  public @Nullable Long integer(String key, long least, long most) {
    SourceNode value = mapping.get(key);
    JsonNode json = value instanceof Scalar scalar ? scalar.json() : null;
    if (json != null
        && json.isIntegralNumber()
        && json.canConvertToLong()
        && json.longValue() >= least
        && json.longValue() <= most) {
      return json.longValue();
    }
    expected(
        key,
        least == Long.MIN_VALUE
            ? "a whole number"
            : "a whole number from %d to %d".formatted(least, most));
    return null;
  }

  /** A constant of an enum by its name in small letters. */
  public <E extends Enum<E>> @Nullable E constant(String key, Class<E> type) {
    SourceNode value = mapping.get(key);
    if (value == null) {
      return null;
    }
    String text = textOf(value);
    List<String> names =
        Arrays.stream(type.getEnumConstants()).map(each -> lower(each.name())).toList();
    if (text == null || !names.contains(text)) {
      String nearest = text == null ? null : SpellingSuggestion.of(text, names);
      problems.add(
          value.place(),
          "%s: expected one of [%s], found %s%s"
              .formatted(
                  path + key,
                  String.join(", ", names),
                  value.describe(),
                  nearest == null ? "" : ". Did you mean " + nearest + "?"));
      return null;
    }
    return type.getEnumConstants()[names.indexOf(text)];
  }

  /** A mapping with these keys. */
  public @Nullable MappingReader fields(String key, List<String> known) {
    SourceNode value = mapping.get(key);
    if (value instanceof Mapping inner) {
      return new MappingReader(inner, path + key + ".", problems, known);
    }
    expected(key, "a mapping");
    return null;
  }

  /** The text of a scalar that is one; null for all else. */
  public static @Nullable String textOf(SourceNode value) {
    return value instanceof Scalar scalar && scalar.json().isString()
        ? scalar.json().stringValue()
        : null;
  }

  static String listKnown(Collection<String> known) {
    return "Known here: " + String.join(", ", known) + ".";
  }

  private static boolean isWithin(BigDecimal value, double least, double most) {
    return value.compareTo(BigDecimal.valueOf(least)) >= 0
        && value.compareTo(BigDecimal.valueOf(most)) <= 0;
  }

  private static String formatBound(double bound) {
    return new BigDecimal(Double.toString(bound)).stripTrailingZeros().toPlainString();
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
