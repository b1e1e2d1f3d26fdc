package org.atomicagents.internal.tool;

import java.util.StringJoiner;
import org.atomicagents.internal.json.JsonIo;
import org.atomicagents.internal.json.JsonTree;
import tools.jackson.databind.JsonNode;

/** Writes JSON with a space after each comma and colon. */
public final class SpacedJson {
  private SpacedJson() {}

  /** Returns a JSON text with these spaces. */
  public static String of(String json) {
    return write(JsonTree.read(json));
  }

  private static String write(JsonNode node) {
    if (node.isObject()) {
      var members = new StringJoiner(", ", "{", "}");
      for (var property : node.properties()) {
        members.add(JsonIo.quote(property.getKey()) + ": " + write(property.getValue()));
      }
      return members.toString();
    }
    if (node.isArray()) {
      var items = new StringJoiner(", ", "[", "]");
      for (JsonNode item : node) {
        items.add(write(item));
      }
      return items.toString();
    }
    return JsonTree.write(node);
  }
}
