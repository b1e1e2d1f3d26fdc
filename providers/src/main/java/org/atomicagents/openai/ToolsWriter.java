package org.atomicagents.openai;

import java.util.List;
import java.util.function.Predicate;
import org.atomicagents.internal.provider.CombinedExtra;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.ToolSpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/**
 * A writer of the tools, the tool choice and the response format of a request.
 *
 * <p>In the Responses API, the fields of a function are those of the tool itself, and the format is
 * part of another parameter.
 */
final class ToolsWriter {
  /**
   * The name, in parameter rules, of a {@code tool_choice} that names a function. Some servers
   * ignore such a choice.
   */
  static final String NAMED_CHOICE = "tool_choice.function";

  /** The name of the parameter, to which {@code extra} may add tools. */
  static final String TOOLS = "tools";

  private final ModelRequest request;
  private final @Nullable OutputFormat output;
  private final boolean usesToolCall;
  private final boolean isFlat;
  private final JsonGenerator json;
  private final Predicate<String> shouldWrite;
  private final List<JsonNode> extraTools;

  /** Creates a writer for chat completions. */
  ToolsWriter(ModelRequest request, JsonGenerator json, Predicate<String> shouldWrite) {
    this(request, false, json, shouldWrite);
  }

  private ToolsWriter(
      ModelRequest request, boolean isFlat, JsonGenerator json, Predicate<String> shouldWrite) {
    this.isFlat = isFlat;
    this.request = request;
    this.output = request.output();
    this.usesToolCall = output != null && output.mode() == ResponseMode.TOOL_CALL;
    this.json = json;
    this.shouldWrite = shouldWrite;
    this.extraTools = combinesTools(request) ? new CombinedExtra(request).items(TOOLS) : List.of();
  }

  /** Returns a writer for the Responses API. */
  static ToolsWriter flat(ModelRequest request, JsonGenerator json, Predicate<String> shouldWrite) {
    return new ToolsWriter(request, true, json, shouldWrite);
  }

  /** Returns whether the request has tools, or a function of the output. */
  boolean hasTools() {
    return hasTools(request);
  }

  private static boolean hasTools(ModelRequest request) {
    OutputFormat output = request.output();
    return !request.tools().isEmpty()
        || (output != null && output.mode() == ResponseMode.TOOL_CALL);
  }

  /** Returns whether the additional tools of a request are added to its own ones. */
  static boolean combinesTools(ModelRequest request) {
    return hasTools(request)
        && request.rules().accepts(TOOLS)
        && request.sampling().extra().containsKey(TOOLS);
  }

  void write() {
    boolean hasTools = hasTools();
    if (hasTools && (shouldWrite.test(TOOLS) || combinesTools(request))) {
      writeTools();
    }
    if (hasTools && shouldWrite.test("tool_choice")) {
      writeToolChoice();
    }
    if (output != null && !isFlat && shouldWrite.test("response_format")) {
      writeResponseFormat(output);
    }
  }

  private void writeTools() {
    json.writeArrayPropertyStart(TOOLS);
    for (ToolSpec tool : request.tools()) {
      writeFunction(tool.name(), tool.description(), tool.schema());
    }
    if (output != null && usesToolCall) {
      writeFunction(output.name(), output.description(), output.schema());
    }
    extraTools.forEach(tool -> json.writeRawValue(tool.toString()));
    json.writeEndArray();
  }

  private void writeFunction(String name, String description, String schema) {
    json.writeStartObject();
    startFunction();
    writeNameAndDescription(name, description, json);
    json.writeName("parameters");
    json.writeRawValue(schema);
    if (isFlat) {
      // The default is a strict schema, which most schemas are not.
      json.writeBooleanProperty("strict", false);
    }
    endFunction();
  }

  private void startFunction() {
    json.writeStringProperty("type", "function");
    if (!isFlat) {
      json.writeObjectPropertyStart("function");
    }
  }

  private void endFunction() {
    if (!isFlat) {
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  /**
   * Forces a call if the output is a tool call. If there are other tools, the model chooses which
   * one to call.
   */
  private void writeToolChoice() {
    if (!usesToolCall || output == null) {
      json.writeStringProperty("tool_choice", "auto");
    } else if (request.tools().isEmpty()
        && extraTools.isEmpty()
        && request.rules().accepts(NAMED_CHOICE)) {
      json.writeObjectPropertyStart("tool_choice");
      startFunction();
      json.writeStringProperty("name", output.name());
      endFunction();
    } else {
      json.writeStringProperty("tool_choice", "required");
    }
  }

  private void writeResponseFormat(OutputFormat format) {
    switch (format.mode()) {
      case JSON_SCHEMA, DECISION -> {
        json.writeObjectPropertyStart("response_format");
        json.writeStringProperty("type", "json_schema");
        json.writeObjectPropertyStart("json_schema");
        writeSchema(format, json);
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

  /** Writes the fields of the schema of an output. */
  static void writeSchema(OutputFormat format, JsonGenerator json) {
    writeNameAndDescription(format.name(), format.description(), json);
    json.writeBooleanProperty("strict", format.isStrict());
    json.writeName("schema");
    json.writeRawValue(format.effectiveSchema());
  }

  private static void writeNameAndDescription(String name, String description, JsonGenerator json) {
    json.writeStringProperty("name", name);
    if (!description.isBlank()) {
      json.writeStringProperty("description", description);
    }
  }
}
