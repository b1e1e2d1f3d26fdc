package org.atomicagents.openai;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.internal.provider.CombinedExtra;
import org.atomicagents.internal.provider.WireJson;
import org.atomicagents.message.Message;
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
  private final CombinedExtra extra;
  private final Set<String> combined = new HashSet<>();

  private ResponsesRequestWriter(
      ModelRequest request, String provider, ResponsesOptions options, JsonGenerator json) {
    this.request = request;
    this.provider = provider;
    this.options = options;
    this.json = json;
    this.extra = new CombinedExtra(request);
    if (ToolsWriter.combinesTools(request)) {
      combined.add(ToolsWriter.TOOLS);
    }
  }

  /** Returns the body of a request, in UTF-8. */
  static byte[] of(ModelRequest request, String provider, ResponsesOptions options) {
    var bytes = new ByteArrayOutputStream(2048);
    try (JsonGenerator json = WireJson.generator(bytes)) {
      new ResponsesRequestWriter(request, provider, options, json).write();
    }
    return bytes.toByteArray();
  }

  private void write() {
    json.writeStartObject();
    if (shouldWrite("model")) {
      json.writeStringProperty("model", request.model());
    }
    if (shouldWrite("input")) {
      writeInput();
    }
    writeSampling(request.sampling());
    ToolsWriter tools = ToolsWriter.flat(request, json, this::shouldWrite);
    tools.write();
    writeOptions(tools.hasTools());
    writeText();
    if (RequestWriter.asksForProbabilities(request)
        && shouldWrite(RequestWriter.TOP_PROBABILITIES)) {
      json.writeNumberProperty(RequestWriter.TOP_PROBABILITIES, RequestWriter.MAX_ALTERNATIVES);
    }
    writeState();
    if (request.stream() && shouldWrite("stream")) {
      json.writeBooleanProperty("stream", true);
    }
    request.sampling().extra().forEach(this::writeExtra);
    json.writeEndObject();
  }

  private void writeInput() {
    OutputFormat output = request.output();
    List<Message> messages =
        output == null ? request.messages() : output.instruct(request.messages());
    json.writeArrayPropertyStart("input");
    var writer = new ResponsesItemWriter(json, provider, request, options.cacheBreakpoints());
    messages.forEach(writer::write);
    json.writeEndArray();
  }

  private void writeSampling(Sampling sampling) {
    if (sampling.temperature() != null && shouldWrite("temperature")) {
      json.writeNumberProperty("temperature", sampling.temperature());
    }
    if (sampling.topP() != null && shouldWrite("top_p")) {
      json.writeNumberProperty("top_p", sampling.topP());
    }
    if (sampling.maxTokens() != null && shouldWrite("max_output_tokens")) {
      json.writeNumberProperty("max_output_tokens", sampling.maxTokens());
    }
    String effort = request.rules().accepts("reasoning_effort") ? sampling.reasoningEffort() : null;
    Enum<?> summary = options.reasoningSummary();
    if ((effort != null || summary != null) && shouldWrite("reasoning")) {
      json.writeObjectPropertyStart("reasoning");
      writeTextProperty("effort", effort);
      writeTextProperty("summary", summary == null ? null : ResponsesOptions.wireName(summary));
      json.writeEndObject();
    }
  }

  private void writeOptions(boolean hasTools) {
    Boolean parallel = options.parallelToolCalls();
    if (hasTools && parallel != null && shouldWrite("parallel_tool_calls")) {
      json.writeBooleanProperty("parallel_tool_calls", parallel);
    }
    writeOption("service_tier", options.serviceTier());
    writeOption("prompt_cache_key", options.promptCacheKey());
    writeOption("safety_identifier", options.safetyIdentifier());
  }

  private void writeOption(String name, @Nullable String value) {
    if (shouldWrite(name)) {
      writeTextProperty(name, value);
    }
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
    combined.add(TEXT);
    ObjectNode more = extra.object(TEXT);
    json.writeObjectPropertyStart(TEXT);
    if (output != null && hasFormat) {
      requireNoFormat(more, output);
      writeFormat(output);
    }
    if (verbosity != null && !more.has("verbosity")) {
      json.writeStringProperty("verbosity", ResponsesOptions.wireName(verbosity));
    }
    more.properties().forEach(field -> writeRaw(field.getKey(), field.getValue().toString()));
    json.writeEndObject();
  }

  private static void requireNoFormat(ObjectNode text, OutputFormat output) {
    if (text.has("format")) {
      throw ConfigurationException.of(
          "Sampling.extra 'text': expected no \"format\", since the request has the format of the output '%s', found %s\nRemove it, or set another ResponseMode."
              .formatted(output.name(), text));
    }
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
    if (isBackground && shouldWrite("background")) {
      json.writeBooleanProperty("background", true);
    }
    if (shouldWrite("store")) {
      json.writeBooleanProperty("store", isBackground);
    }
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
    combined.add(INCLUDE);
    json.writeArrayPropertyStart(INCLUDE);
    included.forEach(json::writeString);
    for (JsonNode name : extra.items(INCLUDE)) {
      if (!included.contains(name.asString(""))) {
        json.writeRawValue(name.toString());
      }
    }
    json.writeEndArray();
  }

  private void writeExtra(String name, String value) {
    if (!combined.contains(name)) {
      writeRaw(name, value);
    }
  }

  private void writeRaw(String name, String value) {
    json.writeName(name);
    json.writeRawValue(value);
  }

  /** Returns whether the model accepts a parameter and {@code extra} does not override it. */
  private boolean shouldWrite(String name) {
    return request.rules().accepts(name) && !extra.has(name);
  }
}
