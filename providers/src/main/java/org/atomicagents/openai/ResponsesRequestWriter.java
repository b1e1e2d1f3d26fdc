package org.atomicagents.openai;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.internal.provider.ParameterWriter;
import org.atomicagents.internal.provider.WireJson;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.Sampling;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A writer of request bodies of the Responses API.
 *
 * <p>Requests are stateless: OpenAI stores no response, and returns the reasoning in encrypted
 * form, which the next request of the conversation repeats. Source:
 * https://platform.openai.com/docs/api-reference/responses/create.
 */
final class ResponsesRequestWriter {
  private static final String TEXT = "text";
  private static final String INCLUDE = "include";
  private static final String ENCRYPTED_REASONING = "reasoning.encrypted_content";
  private static final String PROBABILITIES = "message.output_text.logprobs";

  private final ModelRequest request;
  private final String provider;
  private final ResponsesOptions options;
  private final JsonGenerator json;
  private final ParameterWriter parameters;

  private ResponsesRequestWriter(
      ModelRequest request, String provider, ResponsesOptions options, JsonGenerator json) {
    this.request = request;
    this.provider = provider;
    this.options = options;
    this.json = json;
    this.parameters = new ParameterWriter(request, json);
  }

  /** Returns the body of a request, in UTF-8. */
  static byte[] of(ModelRequest request, String provider, ResponsesOptions options) {
    return WireJson.write(
        json -> new ResponsesRequestWriter(request, provider, options, json).write());
  }

  private void write() {
    json.writeStartObject();
    parameters.writeText("model", request.model());
    if (parameters.shouldWrite("input")) {
      writeInput();
    }
    writeSampling(request.sampling());
    ToolsWriter tools = ToolsWriter.flat(request, json, parameters);
    tools.write();
    writeOptions(tools.hasTools());
    writeText();
    if (RequestWriter.asksForProbabilities(request)) {
      parameters.writeNumber(RequestWriter.TOP_PROBABILITIES, RequestWriter.MAX_ALTERNATIVES);
    }
    writeState();
    if (request.stream()) {
      parameters.writeFlag("stream", true);
    }
    parameters.writeExtra();
    json.writeEndObject();
  }

  private void writeInput() {
    json.writeArrayPropertyStart("input");
    var writer = new ResponsesItemWriter(json, provider, request, options.cacheBreakpoints());
    parameters.messages().forEach(writer::write);
    json.writeEndArray();
  }

  private void writeSampling(Sampling sampling) {
    parameters.writeNumber("temperature", sampling.temperature());
    parameters.writeNumber("top_p", sampling.topP());
    parameters.writeNumber("max_output_tokens", sampling.maxTokens());
    String effort = request.rules().accepts("reasoning_effort") ? sampling.reasoningEffort() : null;
    Enum<?> summary = options.reasoningSummary();
    if ((effort != null || summary != null) && parameters.shouldWrite("reasoning")) {
      json.writeObjectPropertyStart("reasoning");
      writeTextProperty("effort", effort);
      writeTextProperty("summary", summary == null ? null : ResponsesOptions.wireName(summary));
      json.writeEndObject();
    }
  }

  private void writeOptions(boolean hasTools) {
    Boolean parallel = options.parallelToolCalls();
    if (hasTools && parallel != null) {
      parameters.writeFlag("parallel_tool_calls", parallel);
    }
    parameters.writeText("service_tier", options.serviceTier());
    parameters.writeText("prompt_cache_key", options.promptCacheKey());
    parameters.writeText("safety_identifier", options.safetyIdentifier());
  }

  private void writeTextProperty(String name, @Nullable String value) {
    if (value != null) {
      json.writeStringProperty(name, value);
    }
  }

  private void writeText() {
    OutputFormat output = request.output();
    boolean hasFormat =
        output != null
            && (output.mode().sendsSchema() || output.mode() == ResponseMode.JSON_OBJECT);
    Enum<?> verbosity = options.verbosity();
    if ((!hasFormat && verbosity == null) || !request.rules().accepts(TEXT)) {
      return;
    }
    ObjectNode more = parameters.combineObject(TEXT);
    json.writeObjectPropertyStart(TEXT);
    if (output != null && hasFormat) {
      ParameterWriter.requireNoFormat(TEXT, more, List.of("format"), output);
      writeFormat(output);
    }
    if (verbosity != null && !more.has("verbosity")) {
      json.writeStringProperty("verbosity", ResponsesOptions.wireName(verbosity));
    }
    WireJson.writeFields(json, more);
    json.writeEndObject();
  }

  private void writeFormat(OutputFormat format) {
    json.writeObjectPropertyStart("format");
    if (format.mode().sendsSchema()) {
      json.writeStringProperty("type", "json_schema");
      ToolsWriter.writeSchema(format, json);
    } else {
      json.writeStringProperty("type", "json_object");
    }
    json.writeEndObject();
  }

  /**
   * Writes that nothing is stored, except for responses in the background, which contain no
   * encrypted reasoning. Models without reasoning reject the request for it.
   */
  private void writeState() {
    boolean isBackground = options.backgroundPoll() != null;
    if (isBackground) {
      parameters.writeFlag("background", true);
    }
    parameters.writeFlag("store", isBackground);
    var included = new ArrayList<String>();
    if (request.rules().reasoning().supported() && !isBackground) {
      included.add(ENCRYPTED_REASONING);
    }
    if (RequestWriter.asksForProbabilities(request)) {
      included.add(PROBABILITIES);
    }
    writeIncluded(included);
  }

  private void writeIncluded(List<String> included) {
    if (included.isEmpty() || !request.rules().accepts(INCLUDE)) {
      return;
    }
    json.writeArrayPropertyStart(INCLUDE);
    included.forEach(json::writeString);
    for (JsonNode name : parameters.combineList(INCLUDE)) {
      if (!included.contains(name.asString(""))) {
        json.writeRawValue(name.toString());
      }
    }
    json.writeEndArray();
  }
}
