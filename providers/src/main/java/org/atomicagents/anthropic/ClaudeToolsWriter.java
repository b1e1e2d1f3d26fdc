package org.atomicagents.anthropic;

import org.atomicagents.internal.provider.ParameterWriter;
import org.atomicagents.internal.provider.RequestFunctions;
import org.atomicagents.internal.provider.WireJson;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.ToolSpec;
import tools.jackson.core.JsonGenerator;

/** A writer of the tools and the tool choice of a request. */
final class ClaudeToolsWriter {
  private static final String TOOLS = "tools";

  /** The name, in parameter rules, of a {@code tool_choice} that forces a call. */
  private static final String FORCED_CHOICE = "tool_choice.forced";

  private final ModelRequest request;
  private final AnthropicOptions options;
  private final ParameterWriter parameters;
  private final JsonGenerator json;
  private final RequestFunctions functions;

  ClaudeToolsWriter(
      ModelRequest request,
      AnthropicOptions options,
      ParameterWriter parameters,
      JsonGenerator json) {
    this.request = request;
    this.options = options;
    this.parameters = parameters;
    this.json = json;
    this.functions = RequestFunctions.of(request);
  }

  /** Returns whether a call can be forced: not by some families, nor with a thinking budget. */
  boolean forcesCalls() {
    return request.rules().accepts(FORCED_CHOICE) && options.thinking().budgetTokens() == null;
  }

  /** Writes both parameters, unless there are no tools. */
  void write() {
    if (functions.isEmpty() && !parameters.hasExtra(TOOLS)) {
      return;
    }
    if (request.rules().accepts(TOOLS)) {
      json.writeArrayPropertyStart(TOOLS);
      functions.all().forEach(this::writeTool);
      parameters.combineList(TOOLS).forEach(tool -> json.writeRawValue(tool.toString()));
      json.writeEndArray();
    }
    if (parameters.shouldWrite("tool_choice")) {
      writeToolChoice();
    }
  }

  private void writeTool(ToolSpec tool) {
    json.writeStartObject();
    RequestFunctions.writeName(json, tool.name(), tool.description());
    WireJson.writeField(json, "input_schema", tool.schema());
    json.writeEndObject();
  }

  /**
   * Forces a call of the output's function, or of any function if there are others; the default is
   * that the model chooses.
   */
  private void writeToolChoice() {
    Boolean parallel = options.parallelToolCalls();
    OutputFormat output = functions.output();
    boolean isForced = output != null && forcesCalls();
    if (!isForced && parallel == null) {
      return;
    }
    json.writeObjectPropertyStart("tool_choice");
    if (output != null && isForced && functions.isOutputOnly() && !parameters.hasExtra(TOOLS)) {
      json.writeStringProperty("type", "tool");
      json.writeStringProperty("name", output.name());
    } else {
      json.writeStringProperty("type", isForced ? "any" : "auto");
    }
    if (parallel != null) {
      json.writeBooleanProperty("disable_parallel_tool_use", !parallel);
    }
    json.writeEndObject();
  }
}
