package org.atomicagents.internal.tool;

import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.atomicagents.internal.json.JsonIo;
import org.atomicagents.internal.store.JsonObjectReader;
import org.atomicagents.internal.store.PartJson;
import org.atomicagents.message.Content;
import org.atomicagents.message.MediaPolicy;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.atomicagents.message.Usage;
import tools.jackson.core.JsonGenerator;

/**
 * The JSON of a loop's state: data only, without names of classes.
 *
 * <p>A release reads the versions that earlier releases wrote, and refuses later ones.
 */
final class StateJson {
  private static final int VERSION = 1;
  private static final int MAX_STEP = 1_000_000;

  private StateJson() {}

  /**
   * Returns the JSON of a state.
   *
   * @param policy the rules for the files in its messages, whose content becomes part of it
   */
  static String write(LoopState state, MediaPolicy policy) {
    var text = new StringWriter();
    try (JsonGenerator json = JsonIo.generator(text)) {
      json.writeStartObject();
      json.writeNumberProperty("version", VERSION);
      json.writeStringProperty("id", state.id());
      json.writeStringProperty("turnId", state.turnId());
      json.writeBooleanProperty("continuesLast", state.continuesLast());
      json.writeNumberProperty("lastTurnSize", state.lastTurnSize());
      json.writeNumberProperty("step", state.step());
      json.writeArrayPropertyStart("called");
      state.called().stream().sorted().forEach(json::writeString);
      json.writeEndArray();
      writeUsage(json, state.usage());
      json.writeObjectPropertyStart("tools");
      state.tools().forEach(json::writeStringProperty);
      json.writeEndObject();
      json.writeStringProperty("input", state.input());
      json.writeStringProperty("output", state.output());
      json.writeArrayPropertyStart("messages");
      state.messages().forEach(message -> write(json, message, policy));
      json.writeEndArray();
      json.writeArrayPropertyStart("calls");
      state.calls().forEach(call -> write(json, call, policy));
      json.writeEndArray();
      json.writeEndObject();
    }
    return text.toString();
  }

  private static void writeUsage(JsonGenerator json, LoopUsage usage) {
    Usage tokens = usage.tokens();
    json.writeObjectPropertyStart("usage");
    json.writeNumberProperty("attempts", usage.attempts());
    json.writeNumberProperty("requests", usage.requests());
    json.writeNumberProperty("input", tokens.inputTokens());
    json.writeNumberProperty("output", tokens.outputTokens());
    json.writeNumberProperty("cacheRead", tokens.cacheReadTokens());
    json.writeNumberProperty("cacheWrite", tokens.cacheWriteTokens());
    json.writeNumberProperty("reasoning", tokens.reasoningTokens());
    json.writeNumberProperty("audioInput", tokens.audioInputTokens());
    json.writeNumberProperty("audioOutput", tokens.audioOutputTokens());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Message message, MediaPolicy policy) {
    json.writeStartObject();
    json.writeStringProperty("role", nameOf(message.role()));
    json.writeName("parts");
    PartJson.write(json, PortableMedia.of(message.parts(), policy));
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, LoopCall call, MediaPolicy policy) {
    json.writeStartObject();
    json.writeStringProperty("id", call.id());
    json.writeStringProperty("tool", call.tool());
    json.writeName("input");
    json.writeRawValue(call.input());
    json.writeBooleanProperty("approved", call.isApproved());
    json.writeBooleanProperty("edited", call.isEdited());
    if (call.result() != null) {
      json.writeStringProperty("result", call.result());
    }
    if (!call.media().isEmpty()) {
      json.writeName("media");
      PartJson.write(json, PortableMedia.of(call.media(), policy));
    }
    json.writeEndObject();
  }

  /**
   * Returns the state of a JSON text.
   *
   * @throws IllegalArgumentException if it is no state, or was written by a later release
   */
  static LoopState read(String text) {
    JsonObjectReader json = JsonObjectReader.of(text);
    long version = json.count("version");
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "Suspended loop: expected version %d, found %d.\nResume it with the release that wrote it."
              .formatted(VERSION, version));
    }
    return new LoopState(
        idOf(json, "id"),
        idOf(json, "turnId"),
        json.flag("continuesLast"),
        integer(json, "lastTurnSize"),
        step(json),
        new LinkedHashSet<>(json.texts("called")),
        readUsage(json.object("usage")),
        json.objects("messages").stream().map(StateJson::readMessage).toList(),
        json.objects("calls").stream().map(StateJson::readCall).toList(),
        hashes(json.object("tools")),
        json.text("input"),
        json.text("output"));
  }

  private static LoopUsage readUsage(JsonObjectReader json) {
    return new LoopUsage(
        integer(json, "attempts"),
        integer(json, "requests"),
        new Usage(
            json.count("input"),
            json.count("output"),
            json.count("cacheRead"),
            json.count("cacheWrite"),
            json.count("reasoning"),
            json.count("audioInput"),
            json.count("audioOutput")));
  }

  private static int integer(JsonObjectReader json, String key) {
    long count = json.count(key);
    if (count > Integer.MAX_VALUE) {
      throw json.expected(key, "a smaller integer");
    }
    return (int) count;
  }

  private static String idOf(JsonObjectReader json, String key) {
    String id = json.text(key);
    if (id.isBlank()) {
      throw json.expected(key, "an id");
    }
    return id;
  }

  private static int step(JsonObjectReader json) {
    int step = integer(json, "step");
    if (step < 1 || step > MAX_STEP) {
      throw json.expected("step", "an integer from 1 to " + MAX_STEP);
    }
    return step;
  }

  // The messages of a loop have no other role; the operator's authority is not for data.
  private static Message readMessage(JsonObjectReader json) {
    String name = json.text("role");
    for (Role role : Role.values()) {
      if (nameOf(role).equals(name) && role != Role.SYSTEM) {
        return new Message(role, readParts(json, "parts"));
      }
    }
    throw json.expected("role", "a role of a message");
  }

  private static List<Content> readParts(JsonObjectReader json, String key) {
    return PortableMedia.require(json.objects(key).stream().map(PartJson::read).toList());
  }

  private static LoopCall readCall(JsonObjectReader json) {
    return new LoopCall(
        idOf(json, "id"),
        json.text("tool"),
        json.json("input"),
        json.flag("approved"),
        json.flag("edited"),
        json.optionalText("result").orElse(null),
        json.has("media") ? readParts(json, "media") : List.of());
  }

  private static Map<String, String> hashes(JsonObjectReader json) {
    var hashes = new LinkedHashMap<String, String>();
    List<String> names = json.keys();
    names.forEach(name -> hashes.put(name, json.text(name)));
    return hashes;
  }

  private static String nameOf(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }
}
