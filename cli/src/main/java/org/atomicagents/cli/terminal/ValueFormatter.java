package org.atomicagents.cli.terminal;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Formats a value for display, with the field names in one column and the values in the next.
 *
 * @param indent the number of empty columns on the left
 * @param names the fields that a complete value may have; all are shown for a partial value
 */
public record ValueFormatter(Terminal terminal, int indent, List<String> names) {
  private static final String TEXT_PROPERTY = "chat_message";
  private static final int DEFAULT_COLUMN = 11;
  private static final int MAX_LABEL_WIDTH = 24;
  private static final String NONE = "none";
  private static final String PENDING = "...";

  /** Returns whether the value is the output of an agent without an output schema. */
  public static boolean isPlainText(JsonNode value) {
    return value.size() == 1 && value.path(TEXT_PROPERTY).isString();
  }

  /** Returns the text of a plain text value. */
  public static String plainText(JsonNode value) {
    return value.path(TEXT_PROPERTY).stringValue();
  }

  /**
   * Returns the lines for a terminal with this number of columns.
   *
   * @param isPartial whether absent fields may still arrive
   */
  List<StyledText> format(JsonNode value, int columns, boolean isPartial) {
    int width = Math.max(1, Math.min(columns, Terminal.MAX_WIDTH) - 1 - indent);
    StyledText margin = StyledText.plain(" ".repeat(indent));
    return lines(value, width, isPartial).stream()
        .map(line -> line.isEmpty() ? line : margin.append(line))
        .toList();
  }

  private List<StyledText> lines(JsonNode value, int width, boolean isPartial) {
    if (isPlainText(value)) {
      return wrap(plainText(value), width);
    }
    if (isPartial && value.isEmpty() && (names.isEmpty() || names.equals(List.of(TEXT_PROPERTY)))) {
      return List.of(pending());
    }
    return value.isObject() ? fields(value, width, isPartial) : block(value, width, isPartial);
  }

  private List<StyledText> fields(JsonNode value, int width, boolean isPartial) {
    var known = new LinkedHashSet<>(names);
    known.addAll(value.propertyNames());
    int column = Math.min(width / 2, Math.max(DEFAULT_COLUMN, labelWidth(known) + 1));
    var lines = new ArrayList<StyledText>();
    for (String name : known) {
      JsonNode part = value.path(name);
      if (!part.isMissingNode()) {
        label(lines, name, column, block(part, width - column, isPartial));
      } else if (isPartial) {
        label(lines, name, column, List.of(pending()));
      }
    }
    return lines;
  }

  private static int labelWidth(Set<String> names) {
    return names.stream()
        .mapToInt(name -> WordWrap.width(clean(name)))
        .filter(width -> width <= MAX_LABEL_WIDTH)
        .max()
        .orElse(0);
  }

  private static void label(
      List<StyledText> lines, String key, int column, List<StyledText> valueLines) {
    StyledText name = StyledText.of(AnsiStyle.CYAN, clean(key));
    int gap = column - name.width();
    int first = 0;
    if (gap > 0) {
      lines.add(indented(name.append(" ".repeat(gap)), name, valueLines.getFirst()));
      first = 1;
    } else {
      lines.add(name);
    }
    StyledText margin = StyledText.plain(" ".repeat(column));
    for (StyledText line : valueLines.subList(first, valueLines.size())) {
      lines.add(indented(margin, StyledText.EMPTY, line));
    }
  }

  /** Returns the start followed by a line; the second start if the line is empty. */
  private static StyledText indented(StyledText start, StyledText startOfEmpty, StyledText line) {
    return line.isEmpty() ? startOfEmpty : start.append(line);
  }

  private List<StyledText> block(JsonNode value, int width, boolean isPartial) {
    if (!value.isContainer()) {
      return wrap(value.isNull() ? NONE : value.asString(), width);
    }
    if (value.isEmpty()) {
      return List.of(isPartial ? pending() : StyledText.plain(NONE));
    }
    var lines = new ArrayList<StyledText>();
    if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        String number = (i + 1) + ". ";
        addHanging(lines, number, number.length(), block(value.get(i), width - 4, isPartial));
      }
    } else {
      for (Map.Entry<String, JsonNode> property : value.properties()) {
        property(lines, property.getKey(), property.getValue(), width, isPartial);
      }
    }
    return lines;
  }

  private void property(
      List<StyledText> lines, String key, JsonNode value, int width, boolean isPartial) {
    String name = clean(key) + ":";
    if (value.isContainer() && !value.isEmpty()) {
      lines.addAll(wrap(name, width));
      addHanging(lines, "  ", 2, block(value, width - 2, isPartial));
    } else if (value.isContainer()) {
      lines.addAll(wrap(name + " " + (isPartial ? PENDING : NONE), width));
    } else {
      String text = name + " " + (value.isNull() ? NONE : value.asString());
      addHanging(lines, "", 2, wrap(text, width - 2));
    }
  }

  private static void addHanging(
      List<StyledText> lines, String marker, int indent, List<StyledText> block) {
    lines.add(StyledText.plain(marker).append(block.getFirst()));
    StyledText margin = StyledText.plain(" ".repeat(indent));
    block.subList(1, block.size()).forEach(line -> lines.add(margin.append(line)));
  }

  private static StyledText pending() {
    return StyledText.of(AnsiStyle.DIM, PENDING);
  }

  private static String clean(String name) {
    return TextCleaner.clean(name).replace('\n', ' ');
  }

  private static List<StyledText> wrap(String text, int width) {
    return WordWrap.lines(TextCleaner.clean(text), width).stream().map(StyledText::plain).toList();
  }
}
