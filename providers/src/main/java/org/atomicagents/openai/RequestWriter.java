package org.atomicagents.openai;

import org.atomicagents.internal.provider.ParameterWriter;
import org.atomicagents.internal.provider.WireJson;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.Sampling;
import tools.jackson.core.JsonGenerator;

/** A writer of request bodies: https://platform.openai.com/docs/api-reference/chat. */
final class RequestWriter {
  /** The name of the parameter for the number of alternatives of each token. */
  static final String TOP_PROBABILITIES = "top_logprobs";

  /** The largest number of alternatives that OpenAI accepts. */
  static final int MAX_ALTERNATIVES = 20;

  private final ModelRequest request;
  private final String provider;
  private final JsonGenerator json;
  private final ParameterWriter parameters;

  private RequestWriter(ModelRequest request, String provider, JsonGenerator json) {
    this.request = request;
    this.provider = provider;
    this.json = json;
    this.parameters = new ParameterWriter(request, json);
  }

  /** Returns the body of a request, in UTF-8. */
  static byte[] of(ModelRequest request, String provider) {
    return WireJson.write(json -> new RequestWriter(request, provider, json).write());
  }

  private void write() {
    json.writeStartObject();
    parameters.writeText("model", request.model());
    if (parameters.shouldWrite("messages")) {
      writeMessages();
    }
    writeSampling(request.sampling());
    new ToolsWriter(request, json, parameters).write();
    writeProbabilities();
    writeStream();
    parameters.writeExtra();
    json.writeEndObject();
  }

  private void writeMessages() {
    json.writeArrayPropertyStart("messages");
    var writer = new MessageWriter(json, provider, request.rules().systemRole(), request.model());
    parameters.messages().forEach(writer::write);
    json.writeEndArray();
  }

  private void writeSampling(Sampling sampling) {
    parameters.writeNumber("temperature", sampling.temperature());
    parameters.writeNumber("top_p", sampling.topP());
    parameters.writeNumber("max_tokens", sampling.maxTokens());
    parameters.writeTexts("stop", sampling.stop());
    parameters.writeNumber("seed", sampling.seed());
    parameters.writeText("reasoning_effort", sampling.reasoningEffort());
  }

  /** Returns whether a request asks for the probabilities of the response's tokens. */
  static boolean asksForProbabilities(ModelRequest request) {
    OutputFormat output = request.output();
    return output != null && output.mode() == ResponseMode.DECISION;
  }

  private void writeProbabilities() {
    if (asksForProbabilities(request)) {
      parameters.writeFlag("logprobs", true);
      parameters.writeNumber(TOP_PROBABILITIES, MAX_ALTERNATIVES);
    }
  }

  private void writeStream() {
    if (!request.stream()) {
      return;
    }
    parameters.writeFlag("stream", true);
    if (parameters.shouldWrite("stream_options")) {
      json.writeObjectPropertyStart("stream_options");
      json.writeBooleanProperty("include_usage", true);
      json.writeEndObject();
    }
  }
}
