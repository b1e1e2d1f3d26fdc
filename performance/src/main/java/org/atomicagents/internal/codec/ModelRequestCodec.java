package org.atomicagents.internal.codec;

import java.io.StringWriter;
import java.util.List;
import org.atomicagents.internal.json.JsonIo;
import org.atomicagents.internal.store.JsonObjectReader;
import org.atomicagents.internal.store.PartJson;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.ToolSpec;
import tools.jackson.core.JsonGenerator;

/**
 * The JSON form of a request, from which another process sends the same request.
 *
 * <p>Equal requests have equal texts, and a decoded request equals the encoded one. Media are
 * trusted as they were, apart from files: a path means another file, or none, on another machine.
 */
public final class ModelRequestCodec {
  private static final int VERSION = 1;

  private ModelRequestCodec() {}

  /** Returns a request as one JSON object. */
  public static String encode(ModelRequest request) {
    var text = new StringWriter();
    try (JsonGenerator json = JsonIo.generator(text)) {
      json.writeStartObject();
      json.writeNumberProperty("version", VERSION);
      json.writeStringProperty("model", request.model());
      json.writeName("rules");
      ParameterJson.write(json, request.rules());
      json.writeArrayPropertyStart("messages");
      request.messages().forEach(message -> write(json, message));
      json.writeEndArray();
      OutputFormat output = request.output();
      if (output != null) {
        json.writeName("output");
        OutputFormatJson.write(json, output);
      }
      json.writeArrayPropertyStart("tools");
      request.tools().forEach(tool -> write(json, tool));
      json.writeEndArray();
      json.writeName("sampling");
      ParameterJson.write(json, request.sampling());
      json.writeBooleanProperty("stream", request.stream());
      json.writeEndObject();
    }
    return escape(text.toString());
  }

  /**
   * Returns the request of {@link #encode}.
   *
   * @throws IllegalArgumentException if the text is no request, or one of a later version of this
   *     library
   */
  public static ModelRequest decode(String text) {
    try {
      return read(JsonObjectReader.of(text));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("Stored request: " + e.getMessage(), e);
    }
  }

  private static ModelRequest read(JsonObjectReader json) {
    requireVersion(json);
    var request =
        new ModelRequest(
            json.text("model"),
            ParameterJson.readRules(json.object("rules")),
            json.objects("messages").stream().map(ModelRequestCodec::readMessage).toList(),
            json.has("output") ? OutputFormatJson.read(json.object("output")) : null,
            json.objects("tools").stream().map(ModelRequestCodec::readTool).toList(),
            ParameterJson.readSampling(json.object("sampling")),
            json.flag("stream"));
    json.requireNoOtherKeys();
    return request;
  }

  private static void requireVersion(JsonObjectReader json) {
    long version = json.count("version");
    if (version > VERSION) {
      throw new IllegalArgumentException(
          "expected version %d or lower, found %d.\nUpdate the program that reads it before the one that writes it."
              .formatted(VERSION, version));
    }
    if (version < 1) {
      throw json.expected("version", "an integer of 1 or more");
    }
  }

  private static void write(JsonGenerator json, Message message) {
    json.writeStartObject();
    json.writeStringProperty("role", message.role().name());
    json.writeName("parts");
    PartJson.writeRequest(json, message.parts());
    json.writeEndObject();
  }

  private static Message readMessage(JsonObjectReader json) {
    var message =
        new Message(
            EnumJson.read(json, "role", Role.class),
            json.objects("parts").stream().map(PartJson::readRequest).toList());
    json.requireNoOtherKeys();
    return message;
  }

  private static void write(JsonGenerator json, ToolSpec tool) {
    json.writeStartObject();
    json.writeStringProperty("name", tool.name());
    json.writeStringProperty("description", tool.description());
    json.writeStringProperty("schema", tool.schema());
    json.writeEndObject();
  }

  private static ToolSpec readTool(JsonObjectReader json) {
    var tool = new ToolSpec(json.text("name"), json.text("description"), json.text("schema"));
    json.requireNoOtherKeys();
    return tool;
  }

  /** Writes a list of texts. */
  static void writeTexts(JsonGenerator json, String name, List<String> texts) {
    json.writeArrayPropertyStart(name);
    texts.forEach(json::writeString);
    json.writeEndArray();
  }

  // A half of a surrogate pair has no form in UTF-8, which stores and queues encode texts in.
  private static String escape(String json) {
    StringBuilder escaped = null;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      boolean isPair =
          Character.isHighSurrogate(c)
              && i + 1 < json.length()
              && Character.isLowSurrogate(json.charAt(i + 1));
      if (Character.isSurrogate(c) && !isPair && escaped == null) {
        escaped = new StringBuilder(json.length() + 32).append(json, 0, i);
      }
      if (escaped != null) {
        appendEscaped(escaped, json, i, isPair);
      }
      i += isPair ? 1 : 0;
    }
    return escaped == null ? json : escaped.toString();
  }

  private static void appendEscaped(StringBuilder escaped, String json, int i, boolean isPair) {
    char c = json.charAt(i);
    if (isPair) {
      escaped.append(c).append(json.charAt(i + 1));
    } else if (Character.isSurrogate(c)) {
      escaped.append("\\u%04x".formatted((int) c));
    } else {
      escaped.append(c);
    }
  }
}
