package org.atomicagents.gemini;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.internal.provider.MediaDataWriter;
import org.atomicagents.internal.provider.WireJson;
import org.atomicagents.message.Content;
import org.atomicagents.message.Media;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.atomicagents.model.ModelRequest;
import tools.jackson.core.JsonGenerator;

/**
 * A writer of messages as contents of the roles {@code user} and {@code model}.
 *
 * <p>Consecutive messages of a role are one content: Google requires the results of all calls of a
 * response in one content. System messages are written apart, where the model and the cached
 * content allow it; otherwise they are the beginning of the first content of the user.
 */
final class ContentsWriter {
  private static final String USER = "user";
  private static final String MODEL = "model";
  private static final String PARTS = "parts";

  private final JsonGenerator json;
  private final ModelRequest request;
  private final GeminiMediaWriter media;
  private final boolean isSystemApart;
  private final List<String> pendingSystem = new ArrayList<>();
  private String role = "";
  private int messages;

  /**
   * Creates a writer.
   *
   * @param isSystemApart whether the request has system instructions of their own
   */
  ContentsWriter(JsonGenerator json, ModelRequest request, boolean isSystemApart) {
    this.json = json;
    this.request = request;
    this.media = new GeminiMediaWriter(json, request);
    this.isSystemApart = isSystemApart;
  }

  /**
   * Writes the contents.
   *
   * @throws ConfigurationException if there is no message of the user or of the model, or if
   *     another message than one of the user contains media
   */
  void write(List<Message> all) {
    requireContent(all);
    json.writeArrayPropertyStart("contents");
    for (Message message : all) {
      messages++;
      switch (message.role()) {
        case SYSTEM -> {
          if (!isSystemApart) {
            pendingSystem.add(message.text());
          }
        }
        case ASSISTANT -> {
          begin(MODEL);
          writeResponse(message);
        }
        case USER, TOOL -> {
          begin(USER);
          writePendingSystem();
          writeParts(message);
        }
      }
    }
    if (!pendingSystem.isEmpty()) {
      begin(USER);
      writePendingSystem();
    }
    end();
    json.writeEndArray();
  }

  private void writePendingSystem() {
    pendingSystem.forEach(this::writeText);
    pendingSystem.clear();
  }

  /** Writes the system messages as system instructions, unless they are part of the contents. */
  void writeSystem(List<Message> all) {
    if (!isSystemApart || all.stream().noneMatch(message -> message.role() == Role.SYSTEM)) {
      return;
    }
    json.writeObjectPropertyStart("systemInstruction");
    json.writeArrayPropertyStart(PARTS);
    for (Message message : all) {
      if (message.role() == Role.SYSTEM) {
        writeText(message.text());
      }
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void requireContent(List<Message> all) {
    for (int i = 0; i < all.size(); i++) {
      MediaDataWriter.requireMediaOfUser(all.get(i), i + 1, request.model());
    }
    if (all.stream().allMatch(message -> message.role() == Role.SYSTEM)) {
      throw ConfigurationException.of(
          "Model '%s' can't be sent a request of system messages only.\nAdd a message of the user."
              .formatted(request.model()));
    }
  }

  private void begin(String newRole) {
    if (role.equals(newRole)) {
      return;
    }
    end();
    role = newRole;
    json.writeStartObject();
    json.writeStringProperty("role", role);
    json.writeArrayPropertyStart(PARTS);
  }

  private void end() {
    if (!role.isEmpty()) {
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  private void writeParts(Message message) {
    for (int i = 0; i < message.parts().size(); i++) {
      switch (message.parts().get(i)) {
        case Content.Text text -> writeText(text.text());
        case Content.ToolResult result -> writeToolResult(result);
        case Media file -> media.write(file, MediaDataWriter.place(i, messages));
        default -> {}
      }
    }
    if (message.parts().isEmpty()) {
      writeText("");
    }
  }

  private void writeText(String text) {
    json.writeStartObject();
    json.writeStringProperty("text", text);
    json.writeEndObject();
  }

  private void writeToolResult(Content.ToolResult result) {
    json.writeStartObject();
    json.writeObjectPropertyStart("functionResponse");
    json.writeStringProperty("id", result.callId());
    json.writeStringProperty("name", result.name());
    json.writeObjectPropertyStart("response");
    boolean isJson = WireJson.typeOf(result.text()) != null;
    WireJson.writeField(json, "output", isJson ? result.text() : WireJson.quote(result.text()));
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndObject();
  }

  /** Writes a response: the parts of this model as they were, else text and calls. */
  private void writeResponse(Message message) {
    var calls = new ArrayList<Content.ToolCall>();
    var replayed = new ArrayList<String>();
    for (Content part : message.parts()) {
      switch (part) {
        case Content.ToolCall call -> calls.add(call);
        case Content.Opaque opaque when opaque.isFor(Gemini.PROVIDER, request.model()) ->
            replayed.add(opaque.json());
        default -> {}
      }
    }
    var parts =
        new ReplayedParts(
            json, message.text(), calls, GeminiRules.requiresSignatures(request.rules()));
    replayed.forEach(parts::replay);
    parts.writeRest();
  }
}
