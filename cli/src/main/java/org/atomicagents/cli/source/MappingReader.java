package org.atomicagents.cli.source;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.atomicagents.cli.source.SourceNode.Mapping;
import org.atomicagents.cli.source.SourceNode.Scalar;
import org.atomicagents.cli.source.SourceNode.Sequence;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads typed values of a mapping. Invalid values are reported and treated as absent.
 *
 * <p>Not thread-safe.
 */
public final class MappingReader {
  private static final int MAX_LISTED = 40;

  private final Mapping mapping;
  private final String path;
  private final ProblemCollector problems;

  /**
   * Creates a reader and reports the unknown keys of the mapping.
   *
   * @param path the path of the mapping with a trailing dot; empty for the root
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
            String mappingPath = path.isEmpty() ? "" : path.substring(0, path.length() - 1);
            problems.unknownKey(entry.position(), mappingPath, key, known, listKnown(known));
          }
        });
  }

  /** Returns the position of the mapping. */
  public SourcePosition position() {
    return mapping.position();
  }

  /** Returns a value of any type; null if it is absent. */
  public @Nullable SourceNode value(String key) {
    return mapping.get(key);
  }

  /** Reports an unexpected value, if it is present. */
  public void expected(String key, String expected) {
    SourceNode value = mapping.get(key);
    if (value != null) {
      problems.expected(path + key, expected, value);
    }
  }

  /** Returns a string that is not blank; null if it is absent or invalid. */
  public @Nullable String text(String key) {
    SourceNode value = mapping.get(key);
    if (value == null) {
      return null;
    }
    String text = textOf(value);
    if (text == null || text.isBlank()) {
      problems.expected(path + key, "a string", value);
      return null;
    }
    return text;
  }

  /** Returns a string or a list of strings, stripped; empty if absent or invalid. */
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
      problems.expected(path + key, "a string or a list of strings", value);
      return List.of();
    }
    var lines = new ArrayList<String>();
    for (int i = 0; i < sequence.items().size(); i++) {
      SourceNode item = sequence.items().get(i);
      String line = textOf(item);
      if (line == null) {
        String advice = item instanceof Mapping ? " (quote it if it contains a colon)" : "";
        problems.expected(path + key + "[" + i + "]", "a string" + advice, item);
      } else {
        lines.add(line.strip());
      }
    }
    return lines;
  }

  /** Returns a number from {@code min} to {@code max}; null if it is absent or invalid. */
  public @Nullable Double number(String key, double min, double max) {
    SourceNode value = mapping.get(key);
    JsonNode json = value instanceof Scalar scalar ? scalar.json() : null;
    if (json != null && json.isNumber() && isWithin(json.decimalValue(), min, max)) {
      return json.doubleValue();
    }
    expected(key, "a number from %s to %s".formatted(formatBound(min), formatBound(max)));
    return null;
  }

  /** Returns an integer from {@code min} to {@code max}; null if it is absent or invalid. */
  public @Nullable Long integer(String key, long min, long max) {
    SourceNode value = mapping.get(key);
    JsonNode json = value instanceof Scalar scalar ? scalar.json() : null;
    if (json != null
        && json.isIntegralNumber()
        && json.canConvertToLong()
        && json.longValue() >= min
        && json.longValue() <= max) {
      return json.longValue();
    }
    expected(
        key, min == Long.MIN_VALUE ? "an integer" : "an integer from %d to %d".formatted(min, max));
    return null;
  }

  /** Returns a constant by its name in lower case; null if it is absent or invalid. */
  public <E extends Enum<E>> @Nullable E constant(String key, Class<E> type) {
    return constant(key, List.of(type.getEnumConstants()));
  }

  /** Returns the constant, in lower case, if it is one of a list; null if absent or invalid. */
  public <E extends Enum<E>> @Nullable E constant(String key, List<E> accepted) {
    SourceNode value = mapping.get(key);
    if (value == null) {
      return null;
    }
    String text = textOf(value);
    List<String> names = accepted.stream().map(constant -> lower(constant.name())).toList();
    if (text == null || !names.contains(text)) {
      String nearest = text == null ? null : SpellingSuggestion.of(text, names);
      problems.add(
          value.position(),
          "%s: expected one of [%s], found %s%s"
              .formatted(
                  path + key,
                  String.join(", ", names),
                  value.describe(),
                  nearest == null ? "" : ". Did you mean " + nearest + "?"));
      return null;
    }
    return accepted.get(names.indexOf(text));
  }

  /** Returns a reader of a nested mapping; null if it is absent or invalid. */
  public @Nullable MappingReader fields(String key, List<String> known) {
    SourceNode value = mapping.get(key);
    if (value instanceof Mapping inner) {
      return new MappingReader(inner, path + key + ".", problems, known);
    }
    expected(key, "a mapping");
    return null;
  }

  /** Returns the text of a string; null for any other value. */
  public static @Nullable String textOf(SourceNode value) {
    return value instanceof Scalar scalar && scalar.json().isString()
        ? scalar.json().stringValue()
        : null;
  }

  static String listKnown(Collection<String> known) {
    String shown = known.stream().limit(MAX_LISTED).collect(Collectors.joining(", "));
    int hidden = known.size() - MAX_LISTED;
    return "Known keys: " + shown + (hidden > 0 ? " and " + hidden + " more." : ".");
  }

  private static boolean isWithin(BigDecimal value, double min, double max) {
    return value.compareTo(BigDecimal.valueOf(min)) >= 0
        && value.compareTo(BigDecimal.valueOf(max)) <= 0;
  }

  private static String formatBound(double bound) {
    return new BigDecimal(Double.toString(bound)).stripTrailingZeros().toPlainString();
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
