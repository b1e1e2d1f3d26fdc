package org.atomicagents.anthropic;

import java.util.List;
import java.util.Set;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.internal.provider.ParameterWriter;
import org.atomicagents.internal.provider.WireJson;
import org.atomicagents.model.ModelCatalog;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.ParameterRules;
import org.atomicagents.model.ParameterRules.Reasoning;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.Sampling;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.node.ObjectNode;

/**
 * A writer of request bodies of the Messages API.
 *
 * <p>Source: https://platform.claude.com/docs/en/api/messages/create.
 */
final class MessagesRequestWriter {
  /** The name, in parameter rules, of system messages after the first message of the user. */
  static final String SYSTEM_TURNS = "messages.system";

  /** The name, in parameter rules, of a temperature beside a probability mass. */
  static final String BOTH_SAMPLINGS = "temperature+top_p";

  private static final int DEFAULT_MAX_TOKENS = 32_000;
  private static final int OLD_MAX_TOKENS = 4_096;
  private static final String OUTPUT_CONFIG = "output_config";
  // Parameters of the response, which a request to count tokens does not have.
  private static final Set<String> NOT_COUNTED =
      Set.of(
          "max_tokens",
          "temperature",
          "top_p",
          "top_k",
          "stop_sequences",
          "stream",
          "service_tier",
          "metadata",
          "container",
          "inference_geo");
  private static final Set<String> HIGH_EFFORTS = Set.of("xhigh", "max");

  private final ModelRequest request;
  private final ParameterRules rules;
  private final AnthropicOptions options;
  private final JsonGenerator json;
  private final ParameterWriter parameters;
  private final ThinkingPlan thinking;
  private final ClaudeToolsWriter tools;

  private MessagesRequestWriter(
      ModelRequest request, AnthropicOptions options, JsonGenerator json) {
    this.request = request;
    this.rules = request.rules();
    this.options = options;
    this.json = json;
    this.parameters = new ParameterWriter(request, json);
    this.thinking = ThinkingPlan.of(request, options.thinking());
    this.tools = new ClaudeToolsWriter(request, options, parameters, json);
  }

  /** Returns the body of a request, in UTF-8. */
  static byte[] of(ModelRequest request, AnthropicOptions options) {
    return write(request, options, false);
  }

  /** Returns the body of a request to count its tokens, which has fewer parameters. */
  static byte[] ofCount(ModelRequest request, AnthropicOptions options) {
    return write(request, options, true);
  }

  private static byte[] write(ModelRequest request, AnthropicOptions options, boolean isCount) {
    return WireJson.write(json -> new MessagesRequestWriter(request, options, json).write(isCount));
  }

  private void write(boolean isCount) {
    requireAccepted();
    json.writeStartObject();
    parameters.writeText("model", request.model());
    if (isCount) {
      parameters.omitExtra(NOT_COUNTED);
    } else {
      writeSampling(request.sampling());
    }
    writeConversation();
    tools.write();
    if (parameters.shouldWrite("thinking")) {
      thinking.write(json);
    }
    writeOutputConfig();
    if (options.autoCache() && parameters.shouldWrite("cache_control")) {
      json.writeName("cache_control");
      MessageBlockWriter.writeCacheControl(json, options.cacheTtl());
    }
    parameters.writeExtra();
    json.writeEndObject();
  }

  /** Checks the combinations of parameters that the rules of a family do not describe. */
  private void requireAccepted() {
    Sampling sampling = request.sampling();
    OutputFormat output = request.output();
    if (output != null && output.mode() == ResponseMode.JSON_OBJECT) {
      throw refusal("the response mode JSON_OBJECT", "Use JSON_SCHEMA or PROMPTED_JSON.");
    }
    if (sampling.temperature() != null
        && sampling.topP() != null
        && !rules.accepts(BOTH_SAMPLINGS)) {
      throw refusal("a temperature and a topP at once", "Set one of them.");
    }
    if (sampling.temperature() != null && sampling.temperature() > 1) {
      throw refusal("a temperature of " + sampling.temperature(), "The highest one is 1.");
    }
    if (sampling.stop().stream().anyMatch(String::isBlank)) {
      throw refusal("a blank text at which it stops", "Change Sampling.withStop.");
    }
    Integer budget = options.thinking().budgetTokens();
    if (budget != null && (sampling.temperature() != null || sampling.topP() != null)) {
      throw refusal("a temperature or topP with a thinking budget", "Set only one of them.");
    }
    if (budget != null && maxTokens(sampling) <= budget) {
      throw refusal(
          "a thinking budget of " + budget + " in " + maxTokens(sampling) + " tokens",
          "Raise Sampling.withMaxTokens, or lower the budget.");
    }
    if (thinking.isOff() && HIGH_EFFORTS.contains(String.valueOf(thinking.effort()))) {
      throw refusal(
          "the reasoning effort '%s' with the thinking mode %s"
              .formatted(thinking.effort(), thinking.mode()),
          "Choose an effort up to 'high', or another mode.");
    }
  }

  private ConfigurationException refusal(String what, String advice) {
    return ConfigurationException.of(
        "Model '%s' does not accept %s.\n%s".formatted(request.model(), what, advice));
  }

  private void writeSampling(Sampling sampling) {
    parameters.writeNumber("max_tokens", maxTokens(sampling));
    parameters.writeNumber("temperature", sampling.temperature());
    parameters.writeNumber("top_p", sampling.topP());
    parameters.writeTexts("stop_sequences", sampling.stop());
    parameters.writeText("service_tier", options.serviceTier());
    if (options.userId() != null && parameters.shouldWrite("metadata")) {
      json.writeObjectPropertyStart("metadata");
      json.writeStringProperty("user_id", options.userId());
      json.writeEndObject();
    }
    if (request.stream()) {
      parameters.writeFlag("stream", true);
    }
  }

  /** Returns the maximum length of the response, which the API requires. */
  private int maxTokens(Sampling sampling) {
    Integer set = sampling.maxTokens();
    if (set != null) {
      return set;
    }
    int unlisted = request.model().startsWith("claude-3") ? OLD_MAX_TOKENS : DEFAULT_MAX_TOKENS;
    return ModelCatalog.builtIn()
        .profile(Anthropic.PROVIDER, request.model())
        .map(profile -> Math.min(DEFAULT_MAX_TOKENS, profile.maxOutputTokens().orElse(unlisted)))
        .orElse(unlisted);
  }

  private void writeConversation() {
    OutputFormat output = request.output();
    var turns =
        new ConversationTurns(
            request.model(), rules.accepts(SYSTEM_TURNS), options.cacheTime() != null);
    parameters.messages().forEach(turns::add);
    if (output != null && output.mode() == ResponseMode.TOOL_CALL && !tools.forcesCalls()) {
      turns.addInstruction(
          "Respond by a call of the function '%s', not in text.".formatted(output.name()));
    }
    var writer =
        new MessageBlockWriter(json, request.model(), options.cacheTtl(), options.autoCache());
    turns.write(json, writer, parameters::shouldWrite);
  }

  private void writeOutputConfig() {
    OutputFormat output = request.output();
    boolean hasFormat = output != null && output.mode().sendsSchema();
    String effort = Reasoning.NO_REASONING.equals(thinking.effort()) ? null : thinking.effort();
    Integer budget = options.taskBudget();
    if ((!hasFormat && effort == null && budget == null) || !rules.accepts(OUTPUT_CONFIG)) {
      return;
    }
    ObjectNode more = parameters.combineObject(OUTPUT_CONFIG);
    json.writeObjectPropertyStart(OUTPUT_CONFIG);
    if (output != null && hasFormat) {
      ParameterWriter.requireNoFormat(OUTPUT_CONFIG, more, List.of("format"), output);
      json.writeObjectPropertyStart("format");
      json.writeStringProperty("type", "json_schema");
      WireJson.writeField(json, "schema", ClaudeSchemas.SUBSET.apply(output.effectiveSchema()));
      json.writeEndObject();
    }
    if (effort != null && !more.has("effort")) {
      json.writeStringProperty("effort", effort);
    }
    if (budget != null && !more.has("task_budget")) {
      json.writeObjectPropertyStart("task_budget");
      json.writeStringProperty("type", "tokens");
      json.writeNumberProperty("total", budget);
      json.writeEndObject();
    }
    WireJson.writeFields(json, more);
    json.writeEndObject();
  }
}
