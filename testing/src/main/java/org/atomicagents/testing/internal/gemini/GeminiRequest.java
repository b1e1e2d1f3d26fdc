package org.atomicagents.testing.internal.gemini;

import java.util.List;
import java.util.Locale;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.testing.internal.generate.SimpleTokenizer;
import org.atomicagents.testing.internal.server.GenerationRequest;
import org.atomicagents.testing.internal.server.MessageText;
import org.atomicagents.testing.internal.server.PromptSchemaFinder;
import org.atomicagents.testing.internal.server.RequestedOutput;
import org.atomicagents.testing.internal.server.ServerJson;
import org.atomicagents.testing.internal.server.SupportedModes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A parsed request of generateContent.
 *
 * <p>The model calls a function if functions are declared, until the request ends with a response
 * without {@code error}.
 *
 * @param tree the request with names in camel case
 */
record GeminiRequest(JsonNode tree, String model, RequestedOutput output)
    implements GenerationRequest {

  /**
   * Returns the checked request.
   *
   * @throws org.atomicagents.testing.internal.server.ApiError if Google would reject the request
   */
  static GeminiRequest of(JsonNode body, String model) {
    ObjectNode tree = ProtoFields.normalized(body, "Request");
    GeminiContents.check(tree.path("contents"));
    GeminiFunctions.check(tree);
    GeminiParameters.check(tree, GeminiFamily.of(model));
    ThoughtSignature.check(model, tree.path("contents"));
    return new GeminiRequest(tree, model, requestedOutput(tree));
  }

  private static RequestedOutput requestedOutput(JsonNode tree) {
    var functions = GeminiFunctions.offered(tree);
    String mode = GeminiFunctions.choice(tree).path("mode").asString("AUTO");
    boolean calls = mode.equals("ANY") || (!mode.equals("NONE") && !endsWithResponse(tree));
    if (calls && !functions.isEmpty()) {
      return new RequestedOutput.ToolInvocation(functions, false);
    }
    JsonNode config = tree.path("generationConfig");
    if (config.has("responseJsonSchema")) {
      return new RequestedOutput.JsonOutput(
          config.get("responseJsonSchema"), "generation_config.response_json_schema");
    }
    if (config.has("responseSchema")) {
      return new RequestedOutput.JsonOutput(
          OpenApiSchema.toJsonSchema(config.get("responseSchema")),
          "generation_config.response_schema");
    }
    RequestedOutput fallback =
        config.path("responseMimeType").asString("").equals("application/json")
            ? new RequestedOutput.JsonOutput(anyObject(), "generation_config.response_mime_type")
            : new RequestedOutput.PlainText();
    return PromptSchemaFinder.find(text(tree.path("systemInstruction")))
        .<RequestedOutput>map(found -> new RequestedOutput.JsonOutput(found, "system_instruction"))
        .orElse(fallback);
  }

  private static JsonNode anyObject() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
    schema.putObject("additionalProperties").put("type", "string");
    return schema;
  }

  private static boolean endsWithResponse(JsonNode tree) {
    JsonNode contents = tree.path("contents");
    return GeminiContents.parts(contents.path(contents.size() - 1), "functionResponse").stream()
        .anyMatch(response -> !response.path("response").has("error"));
  }

  /** Throws Google's error if the request uses an unsupported mode. */
  void requireSupported(SupportedModes modes) {
    if (GeminiFunctions.areDeclared(tree) && !modes.has(ResponseMode.TOOL_CALL)) {
      throw GoogleErrors.invalid("Function calling is not enabled for models/" + model);
    }
    JsonNode config = tree.path("generationConfig");
    boolean hasSchema = config.has("responseJsonSchema") || config.has("responseSchema");
    boolean isJson = config.path("responseMimeType").asString("").equals("application/json");
    if ((hasSchema && !modes.has(ResponseMode.JSON_SCHEMA))
        || (isJson && !hasSchema && !modes.has(ResponseMode.JSON_OBJECT))) {
      throw GoogleErrors.invalid("JSON mode is not enabled for models/" + model);
    }
  }

  /** Returns whether the model thinks before it responds. */
  boolean thinks() {
    JsonNode thinking = thinking();
    String level = thinking.path("thinkingLevel").asString("").toUpperCase(Locale.ROOT);
    boolean isOff = thinking.path("thinkingBudget").asInt(-1) == 0 || level.equals("MINIMAL");
    return !isOff && (GeminiFamily.of(model).thinks() || thinking.isObject());
  }

  boolean includesThoughts() {
    return thinks() && thinking().path("includeThoughts").asBoolean(false);
  }

  /** Returns whether the response has a thought signature. */
  boolean isSigned() {
    return thinks() || GeminiFamily.of(model).requiresSignatures();
  }

  private JsonNode thinking() {
    return tree.path("generationConfig").path("thinkingConfig");
  }

  @Override
  public int maxTokens() {
    return tree.path("generationConfig").path("maxOutputTokens").asInt(Integer.MAX_VALUE);
  }

  @Override
  public List<String> stopSequences() {
    return tree.path("generationConfig").path("stopSequences").values().stream()
        .map(JsonNode::asString)
        .toList();
  }

  @Override
  public String identity() {
    return model + ServerJson.text(tree);
  }

  @Override
  public String lastUserText() {
    String last = "";
    for (JsonNode content : tree.path("contents")) {
      String text = text(content);
      boolean isUser = !content.path("role").asString("user").equals("model");
      last = isUser && !text.isEmpty() ? text : last;
    }
    return MessageText.withoutNames(last);
  }

  @Override
  public int promptTokens() {
    int tokens = SimpleTokenizer.count(text(tree.path("systemInstruction")));
    for (JsonNode content : tree.path("contents")) {
      tokens += 2 + SimpleTokenizer.count(text(content));
      for (String name : List.of("functionCall", "functionResponse")) {
        for (JsonNode part : GeminiContents.parts(content, name)) {
          tokens += SimpleTokenizer.count(ServerJson.text(part));
        }
      }
    }
    return tokens
        + (tree.has("tools") ? SimpleTokenizer.count(ServerJson.text(tree.get("tools"))) : 0);
  }

  private static String text(JsonNode content) {
    return MessageText.of(content.path("parts"));
  }
}
