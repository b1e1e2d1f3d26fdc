package org.atomicagents.openai;

import java.util.ArrayList;
import org.atomicagents.internal.provider.MediaDataWriter;
import org.atomicagents.message.Content;
import org.atomicagents.message.Media;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.atomicagents.model.ModelRequest;
import tools.jackson.core.JsonGenerator;

/**
 * A writer of messages as input items of the Responses API; tool calls and tool results are items
 * of their own.
 */
final class ResponsesItemWriter {
  private final JsonGenerator json;
  private final String provider;
  private final String model;
  private final String systemRole;
  private final boolean marksCache;
  private int messages;

  ResponsesItemWriter(
      JsonGenerator json, String provider, ModelRequest request, boolean marksCache) {
    this.json = json;
    this.provider = provider;
    this.model = request.model();
    this.systemRole = request.rules().systemRole();
    this.marksCache = marksCache;
  }

  void write(Message message) {
    messages++;
    if (message.role() == Role.ASSISTANT) {
      writeResponse(message);
      return;
    }
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
    json.writeStringProperty("type", "function_call_output");
    json.writeStringProperty("call_id", result.callId());
    json.writeStringProperty("output", result.text());
    json.writeEndObject();
  }

  private void writeMessage(Message message) {
    json.writeStartObject();
    json.writeStringProperty("role", roleName(message.role()));
    if (hasParts(message)) {
      writeParts(message);
    } else {
      json.writeStringProperty("content", message.text());
    }
    json.writeEndObject();
  }

  private boolean hasParts(Message message) {
    for (Content part : message.parts()) {
      if (part instanceof Media || (marksCache && part instanceof Content.CacheBoundary)) {
        return true;
      }
    }
    return false;
  }

  private void writeParts(Message message) {
    var media = new ResponsesMediaWriter(json, provider, model);
    json.writeArrayPropertyStart("content");
    for (int i = 0; i < message.parts().size(); i++) {
      switch (message.parts().get(i)) {
        case Content.Text text -> writeText(text, isCacheBoundary(message, i + 1));
        case Media file -> media.write(file, MediaDataWriter.place(i, messages));
        default -> {}
      }
    }
    json.writeEndArray();
  }

  private boolean isCacheBoundary(Message message, int part) {
    return marksCache
        && part < message.parts().size()
        && message.parts().get(part) instanceof Content.CacheBoundary;
  }

  private void writeText(Content.Text text, boolean isCacheEnd) {
    json.writeStartObject();
    json.writeStringProperty("type", "input_text");
    json.writeStringProperty("text", text.text());
    if (isCacheEnd) {
      json.writeObjectPropertyStart("prompt_cache_breakpoint");
      json.writeStringProperty("mode", "explicit");
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  /** Writes a response of a model: the items of this model as they were, else text and calls. */
  private void writeResponse(Message message) {
    var calls = new ArrayList<Content.ToolCall>();
    var replayed = new ArrayList<String>();
    boolean hasText = false;
    for (Content part : message.parts()) {
      switch (part) {
        case Content.ToolCall call -> calls.add(call);
        case Content.Opaque opaque when opaque.isFor(provider, model) ->
            replayed.add(opaque.json());
        case Content.Text text -> hasText = true;
        default -> {}
      }
    }
    String text = hasText || calls.isEmpty() ? message.text() : null;
    var items = new ReplayedItems(json, text, calls);
    replayed.forEach(items::replay);
    items.writeRest();
  }

  // A tool must not have the authority of the system message.
  private String roleName(Role role) {
    return role == Role.SYSTEM ? systemRole : "user";
  }
}
