package org.atomicagents.anthropic;

import org.atomicagents.anthropic.AnthropicOptions.ThinkingMode;
import org.atomicagents.anthropic.AnthropicOptions.ThinkingSettings;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.ParameterRules;
import org.atomicagents.model.ParameterRules.Reasoning;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * How a model thinks in one request, by its options, its effort and its family.
 *
 * @param mode the mode; null for that of the model, or if there is a budget
 * @param effort the effort; null for that of the model
 */
record ThinkingPlan(
    ThinkingSettings settings, @Nullable ThinkingMode mode, @Nullable String effort) {

  private static final ThinkingSettings OFF = new ThinkingSettings(null, null, null, false);

  static ThinkingPlan of(ModelRequest request, ThinkingSettings settings) {
    ParameterRules rules = request.rules();
    String effort = rules.accepts("reasoning_effort") ? request.sampling().reasoningEffort() : null;
    boolean isOff = Reasoning.NO_REASONING.equals(effort);
    if (isOff && (settings.mode() == ThinkingMode.ADAPTIVE || settings.budgetTokens() != null)) {
      // The effort is that of the run; the settings are those of all runs of the model.
      return new ThinkingPlan(OFF, modeOf(effort, rules, OFF), effort);
    }
    boolean isSet = settings.mode() != null || settings.budgetTokens() != null;
    ThinkingMode mode = isSet ? settings.mode() : modeOf(effort, rules, settings);
    return new ThinkingPlan(settings, mode, effort);
  }

  /**
   * Returns the mode of an effort: {@code none} turns thinking off, and another effort turns it on
   * for models that do not think by default.
   */
  private static @Nullable ThinkingMode modeOf(
      @Nullable String effort, ParameterRules rules, ThinkingSettings settings) {
    if (Reasoning.NO_REASONING.equals(effort)) {
      return rules.accepts("thinking.disabled")
          ? ThinkingMode.DISABLED
          : ThinkingMode.BETWEEN_TOOLS;
    }
    boolean isTurnedOn =
        effort != null && Reasoning.NO_REASONING.equals(rules.reasoning().defaultEffort());
    boolean isShaped = settings.display() != null || settings.dropsChanged();
    return isTurnedOn || isShaped ? ThinkingMode.ADAPTIVE : null;
  }

  /** Returns whether the model does not think before it responds. */
  boolean isOff() {
    return mode != null && mode != ThinkingMode.ADAPTIVE;
  }

  /** Writes the parameter, unless thinking is left to the model. */
  void write(JsonGenerator json) {
    Integer budget = settings.budgetTokens();
    if (mode == null && budget == null) {
      return;
    }
    json.writeObjectPropertyStart("thinking");
    json.writeStringProperty("type", mode == null ? "enabled" : AnthropicOptions.wireName(mode));
    if (budget != null) {
      json.writeNumberProperty("budget_tokens", budget);
    }
    if (!isOff() && settings.display() != null) {
      json.writeStringProperty("display", AnthropicOptions.wireName(settings.display()));
    }
    if (!isOff() && settings.dropsChanged()) {
      json.writeObjectPropertyStart("block_binding");
      json.writeStringProperty("prefix_mismatch_behavior", "drop_block");
      json.writeEndObject();
    }
    json.writeEndObject();
  }
}
