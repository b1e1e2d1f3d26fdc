package org.atomicagents.testing.internal.messages;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Checks the parameters of a request that are no messages and no tools.
 *
 * <p>Source: <a href="https://platform.claude.com/docs/en/api/messages">Messages</a>, <a
 * href="https://platform.claude.com/docs/en/build-with-claude/adaptive-thinking">Adaptive
 * thinking</a> and <a
 * href="https://platform.claude.com/docs/en/build-with-claude/effort">Effort</a>.
 */
final class ClaudeParameters {
  private static final Set<String> COUNTED =
      Set.of(
          "cache_control",
          "messages",
          "model",
          "output_config",
          "system",
          "thinking",
          "tool_choice",
          "tools");
  private static final Set<String> GENERATED =
      Set.of(
          "container",
          "inference_geo",
          "max_tokens",
          "metadata",
          "service_tier",
          "stop_sequences",
          "stream",
          "temperature",
          "top_k",
          "top_p");
  private static final Set<String> BETA =
      Set.of("context_management", "fallbacks", "mcp_servers", "speed", "user_profile_id");
  private static final Set<String> ADJUSTED = Set.of("temperature", "top_p", "top_k");
  private static final int MIN_BUDGET = 1_024;

  private final JsonNode tree;
  private final ClaudeFamily family;

  private ClaudeParameters(JsonNode tree, ClaudeFamily family) {
    this.tree = tree;
    this.family = family;
  }

  /**
   * Throws Anthropic's error if a parameter is not accepted.
   *
   * @param isCount whether the request counts tokens only
   * @param isBeta whether the request enables beta features
   */
  static void check(JsonNode tree, ClaudeFamily family, boolean isCount, boolean isBeta) {
    var allowed = new HashSet<>(COUNTED);
    if (!isCount) {
      allowed.addAll(GENERATED);
    }
    if (isBeta) {
      allowed.addAll(BETA);
    }
    ClaudeFields.allow(tree, "", allowed);
    var parameters = new ClaudeParameters(tree, family);
    if (!isCount) {
      parameters.checkGeneration();
    }
    parameters.checkThinking();
    parameters.checkOutput();
  }

  private void checkGeneration() {
    JsonNode maximum = ClaudeFields.require(tree, "", "max_tokens");
    if (!maximum.isIntegralNumber()) {
      throw AnthropicErrors.invalid("max_tokens", "Input should be a valid integer");
    }
    if (maximum.asLong() < 1) {
      throw AnthropicErrors.invalid("max_tokens", "Input should be greater than or equal to 1");
    }
    ClaudeFields.requireOneOf(tree, "", "service_tier", Set.of("auto", "standard_only"));
    for (JsonNode stop : tree.path("stop_sequences")) {
      if (stop.asString("").isBlank()) {
        throw AnthropicErrors.invalid(
            "stop_sequences", "each stop sequence must contain non-whitespace");
      }
    }
    if (tree.has("metadata")) {
      ClaudeFields.allow(tree.get("metadata"), "metadata", Set.of("user_id"));
    }
    checkSampling();
  }

  private void checkSampling() {
    requireRange("temperature");
    requireRange("top_p");
    if (family.refusesBudgetAndSampling()) {
      for (String name : ADJUSTED.stream().sorted().toList()) {
        if (tree.has(name) && (name.equals("top_k") || tree.get(name).asDouble(0) != 1)) {
          throw AnthropicErrors.invalid("`" + name + "` is deprecated for this model.");
        }
      }
    }
    if (family.version() >= 45 && tree.has("temperature") && tree.has("top_p")) {
      throw AnthropicErrors.invalid(
          "`temperature` and `top_p` cannot both be specified for this model. Please use only"
              + " one.");
    }
    if (thinks(tree) && tree.path("temperature").asDouble(1) != 1) {
      throw AnthropicErrors.invalid("`temperature` may only be set to 1 when thinking is enabled.");
    }
    if (thinks(tree) && tree.has("top_k")) {
      throw AnthropicErrors.invalid("`top_k` must be unset when thinking is enabled.");
    }
  }

  private void requireRange(String name) {
    double value = tree.path(name).asDouble(0);
    if (!(value >= 0 && value <= 1) || (tree.has(name) && !tree.get(name).isNumber())) {
      throw AnthropicErrors.invalid(name, "range: 0..1");
    }
  }

  /** Returns whether the request enables thinking. */
  static boolean thinks(JsonNode tree) {
    return List.of("enabled", "adaptive").contains(tree.path("thinking").path("type").asString(""));
  }

  private void checkThinking() {
    if (!tree.has("thinking")) {
      return;
    }
    JsonNode thinking = tree.get("thinking");
    ClaudeFields.requireObject(thinking, "thinking");
    String type = ClaudeFields.requireText(thinking, "thinking", "type");
    switch (type) {
      case "enabled" -> checkBudget(thinking);
      case "adaptive" -> {
        ClaudeFields.allow(thinking, "thinking.adaptive", Set.of("type", "display"));
        if (!family.hasAdaptiveThinking()) {
          throw AnthropicErrors.invalid("adaptive thinking is not supported on this model");
        }
      }
      case "disabled" -> {
        ClaudeFields.allow(thinking, "thinking.disabled", Set.of("type"));
        if (family.alwaysThinks()) {
          throw family.hasBetweenTools() ? useBetweenTools() : useAdaptive(type);
        }
      }
      case "between_tools" -> checkBetweenTools(thinking);
      default ->
          throw AnthropicErrors.invalid(
              "thinking",
              "Input tag '%s' found using 'type' does not match any of the expected tags: 'adaptive', 'disabled', 'enabled'"
                  .formatted(type));
    }
    ClaudeFields.requireOneOf(
        thinking, "thinking." + type, "display", Set.of("omitted", "summarized"));
  }

  private void checkBudget(JsonNode thinking) {
    if (family.refusesBudgetAndSampling()) {
      throw useAdaptive("enabled");
    }
    String path = "thinking.enabled";
    ClaudeFields.allow(thinking, path, Set.of("type", "budget_tokens", "display"));
    long budget = ClaudeFields.require(thinking, path, "budget_tokens").asLong(0);
    if (budget < MIN_BUDGET) {
      throw AnthropicErrors.invalid(
          path + ".budget_tokens", "Input should be greater than or equal to " + MIN_BUDGET);
    }
    if (tree.has("max_tokens") && tree.get("max_tokens").asLong(0) <= budget) {
      throw AnthropicErrors.invalid(
          "`max_tokens` must be greater than `thinking.budget_tokens`. Please consult our"
              + " documentation at"
              + " https://docs.claude.com/en/docs/build-with-claude/extended-thinking#max-tokens-and-context-window-size");
    }
  }

  private void checkBetweenTools(JsonNode thinking) {
    ClaudeFields.allow(thinking, "thinking.between_tools", Set.of("type"));
    if (family.isKnown() && !family.hasBetweenTools()) {
      throw useAdaptive("between_tools");
    }
    String effort = tree.path("output_config").path("effort").asString("");
    if (Set.of("xhigh", "max").contains(effort)) {
      throw AnthropicErrors.invalid(
          "\"thinking.type.between_tools\" is not supported with effort '" + effort + "'.");
    }
  }

  private static RuntimeException useAdaptive(String type) {
    return AnthropicErrors.invalid(
        "\"thinking.type.%s\" is not supported for this model. Use \"thinking.type.adaptive\" and \"output_config.effort\" to control thinking behavior."
            .formatted(type));
  }

  private static RuntimeException useBetweenTools() {
    return AnthropicErrors.invalid(
        "\"thinking.type.disabled\" is not supported for this model. To turn thinking off on this"
            + " model, send \"thinking\": {\"type\": \"between_tools\"}.");
  }

  private void checkOutput() {
    if (!tree.has("output_config")) {
      return;
    }
    JsonNode output = tree.get("output_config");
    ClaudeFields.requireObject(output, "output_config");
    ClaudeFields.allow(output, "output_config", Set.of("effort", "format", "task_budget"));
    String effort = output.path("effort").asString("");
    if (!effort.isEmpty() && family.efforts().isEmpty()) {
      throw AnthropicErrors.invalid("This model does not support the effort parameter.");
    }
    ClaudeFields.requireOneOf(output, "output_config", "effort", family.efforts());
    if (output.has("format") && !output.get("format").isNull()) {
      checkFormat(output.get("format"));
    }
  }

  private void checkFormat(JsonNode format) {
    String path = "output_config.format";
    ClaudeFields.requireObject(format, path);
    ClaudeFields.require(format, path, "type");
    ClaudeFields.requireOneOf(format, path, "type", Set.of("json_schema"));
    ClaudeFields.allow(format, path, Set.of("type", "schema"));
    ClaudeFields.requireObject(ClaudeFields.require(format, path, "schema"), path + ".schema");
    if (!family.hasStructuredOutput()) {
      throw AnthropicErrors.invalid(
          "'" + tree.path("model").asString("") + "' does not support output format.");
    }
    ClaudeSchemaCheck.check(format.get("schema"), path + ".schema");
  }
}
