package org.atomicagents.internal.codec;

import org.atomicagents.internal.store.JsonObjectReader;
import org.atomicagents.model.InstructionPlacement;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.PromptProfile;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.SchemaNotation;
import tools.jackson.core.JsonGenerator;

/** The JSON form of output formats. */
final class OutputFormatJson {
  private OutputFormatJson() {}

  static void write(JsonGenerator json, OutputFormat format) {
    json.writeStartObject();
    json.writeStringProperty("mode", format.mode().name());
    ModelRequestCodec.writeTexts(
        json, "fallbacks", format.fallbacks().stream().map(ResponseMode::name).toList());
    json.writeStringProperty("name", format.name());
    json.writeStringProperty("description", format.description());
    json.writeStringProperty("schema", format.schema());
    String strict = format.strictSchema();
    if (strict != null) {
      json.writeStringProperty("strictSchema", strict);
    }
    json.writeName("prompt");
    write(json, format.prompt());
    json.writeStringProperty("promptSchema", format.promptSchema());
    json.writeEndObject();
  }

  static OutputFormat read(JsonObjectReader json) {
    var format =
        new OutputFormat(
            EnumJson.read(json, "mode", ResponseMode.class),
            EnumJson.readAll(json, "fallbacks", ResponseMode.class),
            json.text("name"),
            json.text("description"),
            json.text("schema"),
            json.optionalText("strictSchema").orElse(null),
            readPrompt(json.object("prompt")),
            json.text("promptSchema"));
    json.requireNoOtherKeys();
    return format;
  }

  private static void write(JsonGenerator json, PromptProfile prompt) {
    json.writeStartObject();
    json.writeStringProperty("notation", prompt.notation().name());
    json.writeStringProperty("placement", prompt.placement().name());
    json.writeBooleanProperty("schemaInAllModes", prompt.schemaInAllModes());
    json.writeBooleanProperty("plainInput", prompt.plainInput());
    json.writeBooleanProperty("reAskShowsResponse", prompt.reAskShowsResponse());
    json.writeBooleanProperty("demonstration", prompt.demonstration());
    json.writeNumberProperty("maxLength", prompt.maxLength());
    json.writeNumberProperty("maxItems", prompt.maxItems());
    json.writeEndObject();
  }

  private static PromptProfile readPrompt(JsonObjectReader json) {
    var prompt =
        new PromptProfile(
            EnumJson.read(json, "notation", SchemaNotation.class),
            EnumJson.read(json, "placement", InstructionPlacement.class),
            json.flag("schemaInAllModes"),
            json.flag("plainInput"),
            json.flag("reAskShowsResponse"),
            json.flag("demonstration"),
            bound(json, "maxLength"),
            bound(json, "maxItems"));
    json.requireNoOtherKeys();
    return prompt;
  }

  private static int bound(JsonObjectReader json, String key) {
    long bound = json.count(key);
    if (bound > Integer.MAX_VALUE) {
      throw json.expected(key, "an integer of 32 bits");
    }
    return (int) bound;
  }
}
