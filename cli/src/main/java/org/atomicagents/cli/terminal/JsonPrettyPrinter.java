package org.atomicagents.cli.terminal;

import java.util.Iterator;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Formats JSON: values that fit on a line stay on one line, others are split and indented. */
public final class JsonPrettyPrinter {
  private final int width;
  private final StringBuilder text = new StringBuilder();

  private JsonPrettyPrinter(int width) {
    this.width = width;
  }

  /** Returns the JSON in lines of about this width; returns a text that is not JSON unchanged. */
  public static String of(String json, int width) {
    try {
      var printer = new JsonPrettyPrinter(width);
      printer.value(new JsonMapper().readTree(json), 0, 0);
      return printer.text.toString();
    } catch (JacksonException e) {
      return json;
    }
  }

  /**
   * Appends a value.
   *
   * @param taken the number of columns used on the line before and after the value
   */
  private void value(JsonNode node, int indent, int taken) {
    String flat = node.toString();
    if (!node.isContainer() || node.isEmpty() || taken + WordWrap.width(flat) <= width) {
      text.append(flat);
    } else if (node.isObject()) {
      object(node, indent + 2);
    } else {
      array(node, indent + 2);
    }
  }

  private void object(JsonNode node, int indent) {
    text.append('{');
    for (Iterator<Map.Entry<String, JsonNode>> properties = node.properties().iterator();
        properties.hasNext(); ) {
      Map.Entry<String, JsonNode> property = properties.next();
      String name = quoted(property.getKey()) + ": ";
      newLine(indent).append(name);
      value(property.getValue(), indent, indent + WordWrap.width(name) + 1);
      text.append(properties.hasNext() ? "," : "");
    }
    newLine(indent - 2).append('}');
  }

  private void array(JsonNode node, int indent) {
    text.append('[');
    for (Iterator<JsonNode> items = node.iterator(); items.hasNext(); ) {
      newLine(indent);
      value(items.next(), indent, indent + 1);
      text.append(items.hasNext() ? "," : "");
    }
    newLine(indent - 2).append(']');
  }

  private StringBuilder newLine(int indent) {
    return text.append('\n').append(" ".repeat(indent));
  }

  private static String quoted(String name) {
    return tools.jackson.databind.node.StringNode.valueOf(name).toString();
  }
}
