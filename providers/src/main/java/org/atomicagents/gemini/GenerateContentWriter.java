package org.atomicagents.gemini;

import java.util.List;
import java.util.Locale;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.internal.provider.ParameterWriter;
import org.atomicagents.internal.provider.WireJson;
import org.atomicagents.message.Message;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.Sampling;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.node.ObjectNode;

/**
 * A writer of request bodies of generateContent (https://ai.google.dev/api/generate-content).
 *
 * <p>Additional parameters replace the fields of the request; {@code tools}, {@code toolConfig} and
 * {@code generationConfig} with its {@code thinkingConfig} are combined with those of the request.
 * One candidate is requested, which is the default.
 */
final class GenerateContentWriter {
  private static final String THINKING = "thinkingConfig";
  private static final String CONFIG = "generationConfig";
  private static final List<String> FORMATS =
      List.of("responseMimeType", "responseJsonSchema", "responseSchema");

  private final ModelRequest request;
  private final GeminiOptions options;
  private final JsonGenerator json;
  private final ParameterWriter parameters;

  private GenerateContentWriter(ModelRequest request, GeminiOptions options, JsonGenerator json) {
    this.request = request;
    this.options = options;
    this.json = json;
    this.parameters = new ParameterWriter(request, json);
  }

  /** Returns the body of a request, in UTF-8. */
  static byte[] of(ModelRequest request, GeminiOptions options) {
    return WireJson.write(json -> new GenerateContentWriter(request, options, json).write(""));
  }

  /** Returns the body of a request for the number of its tokens, in UTF-8. */
  static byte[] countTokens(ModelRequest request, GeminiOptions options) {
    return WireJson.writeObject(json -> {
      json.writeName("generateContentRequest");
      new GenerateContentWriter(request, options, json)
          .write(GeminiEndpoint.resourceName(request.model()));
    });
  }

  private void write(String model) {
    json.writeStartObject();
    if (!model.isEmpty()) {
      json.writeStringProperty("model", model);
    }
    writeMessages();
    new FunctionsWriter(request, json, parameters).write();
    writeOptions();
    writeConfig();
    parameters.writeExtra();
    json.writeEndObject();
  }

  private void writeMessages() {
    List<Message> messages = parameters.messages();
    boolean isSystemApart =
        options.cachedContent() == null && request.rules().systemRole().equals("system");
    var writer = new ContentsWriter(json, request, isSystemApart);
    if (parameters.shouldWrite("systemInstruction")) {
      writer.writeSystem(messages);
    }
    if (parameters.shouldWrite("contents")) {
      writer.write(messages);
    }
  }

  private void writeOptions() {
    if (!options.safetySettings().isEmpty() && parameters.shouldWrite("safetySettings")) {
      json.writeArrayPropertyStart("safetySettings");
      options
          .safetySettings()
          .forEach((category, threshold) -> {
            json.writeStartObject();
            json.writeStringProperty("category", "HARM_CATEGORY_" + category);
            json.writeStringProperty("threshold", threshold.name());
            json.writeEndObject();
          });
      json.writeEndArray();
    }
    parameters.writeText("cachedContent", options.cachedContent());
    parameters.writeText("serviceTier", options.serviceTier());
  }

  private void writeConfig() {
    ObjectNode more = parameters.combineObject(CONFIG);
    OutputFormat output = GeminiRules.jsonFormat(request);
    ObjectNode config = WireJson.JsonTreeReader.MAPPER.createObjectNode();
    addSampling(request.sampling(), config);
    addThinking(config);
    if (options.mediaResolution() != null) {
      config.put("mediaResolution", "MEDIA_RESOLUTION_" + options.mediaResolution());
    }
    if (output != null) {
      ParameterWriter.requireNoFormat(CONFIG, more, FORMATS, output);
      config.put("responseMimeType", "application/json");
    }
    if (more.path(THINKING) instanceof ObjectNode thinking) {
      more.set(THINKING, config.withObjectProperty(THINKING).setAll(thinking));
    }
    config.setAll(more);
    if (config.isEmpty()) {
      return;
    }
    json.writeObjectPropertyStart(CONFIG);
    WireJson.writeFields(json, config);
    if (output != null && output.mode().sendsSchema()) {
      WireJson.writeField(
          json, "responseJsonSchema", GeminiRules.SCHEMAS.apply(output.effectiveSchema()));
    }
    json.writeEndObject();
  }

  private void addSampling(Sampling sampling, ObjectNode config) {
    if (sampling.temperature() != null) {
      config.put("temperature", sampling.temperature());
    }
    if (sampling.topP() != null) {
      config.put("topP", sampling.topP());
    }
    if (sampling.maxTokens() != null) {
      config.put("maxOutputTokens", sampling.maxTokens());
    }
    if (!sampling.stop().isEmpty()) {
      var texts = config.putArray("stopSequences");
      sampling.stop().forEach(texts::add);
    }
    Long seed = sampling.seed();
    if (seed != null) {
      config.put("seed", requireInt(seed));
    }
  }

  private int requireInt(long seed) {
    if (seed != (int) seed) {
      throw ConfigurationException.of(
          "Model '%s' does not accept the seed %d: expected %d to %d.\nChange Sampling.withSeed."
              .formatted(request.model(), seed, Integer.MIN_VALUE, Integer.MAX_VALUE));
    }
    return (int) seed;
  }

  private void addThinking(ObjectNode config) {
    String effort =
        request.rules().accepts(GeminiRules.EFFORT) ? request.sampling().reasoningEffort() : null;
    if (effort == null && !options.thoughts()) {
      return;
    }
    ObjectNode thinking = config.putObject(THINKING);
    if (effort != null) {
      Integer budget = GeminiRules.budget(request.rules(), effort);
      if (budget == null) {
        thinking.put("thinkingLevel", effort.toUpperCase(Locale.ROOT));
      } else {
        thinking.put("thinkingBudget", budget);
      }
    }
    if (options.thoughts()) {
      thinking.put("includeThoughts", true);
    }
  }
}
