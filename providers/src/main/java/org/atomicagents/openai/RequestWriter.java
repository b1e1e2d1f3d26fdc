package org.atomicagents.openai;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.atomicagents.internal.provider.WireJson;
import org.atomicagents.message.Message;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.Sampling;
import org.jspecify.annotations.Nullable;
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

  private RequestWriter(ModelRequest request, String provider, JsonGenerator json) {
    this.request = request;
    this.provider = provider;
    this.json = json;
  }

  /** Returns the body of a request, in UTF-8. */
  static byte[] of(ModelRequest request, String provider) {
    var bytes = new ByteArrayOutputStream(2048);
    try (JsonGenerator json = WireJson.generator(bytes)) {
      new RequestWriter(request, provider, json).write();
    }
    return bytes.toByteArray();
  }

  private void write() {
    json.writeStartObject();
    if (shouldWrite("model")) {
      json.writeStringProperty("model", request.model());
    }
    if (shouldWrite("messages")) {
      writeMessages();
    }
    writeSampling(request.sampling());
    new ToolsWriter(request, json, this::shouldWrite).write();
    writeProbabilities();
    writeStream();
    request.sampling().extra().forEach(this::writeRaw);
    json.writeEndObject();
  }

  private void writeMessages() {
    OutputFormat output = request.output();
    List<Message> messages =
        output == null ? request.messages() : output.instruct(request.messages());
    json.writeArrayPropertyStart("messages");
    var writer = new MessageWriter(json, provider, request.rules().systemRole(), request.model());
    messages.forEach(writer::write);
    json.writeEndArray();
  }

  private void writeSampling(Sampling sampling) {
    writeNumber("temperature", sampling.temperature());
    writeNumber("top_p", sampling.topP());
    writeNumber("max_tokens", sampling.maxTokens());
    if (!sampling.stop().isEmpty() && shouldWrite("stop")) {
      json.writeArrayPropertyStart(nameOf("stop"));
      sampling.stop().forEach(json::writeString);
      json.writeEndArray();
    }
    writeNumber("seed", sampling.seed());
    String effort = sampling.reasoningEffort();
    if (effort != null && shouldWrite("reasoning_effort")) {
      json.writeStringProperty(nameOf("reasoning_effort"), effort);
    }
  }

  private void writeNumber(String name, @Nullable Number value) {
    if (value == null || !shouldWrite(name)) {
      return;
    }
    switch (value) {
      case Double real -> json.writeNumberProperty(nameOf(name), real);
      default -> json.writeNumberProperty(nameOf(name), value.longValue());
    }
  }

  /** Returns whether a request asks for the probabilities of the response's tokens. */
  static boolean asksForProbabilities(ModelRequest request) {
    OutputFormat output = request.output();
    return output != null && output.mode() == ResponseMode.DECISION;
  }

  private void writeProbabilities() {
    if (!asksForProbabilities(request)) {
      return;
    }
    if (shouldWrite("logprobs")) {
      json.writeBooleanProperty("logprobs", true);
    }
    if (shouldWrite(TOP_PROBABILITIES)) {
      json.writeNumberProperty(nameOf(TOP_PROBABILITIES), MAX_ALTERNATIVES);
    }
  }

  private void writeStream() {
    if (!request.stream()) {
      return;
    }
    if (shouldWrite("stream")) {
      json.writeBooleanProperty("stream", true);
    }
    if (shouldWrite("stream_options")) {
      json.writeObjectPropertyStart("stream_options");
      json.writeBooleanProperty("include_usage", true);
      json.writeEndObject();
    }
  }

  private void writeRaw(String name, String value) {
    if (!name.equals(ToolsWriter.TOOLS) || !ToolsWriter.combinesTools(request)) {
      json.writeName(name);
      json.writeRawValue(value);
    }
  }

  /** Returns whether the model accepts a parameter and {@code extra} does not override it. */
  private boolean shouldWrite(String name) {
    return request.rules().accepts(name) && !request.sampling().extra().containsKey(nameOf(name));
  }

  private String nameOf(String name) {
    return request.rules().nameOf(name);
  }
}
