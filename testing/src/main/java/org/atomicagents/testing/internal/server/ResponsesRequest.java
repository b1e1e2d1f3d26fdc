package org.atomicagents.testing.internal.server;

import java.util.List;
import java.util.Set;
import org.atomicagents.testing.internal.generate.SimpleTokenizer;
import org.atomicagents.testing.internal.generate.SimulatedProbabilities;
import org.atomicagents.testing.internal.server.RequestedOutput.OfferedTool;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A parsed request of the Responses API. */
record ResponsesRequest(JsonNode tree, String model, RequestedOutput output)
    implements GenerationRequest {
  private static final Set<String> INSTRUCTION_ROLES = Set.of("system", "developer");
  private static final String PROBABILITIES = "message.output_text.logprobs";
  private static final String ENCRYPTED = "reasoning.encrypted_content";

  static ResponsesRequest parse(JsonNode tree) {
    if (!tree.path("model").isString()) {
      throw ApiError.missing("model");
    }
    if (!tree.has("input")) {
      throw ApiError.missing("input");
    }
    for (String stored : List.of("previous_response_id", "conversation")) {
      if (tree.path(stored).isString()) {
        throw ApiError.invalid(stored, "the simulated provider stores no conversations.");
      }
    }
    checkBackground(tree);
    String model = tree.get("model").stringValue();
    ReplayedReasoning.check(tree.path("input"), model);
    return new ResponsesRequest(tree, model, requestedOutput(tree));
  }

  private static void checkBackground(JsonNode tree) {
    if (!tree.path("background").asBoolean(false)) {
      return;
    }
    if (!tree.path("store").asBoolean(true)) {
      throw ApiError.invalid("background", "expected store to be true.");
    }
    if (tree.path("stream").asBoolean(false)) {
      throw ApiError.invalid("background", "the simulated provider streams no such responses.");
    }
  }

  private static RequestedOutput requestedOutput(JsonNode tree) {
    JsonNode choice = tree.path("tool_choice");
    if (choice.isObject()) {
      return RequestedOutput.forcedTool(tools(tree), choice.path("name").asString(""));
    }
    if (choice.asString("").equals("required")) {
      return new RequestedOutput.ToolInvocation(tools(tree), false);
    }
    JsonNode format = tree.path("text").path("format");
    return RequestedOutput.ofFormat(format, format, "text.format", instructions(tree));
  }

  private static List<OfferedTool> tools(JsonNode tree) {
    List<OfferedTool> tools =
        tree.path("tools").values().stream()
            .filter(tool -> tool.path("type").asString("").equals("function"))
            .map(OfferedTool::of)
            .toList();
    if (tools.isEmpty()) {
      throw ApiError.missing("tools");
    }
    return tools;
  }

  /** Returns the requested probabilities of tokens. */
  SimulatedProbabilities probabilities() {
    boolean isRequested =
        tree.path("include").values().stream()
            .anyMatch(name -> name.asString("").equals(PROBABILITIES));
    return ChatRequest.probabilities(isRequested, tree, identity());
  }

  boolean isBackground() {
    return tree.path("background").asBoolean(false);
  }

  boolean stream() {
    return tree.path("stream").asBoolean(false);
  }

  /**
   * Returns whether the model reasons: in the background, and if its encrypted reasoning is
   * included.
   */
  boolean reasons() {
    return (isBackground() || isEncrypted())
        && !tree.path("reasoning").path("effort").asString("").equals("none");
  }

  /** Returns whether the response includes the encrypted reasoning. */
  boolean isEncrypted() {
    return tree.path("include").values().stream()
        .anyMatch(name -> name.asString("").equals(ENCRYPTED));
  }

  boolean summarizes() {
    return tree.path("reasoning").path("summary").isString();
  }

  @Override
  public int maxTokens() {
    int max = tree.path("max_output_tokens").asInt(Integer.MAX_VALUE);
    if (max < 1) {
      throw ApiError.invalid("max_output_tokens", "expected 1 or more, found " + max + ".");
    }
    return max;
  }

  /** Returns an empty list: the protocol has no such parameter. */
  @Override
  public List<String> stopSequences() {
    return List.of();
  }

  @Override
  public String identity() {
    ObjectNode identity = ((ObjectNode) tree).deepCopy();
    identity.remove(List.of("stream", "stream_options"));
    return ServerJson.text(identity);
  }

  @Override
  public String lastUserText() {
    if (tree.get("input").isString()) {
      return MessageText.withoutNames(tree.get("input").stringValue());
    }
    String lastText = "";
    for (JsonNode item : tree.get("input")) {
      if (item.path("role").asString("").equals("user")) {
        lastText = MessageText.of(item.path("content"));
      }
    }
    return MessageText.withoutNames(lastText);
  }

  @Override
  public int promptTokens() {
    int tokens = 2 + SimpleTokenizer.count(tree.path("instructions").asString(""));
    if (tree.get("input").isString()) {
      tokens += 4 + SimpleTokenizer.count(tree.get("input").stringValue());
    }
    for (JsonNode item : tree.get("input")) {
      tokens += 4 + SimpleTokenizer.count(MessageText.of(item.path("content")));
      tokens += SimpleTokenizer.count(item.path("arguments").asString(""));
      tokens += SimpleTokenizer.count(item.path("output").asString(""));
    }
    for (String part : List.of("tools", "text")) {
      tokens += tree.has(part) ? SimpleTokenizer.count(ServerJson.text(tree.get(part))) : 0;
    }
    return tokens;
  }

  /** Returns the instructions, or the text of the first message if it is a system message. */
  private static String instructions(JsonNode tree) {
    JsonNode first = tree.get("input").path(0);
    return tree.path("instructions").asString("")
        + (INSTRUCTION_ROLES.contains(first.path("role").asString(""))
            ? MessageText.of(first.path("content"))
            : "");
  }
}
