package org.atomicagents.gemini;

import java.util.List;
import org.atomicagents.internal.provider.CombinedExtra;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.ToolSpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A writer of the functions that the model may call, and of the mode of the calls
 * (https://ai.google.dev/gemini-api/docs/function-calling#function_calling_modes).
 */
final class FunctionsWriter {
  static final String TOOLS = "tools";
  static final String TOOL_CONFIG = "toolConfig";
  private static final String CALLING = "functionCallingConfig";

  private final ModelRequest request;
  private final @Nullable OutputFormat output;
  private final JsonGenerator json;
  private final CombinedExtra extra;

  FunctionsWriter(ModelRequest request, JsonGenerator json, CombinedExtra extra) {
    this.request = request;
    this.output = request.output();
    this.json = json;
    this.extra = extra;
  }

  /** Returns whether a request has tools, or a function of the output. */
  static boolean hasFunctions(ModelRequest request) {
    return !request.tools().isEmpty() || isOutputCall(request.output());
  }

  private static boolean isOutputCall(@Nullable OutputFormat output) {
    return output != null && output.mode() == ResponseMode.TOOL_CALL;
  }

  void write() {
    boolean hasFunctions = hasFunctions(request);
    List<JsonNode> others = extra.items(TOOLS);
    if (hasFunctions || !others.isEmpty()) {
      json.writeArrayPropertyStart(TOOLS);
      if (hasFunctions) {
        writeFunctions();
      }
      others.forEach(tool -> json.writeRawValue(tool.toString()));
      json.writeEndArray();
    }
    ObjectNode config = extra.object(TOOL_CONFIG);
    if ((hasFunctions && !config.has(CALLING)) || !config.isEmpty()) {
      json.writeObjectPropertyStart(TOOL_CONFIG);
      if (hasFunctions && !config.has(CALLING)) {
        writeMode();
      }
      config
          .properties()
          .forEach(field -> {
            json.writeName(field.getKey());
            json.writeRawValue(field.getValue().toString());
          });
      json.writeEndObject();
    }
  }

  private void writeFunctions() {
    json.writeStartObject();
    json.writeArrayPropertyStart("functionDeclarations");
    for (ToolSpec tool : request.tools()) {
      writeFunction(tool.name(), tool.description(), tool.schema());
    }
    if (output != null && isOutputCall(output)) {
      writeFunction(output.name(), output.description(), output.schema());
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void writeFunction(String name, String description, String schema) {
    json.writeStartObject();
    json.writeStringProperty("name", name);
    if (!description.isBlank()) {
      json.writeStringProperty("description", description);
    }
    json.writeName("parametersJsonSchema");
    json.writeRawValue(GeminiRules.SCHEMAS.apply(schema));
    json.writeEndObject();
  }

  /**
   * Writes the mode: a call is forced if the output is one; if there are other tools, the model
   * chooses which one to call. Otherwise, the model calls a function or responds with text.
   */
  private void writeMode() {
    json.writeObjectPropertyStart(CALLING);
    if (output != null && isOutputCall(output)) {
      json.writeStringProperty("mode", "ANY");
      if (request.tools().isEmpty()) {
        json.writeArrayPropertyStart("allowedFunctionNames");
        json.writeString(output.name());
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
