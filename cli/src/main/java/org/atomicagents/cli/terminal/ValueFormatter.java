package org.atomicagents.cli.terminal;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Lays a value out for people: the names of its fields in a column, what they hold beside them.
 *
 * @param indent how many columns stay empty at the left
 * @param names the fields that a whole value may have; shown from the start while it grows
 */
public record ValueFormatter(Terminal terminal, int indent, List<String> names) {
  private static final String TEXT_PROPERTY = "chat_message";
  private static final int DEFAULT_COLUMN = 11;
  private static final int MAX_LABEL_WIDTH = 24;
  private static final String NONE = "none";
  private static final String PENDING = "...";

  /** Whether the value is what agents say whose output is nothing but words. */
  public static boolean isPlainText(JsonNode value) {
    return value.size() == 1 && value.path(TEXT_PROPERTY).isString();
  }

  /** These words. */
  public static String plainText(JsonNode value) {
    return value.path(TEXT_PROPERTY).stringValue();
  }

  /**
   * The lines, for a terminal of this width.
   *
   * @param isGrowing whether what isn't there may still come
   */
  List<String> format(JsonNode value, int columns, boolean isGrowing) {
    int width = Math.max(1, Math.min(columns, Terminal.MAX_WIDTH) - 1 - indent);
    List<String> lines = lines(value, width, isGrowing);
    return lines.stream().map(line -> line.isEmpty() ? "" : " ".repeat(indent) + line).toList();
  }

  private List<String> lines(JsonNode value, int width, boolean isGrowing) {
    if (isPlainText(value)) {
      return wrap(plainText(value), width);
    }
    if (isGrowing && value.isEmpty() && (names.isEmpty() || names.equals(List.of(TEXT_PROPERTY)))) {
      return List.of(pending());
    }
    return value.isObject() ? fields(value, width, isGrowing) : block(value, width, isGrowing);
  }

  private List<String> fields(JsonNode value, int width, boolean isGrowing) {
    var known = new LinkedHashSet<>(names);
    known.addAll(value.propertyNames());
    int column = Math.min(width / 2, Math.max(DEFAULT_COLUMN, labelWidth(known) + 1));
    var lines = new ArrayList<String>();
    for (String name : known) {
      JsonNode part = value.path(name);
      if (!part.isMissingNode()) {
        label(lines, name, column, block(part, width - column, isGrowing));
      } else if (isGrowing) {
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

  private void label(List<String> lines, String key, int column, List<String> beside) {
    String name = clean(key);
    String painted = terminal.style(AnsiStyle.CYAN, name);
    int gap = column - WordWrap.width(name);
    int first = 0;
    if (gap > 0) {
      lines.add((painted + " ".repeat(gap) + beside.getFirst()).stripTrailing());
      first = 1;
    } else {
      lines.add(painted);
    }
    for (String line : beside.subList(first, beside.size())) {
      lines.add((" ".repeat(column) + line).stripTrailing());
    }
  }

  private List<String> block(JsonNode value, int width, boolean isGrowing) {
    if (!value.isContainer()) {
      return wrap(value.isNull() ? NONE : value.asString(), width);
    }
    if (value.isEmpty()) {
      return List.of(isGrowing ? pending() : NONE);
    }
    var lines = new ArrayList<String>();
    if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        String number = (i + 1) + ". ";
        addHanging(lines, number, number.length(), block(value.get(i), width - 4, isGrowing));
      }
    } else {
      for (Map.Entry<String, JsonNode> each : value.properties()) {
        property(lines, each.getKey(), each.getValue(), width, isGrowing);
      }
    }
    return lines;
  }

  private void property(
      List<String> lines, String key, JsonNode value, int width, boolean isGrowing) {
    String name = clean(key) + ":";
    if (value.isContainer() && !value.isEmpty()) {
      lines.addAll(wrap(name, width));
      addHanging(lines, "  ", 2, block(value, width - 2, isGrowing));
    } else if (value.isContainer()) {
      lines.addAll(wrap(name + " " + (isGrowing ? PENDING : NONE), width));
    } else {
      List<String> text = wrap(name + " " + (value.isNull() ? NONE : value.asString()), width - 2);
      lines.add(text.getFirst());
      text.subList(1, text.size()).forEach(line -> lines.add("  " + line));
    }
  }

  private static void addHanging(List<String> lines, String first, int by, List<String> block) {
    lines.add(first + block.getFirst());
    block.subList(1, block.size()).forEach(line -> lines.add(" ".repeat(by) + line));
  }

  private String pending() {
    return terminal.style(AnsiStyle.DIM, PENDING);
  }

  private static String clean(String name) {
    return Terminal.escapeControls(name).replace('\n', ' ');
  }

  private static List<String> wrap(String text, int width) {
    return WordWrap.lines(Terminal.escapeControls(text), width);
  }
}
