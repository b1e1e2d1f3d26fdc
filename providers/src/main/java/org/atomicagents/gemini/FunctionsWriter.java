package org.atomicagents.gemini;

import java.util.List;
import org.atomicagents.internal.provider.ParameterWriter;
import org.atomicagents.internal.provider.RequestFunctions;
import org.atomicagents.internal.provider.WireJson;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.ToolSpec;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A writer of the functions that the model may call, and of the mode of the calls
 * (https://ai.google.dev/gemini-api/docs/function-calling#function_calling_modes).
 */
final class FunctionsWriter {
  private static final String TOOLS = "tools";
  private static final String TOOL_CONFIG = "toolConfig";
  private static final String CALLING = "functionCallingConfig";

  private final ModelRequest request;
  private final JsonGenerator json;
  private final ParameterWriter parameters;
  private final RequestFunctions functions;

  FunctionsWriter(ModelRequest request, JsonGenerator json, ParameterWriter parameters) {
    this.request = request;
    this.json = json;
    this.parameters = parameters;
    this.functions = RequestFunctions.of(request);
  }

  void write() {
    boolean hasFunctions = !functions.isEmpty();
    List<JsonNode> others = parameters.combineList(TOOLS);
    if (hasFunctions || !others.isEmpty()) {
      json.writeArrayPropertyStart(TOOLS);
      if (hasFunctions) {
        writeFunctions();
      }
      others.forEach(tool -> json.writeRawValue(tool.toString()));
      json.writeEndArray();
    }
    ObjectNode config = parameters.combineObject(TOOL_CONFIG);
    boolean hasMode = hasFunctions && !config.has(CALLING);
    if (hasMode || !config.isEmpty()) {
      json.writeObjectPropertyStart(TOOL_CONFIG);
      if (hasMode) {
        writeMode();
      }
      WireJson.writeFields(json, config);
      json.writeEndObject();
    }
  }

  private void writeFunctions() {
    json.writeStartObject();
    json.writeArrayPropertyStart("functionDeclarations");
    functions.all().forEach(this::writeFunction);
    json.writeEndArray();
    json.writeEndObject();
  }

  private void writeFunction(ToolSpec function) {
    json.writeStartObject();
    RequestFunctions.writeName(json, function.name(), function.description());
    WireJson.writeField(json, "parametersJsonSchema", GeminiRules.SCHEMAS.apply(function.schema()));
    json.writeEndObject();
  }

  /**
   * Writes the mode: a call is forced if the output is one; if there are other tools, the model
   * chooses which one to call. Otherwise, the model calls a function or responds with text.
   */
  private void writeMode() {
    OutputFormat output = request.output();
    json.writeObjectPropertyStart(CALLING);
    if (functions.output() != null) {
      json.writeStringProperty("mode", "ANY");
      if (functions.isOutputOnly()) {
        json.writeArrayPropertyStart("allowedFunctionNames");
        json.writeString(functions.output().name());
        json.writeEndArray();
      }
    } else {
      boolean isText = output == null || output.mode() == ResponseMode.PROMPTED_JSON;
      boolean isValidated = isText && request.rules().accepts(GeminiRules.VALIDATED_CALLS);
      json.writeStringProperty("mode", isValidated ? "VALIDATED" : "AUTO");
    }
    json.writeEndObject();
  }
}
