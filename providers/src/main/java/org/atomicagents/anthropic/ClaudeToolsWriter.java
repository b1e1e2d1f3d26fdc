package org.atomicagents.anthropic;

import java.util.function.Predicate;
import org.atomicagents.internal.provider.CombinedExtra;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.ToolSpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** A writer of the tools and the tool choice of a request. */
final class ClaudeToolsWriter {
  static final String TOOLS = "tools";

  /** The name, in parameter rules, of a {@code tool_choice} that forces a call. */
  private static final String FORCED_CHOICE = "tool_choice.forced";

  private final ModelRequest request;
  private final AnthropicOptions options;
  private final CombinedExtra extra;
  private final JsonGenerator json;
  private final @Nullable OutputFormat function;

  ClaudeToolsWriter(
      ModelRequest request, AnthropicOptions options, CombinedExtra extra, JsonGenerator json) {
    this.request = request;
    this.options = options;
    this.extra = extra;
    this.json = json;
    OutputFormat output = request.output();
    this.function = output != null && output.mode() == ResponseMode.TOOL_CALL ? output : null;
  }

  /** Returns whether a call can be forced: not by some families, nor with a thinking budget. */
  boolean forcesCalls() {
    return request.rules().accepts(FORCED_CHOICE) && options.thinking().budgetTokens() == null;
  }

  /** Writes both parameters; returns whether the tools contain the additional ones. */
  boolean write(Predicate<String> shouldWrite) {
    boolean hasFunctions = function != null || !request.tools().isEmpty();
    if (!hasFunctions && !extra.has(TOOLS)) {
      return false;
    }
    boolean isAccepted = request.rules().accepts(TOOLS);
    if (isAccepted) {
      json.writeArrayPropertyStart(TOOLS);
      for (ToolSpec tool : request.tools()) {
        writeTool(tool.name(), tool.description(), tool.schema());
      }
      if (function != null) {
        writeTool(function.name(), function.description(), function.schema());
      }
      extra.items(TOOLS).forEach(tool -> json.writeRawValue(tool.toString()));
      json.writeEndArray();
    }
    if (shouldWrite.test("tool_choice")) {
      writeToolChoice();
    }
    return isAccepted;
  }

  private void writeTool(String name, String description, String schema) {
    json.writeStartObject();
    json.writeStringProperty("name", name);
    if (!description.isBlank()) {
      json.writeStringProperty("description", description);
    }
    json.writeName("input_schema");
    json.writeRawValue(schema);
    json.writeEndObject();
  }

  /**
   * Forces a call of the output's function, or of any function if there are others; the default is
   * that the model chooses.
   */
  private void writeToolChoice() {
    Boolean parallel = options.parallelToolCalls();
    boolean isForced = function != null && forcesCalls();
    if (!isForced && parallel == null) {
      return;
    }
    json.writeObjectPropertyStart("tool_choice");
    if (function != null && isForced && request.tools().isEmpty() && !extra.has(TOOLS)) {
      json.writeStringProperty("type", "tool");
      json.writeStringProperty("name", function.name());
    } else {
      json.writeStringProperty("type", isForced ? "any" : "auto");
    }
    if (parallel != null) {
      json.writeBooleanProperty("disable_parallel_tool_use", !parallel);
    }
    json.writeEndObject();
  }
}
