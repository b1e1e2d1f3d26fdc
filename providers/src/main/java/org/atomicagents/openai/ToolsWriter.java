package org.atomicagents.openai;

import java.util.List;
import org.atomicagents.internal.provider.ParameterWriter;
import org.atomicagents.internal.provider.RequestFunctions;
import org.atomicagents.internal.provider.WireJson;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.ToolSpec;
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
  private final RequestFunctions functions;
  private final boolean isFlat;
  private final JsonGenerator json;
  private final ParameterWriter parameters;
  private final List<JsonNode> extraTools;

  /** Creates a writer for chat completions. */
  ToolsWriter(ModelRequest request, JsonGenerator json, ParameterWriter parameters) {
    this(request, false, json, parameters);
  }

  private ToolsWriter(
      ModelRequest request, boolean isFlat, JsonGenerator json, ParameterWriter parameters) {
    this.isFlat = isFlat;
    this.request = request;
    this.functions = RequestFunctions.of(request);
    this.json = json;
    this.parameters = parameters;
    this.extraTools = combinesTools() ? parameters.combineList(TOOLS) : List.of();
  }

  /** Returns a writer for the Responses API. */
  static ToolsWriter flat(ModelRequest request, JsonGenerator json, ParameterWriter parameters) {
    return new ToolsWriter(request, true, json, parameters);
  }

  /** Returns whether the request has tools, or a function of the output. */
  boolean hasTools() {
    return !functions.isEmpty();
  }

  /** Returns whether the additional tools of a request are added to its own ones. */
  private boolean combinesTools() {
    return hasTools() && request.rules().accepts(TOOLS) && parameters.hasExtra(TOOLS);
  }

  void write() {
    boolean hasTools = hasTools();
    if (hasTools && (parameters.shouldWrite(TOOLS) || combinesTools())) {
      writeTools();
    }
    if (hasTools && parameters.shouldWrite("tool_choice")) {
      writeToolChoice();
    }
    OutputFormat output = request.output();
    if (output != null && !isFlat && parameters.shouldWrite("response_format")) {
      writeResponseFormat(output);
    }
  }

  private void writeTools() {
    json.writeArrayPropertyStart(TOOLS);
    functions.all().forEach(this::writeFunction);
    extraTools.forEach(tool -> json.writeRawValue(tool.toString()));
    json.writeEndArray();
  }

  private void writeFunction(ToolSpec function) {
    json.writeStartObject();
    startFunction();
    RequestFunctions.writeName(json, function.name(), function.description());
    WireJson.writeField(json, "parameters", function.schema());
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
    OutputFormat output = functions.output();
    if (output == null) {
      json.writeStringProperty("tool_choice", "auto");
    } else if (functions.isOutputOnly()
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
    RequestFunctions.writeName(json, format.name(), format.description());
    json.writeBooleanProperty("strict", format.isStrict());
    WireJson.writeField(json, "schema", format.effectiveSchema());
  }
}
