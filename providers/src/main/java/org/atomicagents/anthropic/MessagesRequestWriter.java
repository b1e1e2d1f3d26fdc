package org.atomicagents.anthropic;

import java.io.ByteArrayOutputStream;
import java.util.HashSet;
import java.util.Set;
import org.atomicagents.anthropic.AnthropicOptions.ThinkingMode;
import org.atomicagents.anthropic.AnthropicOptions.ThinkingSettings;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.internal.provider.CombinedExtra;
import org.atomicagents.internal.provider.SchemaSubset;
import org.atomicagents.internal.provider.WireJson;
import org.atomicagents.model.ModelCatalog;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.ParameterRules;
import org.atomicagents.model.ParameterRules.Reasoning;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.Sampling;
import org.atomicagents.model.ToolSpec;
import org.jspecify.annotations.Nullable;
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

  /** The name, in parameter rules, of a {@code tool_choice} that forces a call. */
  static final String FORCED_CHOICE = "tool_choice.forced";

  /** The name, in parameter rules, of a temperature beside a probability mass. */
  static final String BOTH_SAMPLINGS = "temperature+top_p";

  private static final int DEFAULT_MAX_TOKENS = 32_000;
  private static final int OLD_MAX_TOKENS = 4_096;
  private static final String TOOLS = "tools";
  private static final String OUTPUT_CONFIG = "output_config";
  private static final Set<String> HIGH_EFFORTS = Set.of("xhigh", "max");

  private final ModelRequest request;
  private final ParameterRules rules;
  private final AnthropicOptions options;
  private final SchemaSubset schemas;
  private final JsonGenerator json;
  private final CombinedExtra extra;
  private final Set<String> combined = new HashSet<>();

  private MessagesRequestWriter(
      ModelRequest request, AnthropicOptions options, SchemaSubset schemas, JsonGenerator json) {
    this.request = request;
    this.rules = request.rules();
    this.options = options;
    this.schemas = schemas;
    this.json = json;
    this.extra = new CombinedExtra(request);
  }

  /** Returns the body of a request, in UTF-8. */
  static byte[] of(ModelRequest request, AnthropicOptions options, SchemaSubset schemas) {
    return write(request, options, schemas, false);
  }

  /** Returns the body of a request to count its tokens, which has fewer parameters. */
  static byte[] ofCount(ModelRequest request, AnthropicOptions options, SchemaSubset schemas) {
    return write(request, options, schemas, true);
  }

  private static byte[] write(
      ModelRequest request, AnthropicOptions options, SchemaSubset schemas, boolean isCount) {
    var bytes = new ByteArrayOutputStream(2048);
    try (JsonGenerator json = WireJson.generator(bytes)) {
      new MessagesRequestWriter(request, options, schemas, json).write(isCount);
    }
    return bytes.toByteArray();
  }

  private void write(boolean isCount) {
    requireAccepted();
    json.writeStartObject();
    if (shouldWrite("model")) {
      json.writeStringProperty("model", request.model());
    }
    if (!isCount) {
      writeSampling(request.sampling());
    }
    writeConversation();
    writeTools();
    writeThinking();
    writeOutputConfig();
    if (options.autoCache() && shouldWrite("cache_control")) {
      json.writeName("cache_control");
      MessageBlockWriter.writeCacheControl(json, options.cacheTtl());
    }
    request
        .sampling()
        .extra()
        .forEach((name, value) -> {
          if (!combined.contains(name)) {
            writeRaw(name, value);
          }
        });
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
    Integer budget = options.thinking().budgetTokens();
    if (budget != null && (sampling.temperature() != null || sampling.topP() != null)) {
      throw refusal("a temperature or topP with a thinking budget", "Set only one of them.");
    }
    if (budget != null && maxTokens(sampling) <= budget) {
      throw refusal(
          "a thinking budget of " + budget + " in " + maxTokens(sampling) + " tokens",
          "Raise Sampling.withMaxTokens, or lower the budget.");
    }
    ThinkingMode mode = thinkingMode();
    boolean isOff = mode != null && mode != ThinkingMode.ADAPTIVE;
    if (isOff && HIGH_EFFORTS.contains(String.valueOf(sampling.reasoningEffort()))) {
      throw refusal(
          "the reasoning effort '%s' with the thinking mode %s"
              .formatted(sampling.reasoningEffort(), mode),
          "Choose an effort up to 'high', or another mode.");
    }
  }

  private ConfigurationException refusal(String what, String advice) {
    return ConfigurationException.of(
        "Model '%s' does not accept %s.\n%s".formatted(request.model(), what, advice));
  }

  private void writeSampling(Sampling sampling) {
    if (shouldWrite("max_tokens")) {
      json.writeNumberProperty("max_tokens", maxTokens(sampling));
    }
    if (sampling.temperature() != null && shouldWrite("temperature")) {
      json.writeNumberProperty("temperature", sampling.temperature());
    }
    if (sampling.topP() != null && shouldWrite("top_p")) {
      json.writeNumberProperty("top_p", sampling.topP());
    }
    if (!sampling.stop().isEmpty() && shouldWrite("stop_sequences")) {
      json.writeArrayPropertyStart("stop_sequences");
      sampling.stop().forEach(json::writeString);
      json.writeEndArray();
    }
    if (options.serviceTier() != null && shouldWrite("service_tier")) {
      json.writeStringProperty("service_tier", options.serviceTier());
    }
    if (options.userId() != null && shouldWrite("metadata")) {
      json.writeObjectPropertyStart("metadata");
      json.writeStringProperty("user_id", options.userId());
      json.writeEndObject();
    }
    if (request.stream() && shouldWrite("stream")) {
      json.writeBooleanProperty("stream", true);
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
    (output == null ? request.messages() : output.instruct(request.messages())).forEach(turns::add);
    if (output != null && output.mode() == ResponseMode.TOOL_CALL && !forcesCalls()) {
      turns.addInstruction(
          "Respond by a call of the function '%s', not in text.".formatted(output.name()));
    }
    var writer =
        new MessageBlockWriter(json, request.model(), options.cacheTtl(), options.autoCache());
    turns.write(json, writer, this::shouldWrite);
  }

  private void writeTools() {
    OutputFormat output = request.output();
    boolean isCall = output != null && output.mode() == ResponseMode.TOOL_CALL;
    if (!isCall && request.tools().isEmpty()) {
      return;
    }
    if (rules.accepts(TOOLS)) {
      combined.add(TOOLS);
      json.writeArrayPropertyStart(TOOLS);
      for (ToolSpec tool : request.tools()) {
        writeTool(tool.name(), tool.description(), tool.schema());
      }
      if (output != null && isCall) {
        writeTool(output.name(), output.description(), output.schema());
      }
      extra.items(TOOLS).forEach(tool -> json.writeRawValue(tool.toString()));
      json.writeEndArray();
    }
    writeToolChoice(isCall ? output : null);
  }

  private void writeTool(String name, String description, String schema) {
    json.writeStartObject();
    json.writeStringProperty("name", name);
    if (!description.isBlank()) {
      json.writeStringProperty("description", description);
    }
    writeRaw("input_schema", schema);
    json.writeEndObject();
  }

  /**
   * Forces a call of the output's function, or of any function if there are others; the default is
   * that the model chooses.
   */
  private void writeToolChoice(@Nullable OutputFormat function) {
    Boolean parallel = options.parallelToolCalls();
    boolean isForced = function != null && forcesCalls();
    if ((!isForced && parallel == null) || !shouldWrite("tool_choice")) {
      return;
    }
    json.writeObjectPropertyStart("tool_choice");
    if (function != null && isForced && request.tools().isEmpty() && !extra.has(TOOLS)) {
      json.writeStringProperty("type", "tool");
      json.writeStringProperty("name", function.name());
    } else {
      json.writeStringProperty("type", isForced ? "any" : "auto");
    }
    if (parallel != null) {
      json.writeBooleanProperty("disable_parallel_tool_use", !parallel);
    }
    json.writeEndObject();
  }

  /** Returns whether a call can be forced: not by some families, nor with a thinking budget. */
  private boolean forcesCalls() {
    return rules.accepts(FORCED_CHOICE) && options.thinking().budgetTokens() == null;
  }

  private void writeThinking() {
    ThinkingSettings thinking = options.thinking();
    ThinkingMode mode = thinkingMode();
    if ((mode == null && thinking.budgetTokens() == null) || !shouldWrite("thinking")) {
      return;
    }
    json.writeObjectPropertyStart("thinking");
    json.writeStringProperty("type", mode == null ? "enabled" : AnthropicOptions.wireName(mode));
    if (thinking.budgetTokens() != null) {
      json.writeNumberProperty("budget_tokens", thinking.budgetTokens());
    }
    boolean isShown = mode == null || mode == ThinkingMode.ADAPTIVE;
    if (isShown && thinking.display() != null) {
      json.writeStringProperty("display", AnthropicOptions.wireName(thinking.display()));
    }
    if (isShown && thinking.dropsChanged()) {
      json.writeObjectPropertyStart("block_binding");
      json.writeStringProperty("prefix_mismatch_behavior", "drop_block");
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  /**
   * Returns the mode of the options, else that of the effort: {@code none} turns thinking off, and
   * another effort turns it on for models that do not think by default. Null leaves it to the
   * model.
   */
  private @Nullable ThinkingMode thinkingMode() {
    ThinkingSettings thinking = options.thinking();
    if (thinking.mode() != null || thinking.budgetTokens() != null) {
      return thinking.mode();
    }
    Reasoning reasoning = rules.reasoning();
    String effort = effort();
    if (Reasoning.NO_REASONING.equals(effort)) {
      return rules.accepts("thinking.disabled")
          ? ThinkingMode.DISABLED
          : ThinkingMode.BETWEEN_TOOLS;
    }
    boolean isTurnedOn = effort != null && Reasoning.NO_REASONING.equals(reasoning.defaultEffort());
    boolean isShaped = thinking.display() != null || thinking.dropsChanged();
    return isTurnedOn || isShaped ? ThinkingMode.ADAPTIVE : null;
  }

  private @Nullable String effort() {
    return rules.accepts("reasoning_effort") ? request.sampling().reasoningEffort() : null;
  }

  private void writeOutputConfig() {
    OutputFormat output = request.output();
    boolean hasFormat = output != null && output.mode() == ResponseMode.JSON_SCHEMA;
    String effort = Reasoning.NO_REASONING.equals(effort()) ? null : effort();
    Integer budget = options.taskBudget();
    if ((!hasFormat && effort == null && budget == null) || !rules.accepts(OUTPUT_CONFIG)) {
      return;
    }
    combined.add(OUTPUT_CONFIG);
    ObjectNode more = extra.object(OUTPUT_CONFIG);
    json.writeObjectPropertyStart(OUTPUT_CONFIG);
    if (output != null && hasFormat) {
      requireNoFormat(more, output);
      json.writeObjectPropertyStart("format");
      json.writeStringProperty("type", "json_schema");
      writeRaw("schema", schemas.apply(output.effectiveSchema()));
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
    more.properties().forEach(field -> writeRaw(field.getKey(), field.getValue().toString()));
    json.writeEndObject();
  }

  private static void requireNoFormat(ObjectNode config, OutputFormat output) {
    if (config.has("format")) {
      throw ConfigurationException.of(
          "Sampling.extra 'output_config': expected no \"format\", since the request has the format of the output '%s', found %s\nRemove it, or set another ResponseMode."
              .formatted(output.name(), config));
    }
  }

  private void writeRaw(String name, String value) {
    json.writeName(name);
    json.writeRawValue(value);
  }

  /** Returns whether the model accepts a parameter and {@code extra} does not override it. */
  private boolean shouldWrite(String name) {
    return rules.accepts(name) && !extra.has(name);
  }
}
