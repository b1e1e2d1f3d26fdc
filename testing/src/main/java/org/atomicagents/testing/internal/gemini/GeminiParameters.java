package org.atomicagents.testing.internal.gemini;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Checks the generation parameters of a request.
 *
 * <p>Source: <a href="https://ai.google.dev/api/generate-content#GenerationConfig">GenerationConfig
 * </a>, <a href="https://ai.google.dev/gemini-api/docs/structured-output">Structured output</a> and
 * <a href="https://ai.google.dev/gemini-api/docs/thinking">Thinking</a>.
 */
final class GeminiParameters {
  private static final String PATH = "* GenerateContentRequest.generation_config.";
  private static final String JSON = "application/json";
  private static final Set<String> FORMATS = Set.of("", "text/plain", JSON);
  private static final int MAX_STOPS = 5;
  private static final double MAX_TEMPERATURE = 2;

  private GeminiParameters() {}

  /** Throws Google's error if a parameter is not accepted. */
  static void check(JsonNode tree, GeminiFamily family) {
    JsonNode config = tree.path("generationConfig");
    checkFormat(config);
    checkNumbers(config);
    boolean isJson = config.path("responseMimeType").asString("").equals(JSON);
    if (isJson && GeminiFunctions.areDeclared(tree) && !family.hasJsonWithFunctions()) {
      throw GoogleErrors.invalid(
          "Function calling with a response mime type: 'application/json' is unsupported");
    }
    if (config.has("thinkingConfig")) {
      checkThinking(config.get("thinkingConfig"), family);
    }
  }

  private static void checkFormat(JsonNode config) {
    String format = config.path("responseMimeType").asString("");
    if (!FORMATS.contains(format)) {
      throw GoogleErrors.invalid(
          PATH
              + "response_mime_type: allowed mimetypes of the simulated provider are `text/plain`"
              + " and `application/json`.\n");
    }
    if (config.has("responseSchema") && config.has("responseJsonSchema")) {
      throw GoogleErrors.invalid(
          PATH
              + "response_schema: only one of response_schema and response_json_schema can be"
              + " set\n");
    }
    for (String schema : List.of("responseSchema", "responseJsonSchema")) {
      if (config.has(schema) && !format.equals(JSON)) {
        throw GoogleErrors.invalid(
            PATH
                + "response_schema: only allowed when the response mime type is"
                + " `application/json`.\n");
      }
    }
  }

  private static void checkNumbers(JsonNode config) {
    if (config.path("candidateCount").asInt(1) != 1) {
      throw GoogleErrors.invalid(
          PATH + "candidate_count: only one candidate is supported by the simulated provider.\n");
    }
    if (config.path("maxOutputTokens").asInt(1) < 1) {
      throw GoogleErrors.invalid(PATH + "max_output_tokens: max_output_tokens must be positive.\n");
    }
    double temperature = config.path("temperature").asDouble(0);
    if (!(temperature >= 0 && temperature <= MAX_TEMPERATURE)) {
      throw GoogleErrors.invalid(
          PATH + "temperature: temperature must be in the range [0.0, 2.0].\n");
    }
    double topP = config.path("topP").asDouble(0);
    if (!(topP >= 0 && topP <= 1)) {
      throw GoogleErrors.invalid(PATH + "top_p: top_p must be in the range [0.0, 1.0].\n");
    }
    if (config.path("stopSequences").size() > MAX_STOPS) {
      throw GoogleErrors.invalid(
          PATH + "stop_sequences: at most " + MAX_STOPS + " stop sequences are allowed.\n");
    }
  }

  private static void checkThinking(JsonNode thinking, GeminiFamily family) {
    if (family.isKnown() && !family.thinks()) {
      throw GoogleErrors.invalid("Thinking is not supported by this model.");
    }
    boolean hasLevel = thinking.has("thinkingLevel");
    if (hasLevel && thinking.has("thinkingBudget")) {
      throw GoogleErrors.invalid(
          "You can only set only one of thinking budget and thinking level.");
    }
    if (hasLevel) {
      checkLevel(thinking.get("thinkingLevel").asString(""), family);
    }
    if (thinking.has("thinkingBudget") && family.isKnown()) {
      checkBudget(thinking.get("thinkingBudget").asInt(-1), family);
    }
  }

  private static void checkLevel(String level, GeminiFamily family) {
    String name = level.toUpperCase(Locale.ROOT);
    if (!Set.of("MINIMAL", "LOW", "MEDIUM", "HIGH").contains(name)) {
      throw GoogleErrors.invalid(
          "Invalid value at 'generation_config.thinking_config.thinking_level'"
              + " (type.googleapis.com/google.ai.generativelanguage.v1beta.ThinkingConfig.ThinkingLevel),"
              + " \""
              + level
              + "\"");
    }
    if (!family.hasLevels()) {
      throw GoogleErrors.invalid("Thinking level is not supported for this model.");
    }
    if (!family.levels().contains(name)) {
      throw GoogleErrors.invalid(
          "Thinking level %s is not supported for this model. Please retry with other thinking level."
              .formatted(name));
    }
  }

  private static void checkBudget(int budget, GeminiFamily family) {
    if (budget == -1 || (budget == 0 && family.canDisableThinking())) {
      return;
    }
    if (budget == 0) {
      throw GoogleErrors.invalid("Budget 0 is invalid. This model only works in thinking mode.");
    }
    if (budget < family.minBudget() || budget > family.maxBudget()) {
      throw GoogleErrors.invalid(
          "The thinking budget %d is invalid. Please choose a value between %d and %d."
              .formatted(budget, family.minBudget(), family.maxBudget()));
    }
  }
}
