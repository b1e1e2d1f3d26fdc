package org.atomicagents.openai;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.message.Content;
import org.atomicagents.message.Media;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import tools.jackson.core.JsonGenerator;

/** A writer of messages in the protocol's format; each tool result becomes a separate message. */
final class MessageWriter {
  private final JsonGenerator json;
  private final String provider;
  private final String systemRole;
  private final String model;
  private int messages;

  MessageWriter(JsonGenerator json, String provider, String systemRole, String model) {
    this.json = json;
    this.provider = provider;
    this.systemRole = systemRole;
    this.model = model;
  }

  void write(Message message) {
    messages++;
    boolean hasOtherParts = false;
    for (Content part : message.parts()) {
      if (part instanceof Content.ToolResult result) {
        writeToolResult(result);
      } else {
        hasOtherParts = true;
      }
    }
    if (hasOtherParts || message.parts().isEmpty()) {
      writeMessage(message);
    }
  }

  private void writeToolResult(Content.ToolResult result) {
    json.writeStartObject();
    json.writeStringProperty("role", "tool");
    json.writeStringProperty("tool_call_id", result.callId());
    json.writeStringProperty("content", result.text());
    json.writeEndObject();
  }

  private void writeMessage(Message message) {
    var calls = new ArrayList<Content.ToolCall>();
    var replayed = new OpaquePartWriter(json);
    boolean hasMedia = false;
    boolean hasText = false;
    for (Content part : message.parts()) {
      switch (part) {
        case Content.ToolCall call -> calls.add(call);
        case Content.Opaque opaque when opaque.isFor(provider, model) ->
            replayed.add(opaque.json());
        case Content.Text text -> hasText = true;
        case Media media -> hasMedia = true;
        default -> {}
      }
    }
    json.writeStartObject();
    json.writeStringProperty("role", roleName(message.role()));
    if (hasMedia) {
      writeParts(message);
    } else if (hasText || calls.isEmpty()) {
      json.writeStringProperty("content", message.text());
    } else {
      json.writeNullProperty("content");
    }
    writeToolCalls(calls, replayed);
    replayed.write();
    json.writeEndObject();
  }

  private void writeParts(Message message) {
    var media = new MediaWriter(json, provider, model);
    json.writeArrayPropertyStart("content");
    int parts = 0;
    for (Content part : message.parts()) {
      parts++;
      switch (part) {
        case Content.Text text -> {
          json.writeStartObject();
          json.writeStringProperty("type", "text");
          json.writeStringProperty("text", text.text());
          json.writeEndObject();
        }
        case Media file -> media.write(file, "part " + parts + " of message " + messages);
        default -> {}
      }
    }
    json.writeEndArray();
  }

  private void writeToolCalls(List<Content.ToolCall> calls, OpaquePartWriter replayed) {
    if (calls.isEmpty()) {
      return;
    }
    json.writeArrayPropertyStart("tool_calls");
    for (int i = 0; i < calls.size(); i++) {
      Content.ToolCall call = calls.get(i);
      json.writeStartObject();
      json.writeStringProperty("id", call.id());
      json.writeStringProperty("type", "function");
      json.writeObjectPropertyStart("function");
      json.writeStringProperty("name", call.name());
      json.writeStringProperty("arguments", call.arguments());
      json.writeEndObject();
      replayed.writeToolCallFields(i);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  // Tool text without a call is sent with the role of the user: the protocol rejects a tool message
  // that refers to no call, and a tool must not have the authority of the system message.
  private String roleName(Role role) {
    return switch (role) {
      case SYSTEM -> systemRole;
      case USER, TOOL -> "user";
      case ASSISTANT -> "assistant";
    };
  }
}
