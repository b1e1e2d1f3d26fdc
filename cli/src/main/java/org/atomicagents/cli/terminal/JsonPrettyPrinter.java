package org.atomicagents.cli.terminal;

import java.util.Iterator;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Writes JSON for people: what fits on a line stays on one, the rest is broken up and indented. */
public final class JsonPrettyPrinter {
  private final int width;
  private final StringBuilder text = new StringBuilder();

  private JsonPrettyPrinter(int width) {
    this.width = width;
  }

  /** The JSON in lines of about this width; a text that isn't JSON as it is. */
  public static String of(String json, int width) {
    try {
      var layout = new JsonPrettyPrinter(width);
      layout.value(new JsonMapper().readTree(json), 0, 0);
      return layout.text.toString();
    } catch (JacksonException e) {
      return json;
    }
  }

  /**
   * @param taken the columns before the value on its line, and behind it
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
    for (Iterator<Map.Entry<String, JsonNode>> all = node.properties().iterator();
        all.hasNext(); ) {
      Map.Entry<String, JsonNode> property = all.next();
      String name = quoted(property.getKey()) + ": ";
      newLine(indent).append(name);
      value(property.getValue(), indent, indent + WordWrap.width(name) + 1);
      text.append(all.hasNext() ? "," : "");
    }
    newLine(indent - 2).append('}');
  }

  private void array(JsonNode node, int indent) {
    text.append('[');
    for (Iterator<JsonNode> all = node.iterator(); all.hasNext(); ) {
      newLine(indent);
      value(all.next(), indent, indent + 1);
      text.append(all.hasNext() ? "," : "");
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
