package org.atomicagents.openai;

import java.util.function.Predicate;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.ToolSpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** A writer of the tools, the tool choice and the response format of a request. */
final class ToolsWriter {
  /**
   * The name, in parameter rules, of a {@code tool_choice} that names a function. Some servers
   * ignore such a choice.
   */
  static final String NAMED_CHOICE = "tool_choice.function";

  private final ModelRequest request;
  private final @Nullable OutputFormat output;
  private final boolean usesToolCall;
  private final JsonGenerator json;
  private final Predicate<String> shouldWrite;

  ToolsWriter(ModelRequest request, JsonGenerator json, Predicate<String> shouldWrite) {
    this.request = request;
    this.output = request.output();
    this.usesToolCall = output != null && output.mode() == ResponseMode.TOOL_CALL;
    this.json = json;
    this.shouldWrite = shouldWrite;
  }

  void write() {
    boolean hasTools = usesToolCall || !request.tools().isEmpty();
    if (hasTools && shouldWrite.test("tools")) {
      writeTools();
    }
    if (hasTools && shouldWrite.test("tool_choice")) {
      writeToolChoice();
    }
    if (output != null && shouldWrite.test("response_format")) {
      writeResponseFormat(output);
    }
  }

  private void writeTools() {
    json.writeArrayPropertyStart("tools");
    for (ToolSpec tool : request.tools()) {
      writeFunction(tool.name(), tool.description(), tool.schema());
    }
    if (output != null && usesToolCall) {
      writeFunction(output.name(), output.description(), output.schema());
    }
    json.writeEndArray();
  }

  private void writeFunction(String name, String description, String schema) {
    json.writeStartObject();
    json.writeStringProperty("type", "function");
    json.writeObjectPropertyStart("function");
    writeNameAndDescription(name, description);
    json.writeName("parameters");
    json.writeRawValue(schema);
    json.writeEndObject();
    json.writeEndObject();
  }

  /**
   * Forces a call if the output is a tool call. If there are other tools, the model chooses which
   * one to call.
   */
  private void writeToolChoice() {
    if (!usesToolCall || output == null) {
      json.writeStringProperty("tool_choice", "auto");
    } else if (request.tools().isEmpty() && request.rules().accepts(NAMED_CHOICE)) {
      json.writeObjectPropertyStart("tool_choice");
      json.writeStringProperty("type", "function");
      json.writeObjectPropertyStart("function");
      json.writeStringProperty("name", output.name());
      json.writeEndObject();
      json.writeEndObject();
    } else {
      json.writeStringProperty("tool_choice", "required");
    }
  }

  private void writeResponseFormat(OutputFormat format) {
    switch (format.mode()) {
      case JSON_SCHEMA -> {
        json.writeObjectPropertyStart("response_format");
        json.writeStringProperty("type", "json_schema");
        json.writeObjectPropertyStart("json_schema");
        writeNameAndDescription(format.name(), format.description());
        json.writeBooleanProperty("strict", format.isStrict());
        json.writeName("schema");
        json.writeRawValue(format.effectiveSchema());
        json.writeEndObject();
        json.writeEndObject();
      }
      case JSON_OBJECT -> {
        json.writeObjectPropertyStart("response_format");
        json.writeStringProperty("type", "json_object");
        json.writeEndObject();
      }
      case TOOL_CALL, PROMPTED_JSON -> {}
    }
  }

  private void writeNameAndDescription(String name, String description) {
    json.writeStringProperty("name", name);
    if (!description.isBlank()) {
      json.writeStringProperty("description", description);
    }
  }
}
