package org.atomicagents.testing.internal.server;

import java.util.List;
import java.util.Set;
import org.atomicagents.testing.internal.generate.SimpleTokenizer;
import org.atomicagents.testing.internal.generate.SimulatedProbabilities;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A parsed chat completions request. */
record ChatRequest(JsonNode tree, String model, RequestedOutput output)
    implements GenerationRequest {
  private static final String TOP_PROBABILITIES = "top_logprobs";
  private static final int MAX_ALTERNATIVES = 20;
  private static final Set<String> INSTRUCTION_ROLES = Set.of("system", "developer");

  static ChatRequest parse(JsonNode tree) {
    if (!tree.path("model").isString()) {
      throw ApiError.missing("model");
    }
    if (!tree.has("messages")) {
      throw ApiError.missing("messages");
    }
    if (!tree.get("messages").isArray() || tree.get("messages").isEmpty()) {
      throw ApiError.invalid("messages", "expected an array with at least one message.");
    }
    if (tree.path("n").asInt(1) != 1) {
      throw ApiError.invalid("n", "only one choice is supported.");
    }
    return new ChatRequest(
        tree, tree.get("model").stringValue(), RequestedOutput.of(tree, instructions(tree)));
  }

  /** Returns the requested probabilities of tokens. */
  SimulatedProbabilities probabilities() {
    boolean isRequested = tree.path("logprobs").asBoolean(false);
    if (!isRequested && tree.has(TOP_PROBABILITIES)) {
      throw ApiError.invalid(TOP_PROBABILITIES, "expected logprobs to be true.");
    }
    return probabilities(isRequested, tree, identity());
  }

  /** Returns the probabilities of a request with a valid number of alternatives. */
  static SimulatedProbabilities probabilities(
      boolean isRequested, JsonNode request, String identity) {
    int max = request.path(TOP_PROBABILITIES).asInt(0);
    if (max < 0 || max > MAX_ALTERNATIVES) {
      throw ApiError.invalid(
          TOP_PROBABILITIES, "expected 0 to %d, found %d.".formatted(MAX_ALTERNATIVES, max));
    }
    return isRequested
        ? SimulatedProbabilities.of(request, identity, max)
        : SimulatedProbabilities.none();
  }

  boolean stream() {
    return tree.path("stream").asBoolean(false);
  }

  boolean includeUsage() {
    return tree.path("stream_options").path("include_usage").asBoolean(false);
  }

  @Override
  public int maxTokens() {
    JsonNode limit = tree.path("max_completion_tokens");
    int max = (limit.isNumber() ? limit : tree.path("max_tokens")).asInt(Integer.MAX_VALUE);
    if (max < 1) {
      throw ApiError.invalid("max_tokens", "expected 1 or more, found " + max + ".");
    }
    return max;
  }

  @Override
  public List<String> stopSequences() {
    JsonNode stop = tree.path("stop");
    if (stop.isArray()) {
      return stop.values().stream().map(JsonNode::asString).toList();
    }
    return stop.isString() ? List.of(stop.stringValue()) : List.of();
  }

  @Override
  public String identity() {
    ObjectNode identity = ((ObjectNode) tree).deepCopy();
    identity.remove(List.of("stream", "stream_options"));
    return ServerJson.text(identity);
  }

  /**
   * Returns the text of the last user message.
   *
   * <p>If that text is JSON, returns its string values, so that property names are no topics.
   */
  @Override
  public String lastUserText() {
    String lastText = "";
    for (JsonNode message : tree.get("messages")) {
      if (message.path("role").asString("").equals("user")) {
        lastText = MessageText.of(message.path("content"));
      }
    }
    return MessageText.withoutNames(lastText);
  }

  @Override
  public int promptTokens() {
    int tokens = 2;
    for (JsonNode message : tree.get("messages")) {
      tokens += 4 + SimpleTokenizer.count(MessageText.of(message.path("content")));
      for (JsonNode call : message.path("tool_calls")) {
        tokens += SimpleTokenizer.count(ServerJson.text(call.path("function")));
      }
    }
    for (String part : List.of("tools", "response_format")) {
      tokens += tree.has(part) ? SimpleTokenizer.count(ServerJson.text(tree.get(part))) : 0;
    }
    return tokens;
  }

  /**
   * Returns the text of the first message if it is a system message, else an empty string.
   *
   * <p>A schema in any other message is ignored: later system messages may contain tool results.
   */
  private static String instructions(JsonNode tree) {
    JsonNode first = tree.get("messages").get(0);
    return INSTRUCTION_ROLES.contains(first.path("role").asString(""))
        ? MessageText.of(first.path("content"))
        : "";
  }
}
