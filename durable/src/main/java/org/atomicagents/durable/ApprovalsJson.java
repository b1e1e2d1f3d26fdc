package org.atomicagents.durable;

import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.atomicagents.internal.json.JsonIo;
import org.atomicagents.internal.json.JsonTree;
import org.atomicagents.tool.Approval;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/** The JSON of decisions: an object with one member for each call. */
final class ApprovalsJson {
  private ApprovalsJson() {}

  static String write(Map<String, Approval> decisions) {
    var text = new StringWriter();
    try (JsonGenerator json = JsonIo.generator(text)) {
      json.writeStartObject();
      decisions.forEach((id, decision) -> {
        json.writeName(id);
        json.writeStartObject();
        switch (decision) {
          case Approval.Approved ignored -> json.writeStringProperty("decision", "approved");
          case Approval.Denied denied -> {
            json.writeStringProperty("decision", "denied");
            json.writeStringProperty("reason", denied.reason());
          }
          case Approval.Edited edited -> {
            json.writeStringProperty("decision", "edited");
            json.writeStringProperty("input", edited.input());
          }
        }
        json.writeEndObject();
      });
      json.writeEndObject();
    }
    return text.toString();
  }

  static Map<String, Approval> read(String text) {
    JsonNode root;
    try {
      root = JsonTree.read(text);
    } catch (JacksonException | IllegalStateException e) {
      throw new IllegalArgumentException("no JSON", e);
    }
    if (!root.isObject()) {
      throw new IllegalArgumentException("no JSON object");
    }
    var decisions = new LinkedHashMap<String, Approval>();
    root.properties().forEach(call -> decisions.put(call.getKey(), decision(call.getValue())));
    return decisions;
  }

  private static Approval decision(JsonNode json) {
    String kind = json.path("decision").asString("");
    return switch (kind) {
      case "approved" -> Approval.approve();
      case "denied" -> Approval.deny(json.path("reason").asString(""));
      case "edited" -> Approval.edit(json.path("input").asString(""));
      default ->
          throw new IllegalArgumentException(
              "expected the decision approved, denied or edited, found \"" + kind + "\"");
    };
  }
}
