package org.atomicagents.testing.internal.messages;

import java.util.List;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.testing.internal.server.GenerationRequest;
import org.atomicagents.testing.internal.server.MessageText;
import org.atomicagents.testing.internal.server.PromptSchemaFinder;
import org.atomicagents.testing.internal.server.RequestedOutput;
import org.atomicagents.testing.internal.server.ServerJson;
import org.atomicagents.testing.internal.server.SupportedModes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A parsed request of the Messages API.
 *
 * <p>The model calls a tool if tools are offered, until the request ends with a result that is no
 * error.
 *
 * @param blocks the blocks of the prompt, in the order of caching
 */
record ClaudeRequest(JsonNode tree, String model, List<PromptBlock> blocks, RequestedOutput output)
    implements GenerationRequest {
  /** The text with which a user requests redacted thinking; any suffix is allowed. */
  static final String REDACTION = "ANTHROPIC_MAGIC_STRING_TRIGGER_REDACTED_THINKING";

  /** The text with which a user requests a refusal; any suffix is allowed. */
  static final String REFUSAL = "ANTHROPIC_MAGIC_STRING_TRIGGER_REFUSAL";

  /**
   * Returns the checked request.
   *
   * @param isCount whether the request counts tokens only
   * @param isBeta whether the request enables beta features
   * @throws org.atomicagents.testing.internal.server.ApiError if Anthropic would reject the request
   */
  static ClaudeRequest of(JsonNode tree, boolean isCount, boolean isBeta) {
    String model = ClaudeFields.requireText(tree, "", "model");
    ClaudeFamily family = ClaudeFamily.of(model);
    ClaudeFields.require(tree, "", "messages");
    ClaudeParameters.check(tree, family, isCount, isBeta);
    ClaudeTools.check(tree, family);
    ClaudeMessages.check(tree, family);
    List<PromptBlock> blocks = PromptBlock.of(tree);
    CacheMarkers.check(tree, blocks);
    ThinkingSignature.check(model, tree.get("messages"));
    return new ClaudeRequest(tree, model, blocks, requestedOutput(tree));
  }

  private static RequestedOutput requestedOutput(JsonNode tree) {
    JsonNode choice = tree.path("tool_choice");
    String type = choice.path("type").asString("auto");
    var tools = ClaudeTools.offered(tree, choice.path("name").asString(""));
    boolean calls = type.equals("auto") ? !endsWithResult(tree) : !type.equals("none");
    if (calls && !tools.isEmpty()) {
      return new RequestedOutput.ToolInvocation(tools, false);
    }
    JsonNode schema = tree.path("output_config").path("format").path("schema");
    if (schema.isObject()) {
      return new RequestedOutput.JsonOutput(schema, "output_config.format.schema");
    }
    return PromptSchemaFinder.find(MessageText.of(tree.path("system")))
        .<RequestedOutput>map(found -> new RequestedOutput.JsonOutput(found, "system"))
        .orElse(new RequestedOutput.PlainText());
  }

  private static boolean endsWithResult(JsonNode tree) {
    JsonNode messages = tree.path("messages");
    JsonNode content = messages.path(messages.size() - 1).path("content");
    return content.values().stream()
        .anyMatch(block ->
            block.path("type").asString("").equals("tool_result")
                && !block.path("is_error").asBoolean(false));
  }

  /** Throws Anthropic's error if the request uses an unsupported mode. */
  void requireSupported(SupportedModes modes) {
    if (tree.has("tools") && !modes.has(ResponseMode.TOOL_CALL)) {
      throw AnthropicErrors.invalid("'" + model + "' does not support tools.");
    }
    if (tree.path("output_config").has("format") && !modes.has(ResponseMode.JSON_SCHEMA)) {
      throw AnthropicErrors.invalid("'" + model + "' does not support output format.");
    }
  }

  boolean stream() {
    return tree.path("stream").asBoolean(false);
  }

  ClaudeFamily family() {
    return ClaudeFamily.of(model);
  }

  /** Returns whether the response begins with thinking. */
  boolean thinks() {
    String type = tree.path("thinking").path("type").asString("");
    return switch (type) {
      case "enabled", "adaptive" -> true;
      case "" -> family().thinksByDefault();
      default -> false;
    };
  }

  boolean hidesThinking() {
    String omitted = family().omitsThinking() ? "omitted" : "summarized";
    return tree.path("thinking").path("display").asString(omitted).equals("omitted");
  }

  boolean isRedacted() {
    return lastText().contains(REDACTION);
  }

  boolean isRefused() {
    return lastText().contains(REFUSAL);
  }

  List<JsonNode> messages() {
    return List.copyOf(tree.get("messages").values());
  }

  @Override
  public int maxTokens() {
    return tree.path("max_tokens").asInt(Integer.MAX_VALUE);
  }

  @Override
  public List<String> stopSequences() {
    return tree.path("stop_sequences").values().stream().map(JsonNode::asString).toList();
  }

  @Override
  public String identity() {
    ObjectNode identity = ((ObjectNode) tree).deepCopy();
    identity.remove("stream");
    return ServerJson.text(identity);
  }

  @Override
  public String lastUserText() {
    return MessageText.withoutNames(lastText());
  }

  private String lastText() {
    String last = "";
    for (JsonNode message : tree.get("messages")) {
      String text = MessageText.of(message.path("content"));
      if (message.path("role").asString("").equals("user") && !text.isEmpty()) {
        last = text;
      }
    }
    return last;
  }

  @Override
  public int promptTokens() {
    return blocks.stream().mapToInt(PromptBlock::tokens).sum();
  }
}
