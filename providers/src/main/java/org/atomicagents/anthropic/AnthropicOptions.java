package org.atomicagents.anthropic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.StringJoiner;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.model.ParameterRules;
import org.atomicagents.model.ParameterRules.Reasoning;
import org.jspecify.annotations.Nullable;

/**
 * The options of the Messages API that no other protocol has; Anthropic's default applies where a
 * value is null.
 *
 * {@snippet :
 * var options =
 *     AnthropicOptions.ofDefaults()
 *         .withThinkingDisplay(ThinkingDisplay.SUMMARIZED)
 *         .withCacheTime(Duration.ofHours(1));
 * Model model = Anthropic.fromEnv().model("claude-opus-5-5", options);
 * }
 *
 * <p>The effort is {@link org.atomicagents.model.Sampling#reasoningEffort()}. Source:
 * https://platform.claude.com/docs/en/api/messages/create. Immutable.
 *
 * @param thinking how the model thinks before it responds
 * @param cacheTime the lifetime of the prompt cache, 5 minutes or 1 hour; null for no cache
 * @param autoCache whether the whole conversation is cached up to its last block
 * @param serviceTier {@code auto} or {@code standard_only}
 * @param taskBudget the tokens of a whole task, which the model sees as a countdown; beta
 * @param parallelToolCalls whether the model may call several tools in one response
 * @param userId an identifier of the end user without personal data
 * @param betas the names of the beta features to turn on, for the header {@code anthropic-beta}
 */
public record AnthropicOptions(
    ThinkingSettings thinking,
    @Nullable Duration cacheTime,
    boolean autoCache,
    @Nullable String serviceTier,
    @Nullable Integer taskBudget,
    @Nullable Boolean parallelToolCalls,
    @Nullable String userId,
    List<String> betas) {
  private static final AnthropicOptions DEFAULTS =
      new AnthropicOptions(
          new ThinkingSettings(null, null, null, false),
          null,
          false,
          null,
          null,
          null,
          null,
          List.of());
  private static final Duration SHORT_CACHE = Duration.ofMinutes(5);
  private static final Duration LONG_CACHE = Duration.ofHours(1);
  private static final int MIN_THINKING = 1_024;
  private static final int MIN_TASK = 20_000;
  private static final String TASK_BUDGETS = "task-budgets-2026-03-13";
  private static final String BINDING_CONTROLS = "thinking-binding-controls-2026-08-01";

  /**
   * Creates options; use {@link #ofDefaults()} and the methods that change one of them.
   *
   * @throws IllegalArgumentException if a value is not one that its method accepts
   */
  public AnthropicOptions {
    Objects.requireNonNull(thinking, "thinking");
    betas = List.copyOf(betas);
    if (cacheTime != null && !cacheTime.equals(SHORT_CACHE) && !cacheTime.equals(LONG_CACHE)) {
      throw new IllegalArgumentException(
          "cacheTime: expected 5 minutes or 1 hour, found " + cacheTime);
    }
    if (taskBudget != null) {
      requireAtLeast("taskBudget", MIN_TASK, taskBudget);
    }
    requireText("serviceTier", serviceTier);
    requireText("userId", userId);
    betas.forEach(name -> requireText("beta", name));
  }

  /** How a model thinks. Source: https://platform.claude.com/docs/en/build-with-claude/thinking. */
  public enum ThinkingMode {
    /** The model decides whether and how long to think, within its effort. Claude 4.6 and later. */
    ADAPTIVE,
    /** The model does not think. Claude Opus 5.5, Sonnet 5.5 and Fable do not accept it. */
    DISABLED,
    /** The model thinks between tool calls only. Claude Sonnet 5.5, in place of no thinking. */
    BETWEEN_TOOLS
  }

  /** What a response contains of the thinking. */
  public enum ThinkingDisplay {
    /** A summary, which is reported as reasoning. */
    SUMMARIZED,
    /** Nothing that is readable; the default of Claude 4.7 and later. */
    OMITTED
  }

  /**
   * How a model thinks, and the visible part of its thinking.
   *
   * @param mode the mode; null for that of the effort, or else of the model
   * @param budgetTokens the maximum of the thinking, in tokens, of models up to Claude 4.6; null
   *     for none
   * @param display what a response contains of the thinking
   * @param dropsChanged whether thinking of an earlier response is dropped by the provider if the
   *     conversation before it has changed, which is an error otherwise
   */
  public record ThinkingSettings(
      @Nullable ThinkingMode mode,
      @Nullable Integer budgetTokens,
      @Nullable ThinkingDisplay display,
      boolean dropsChanged) {

    /**
     * Creates settings.
     *
     * @throws IllegalArgumentException if the maximum is less than 1,024, or beside a mode
     */
    public ThinkingSettings {
      if (budgetTokens != null) {
        requireAtLeast("thinkingBudget", MIN_THINKING, budgetTokens);
      }
      if (mode != null && budgetTokens != null) {
        throw new IllegalArgumentException(
            "thinking: expected a mode or a budget, found %s and %d".formatted(mode, budgetTokens));
      }
    }
  }

  /** Returns options that are all left to Anthropic, without a cache. */
  public static AnthropicOptions ofDefaults() {
    return DEFAULTS;
  }

  /** Returns a copy with another mode of thinking. */
  public AnthropicOptions withThinking(ThinkingMode mode) {
    return withThinking(
        new ThinkingSettings(
            Objects.requireNonNull(mode, "mode"), null, thinking.display, thinking.dropsChanged));
  }

  /**
   * Returns a copy with a maximum of the thinking, in tokens, for models up to Claude 4.6.
   *
   * @throws IllegalArgumentException if the maximum is less than 1,024
   */
  public AnthropicOptions withThinkingBudget(int tokens) {
    return withThinking(
        new ThinkingSettings(null, tokens, thinking.display, thinking.dropsChanged));
  }

  /** Returns a copy with another visibility of the thinking. */
  public AnthropicOptions withThinkingDisplay(ThinkingDisplay display) {
    return withThinking(
        new ThinkingSettings(
            thinking.mode,
            thinking.budgetTokens,
            Objects.requireNonNull(display, "display"),
            thinking.dropsChanged));
  }

  /**
   * Returns a copy with which the provider drops the thinking of earlier responses if the
   * conversation before it has changed; beta, Claude 5.1 and later.
   *
   * <p>Otherwise such a request is rejected, and sent again without the thinking. Source:
   * https://platform.claude.com/docs/en/build-with-claude/preserved-thinking.
   */
  public AnthropicOptions withChangedThinkingDropped() {
    return withThinking(
        new ThinkingSettings(thinking.mode, thinking.budgetTokens, thinking.display, true));
  }

  /** Returns a copy that leaves thinking to the model. */
  AnthropicOptions withoutThinking() {
    return withThinking(DEFAULTS.thinking);
  }

  private AnthropicOptions withThinking(ThinkingSettings settings) {
    return new AnthropicOptions(
        settings, cacheTime, autoCache, serviceTier, taskBudget, parallelToolCalls, userId, betas);
  }

  /**
   * Returns a copy that caches the prompt: the system prompt up to its last {@link
   * org.atomicagents.message.Content.CacheBoundary}, or as a whole if it has none, and the messages
   * up to each boundary.
   *
   * <p>Of more than four boundaries, the first and the last three are marked. Tools are part of the
   * cached beginning. Source: https://platform.claude.com/docs/en/build-with-claude/prompt-caching.
   *
   * @param time the lifetime of the cache since its last use: 5 minutes or 1 hour
   * @throws IllegalArgumentException if it is another one
   */
  public AnthropicOptions withCacheTime(Duration time) {
    return new AnthropicOptions(
        thinking,
        Objects.requireNonNull(time, "cacheTime"),
        autoCache,
        serviceTier,
        taskBudget,
        parallelToolCalls,
        userId,
        betas);
  }

  /**
   * Returns a copy that caches the whole conversation up to its last block, so that the next
   * request of the conversation reads it; for 5 minutes, or for {@link #cacheTime()}.
   */
  public AnthropicOptions withAutoCache() {
    return new AnthropicOptions(
        thinking, cacheTime, true, serviceTier, taskBudget, parallelToolCalls, userId, betas);
  }

  /** Returns a copy with another service tier, {@code auto} or {@code standard_only}. */
  public AnthropicOptions withServiceTier(String tier) {
    Objects.requireNonNull(tier, "serviceTier");
    return new AnthropicOptions(
        thinking, cacheTime, autoCache, tier, taskBudget, parallelToolCalls, userId, betas);
  }

  /**
   * Returns a copy with a budget for a whole task with its tool calls; beta, Claude Opus 4.7 and
   * later. Source: https://platform.claude.com/docs/en/build-with-claude/task-budgets.
   *
   * @param tokens the budget, in tokens
   * @throws IllegalArgumentException if the budget is less than 20,000
   */
  public AnthropicOptions withTaskBudget(int tokens) {
    return new AnthropicOptions(
        thinking, cacheTime, autoCache, serviceTier, tokens, parallelToolCalls, userId, betas);
  }

  /** Returns a copy that allows several tool calls in one response, or does not. */
  public AnthropicOptions withParallelToolCalls(boolean parallel) {
    return new AnthropicOptions(
        thinking, cacheTime, autoCache, serviceTier, taskBudget, parallel, userId, betas);
  }

  /** Returns a copy with another identifier of the end user. */
  public AnthropicOptions withUserId(String id) {
    Objects.requireNonNull(id, "userId");
    return new AnthropicOptions(
        thinking, cacheTime, autoCache, serviceTier, taskBudget, parallelToolCalls, id, betas);
  }

  /** Returns a copy with one more beta feature, such as {@code context-1m-2025-08-07}. */
  public AnthropicOptions withBeta(String name) {
    var all = new ArrayList<>(betas);
    all.add(name);
    return new AnthropicOptions(
        thinking, cacheTime, autoCache, serviceTier, taskBudget, parallelToolCalls, userId, all);
  }

  /** Returns the lifetime of the cache on the wire. */
  String cacheTtl() {
    return LONG_CACHE.equals(cacheTime) ? "1h" : "5m";
  }

  /** Returns the value of the header {@code anthropic-beta}; empty for none. */
  String betaHeader(List<String> others) {
    var all = new LinkedHashSet<>(others);
    all.addAll(betas);
    if (taskBudget != null) {
      all.add(TASK_BUDGETS);
    }
    if (thinking.dropsChanged) {
      all.add(BINDING_CONTROLS);
    }
    return String.join(",", all);
  }

  /** Returns the options that change a response, for the identity of a client; empty for none. */
  String identity() {
    var texts = new StringJoiner(", ");
    if (!thinking.equals(DEFAULTS.thinking)) {
      texts.add(thinking.toString());
    }
    if (taskBudget != null) {
      texts.add("task budget " + taskBudget);
    }
    if (parallelToolCalls != null) {
      texts.add("parallel calls " + parallelToolCalls);
    }
    betas.forEach(texts::add);
    return texts.toString();
  }

  /** Returns the rules of a model with these options: those of a model that thinks, or does not. */
  ParameterRules apply(ParameterRules rules) {
    Reasoning reasoning = rules.reasoning();
    if (thinking.equals(DEFAULTS.thinking)) {
      return rules;
    }
    boolean thinks = thinking.mode == null || thinking.mode == ThinkingMode.ADAPTIVE;
    return rules.withReasoning(
        new Reasoning(
            reasoning.supported(),
            reasoning.efforts(),
            thinks ? null : Reasoning.NO_REASONING,
            reasoning.unsupported(),
            reasoning.functionTools()));
  }

  /**
   * Checks the options against the rules of a model.
   *
   * @throws ConfigurationException if the model does not accept one of them
   */
  void requireAccepted(String model, ParameterRules rules) {
    String budget = thinking.budgetTokens == null ? "" : "thinking.enabled";
    String mode = thinking.mode == null ? budget : "thinking." + wireName(thinking.mode);
    requireAccepted(model, "the thinking of AnthropicOptions", mode, rules);
    boolean isAdaptive = thinking.mode == null && budget.isEmpty();
    String shown = isAdaptive && thinking.display != null ? "thinking.adaptive" : "";
    requireAccepted(model, "adaptive thinking, which a display needs", shown, rules);
    String dropped = thinking.dropsChanged ? "thinking.block_binding" : "";
    requireAccepted(model, "a treatment of changed thinking", dropped, rules);
    requireAccepted(model, "a task budget", taskBudget == null ? "" : "task_budget", rules);
    boolean isOff = thinking.mode != null && thinking.mode != ThinkingMode.ADAPTIVE;
    if (isOff && (thinking.display != null || thinking.dropsChanged)) {
      throw refusal(model, "a display of thinking in the mode " + thinking.mode);
    }
  }

  private static void requireAccepted(
      String model, String option, String parameter, ParameterRules rules) {
    if (!parameter.isEmpty() && !rules.accepts(parameter)) {
      throw refusal(model, option + " (" + parameter + ")");
    }
  }

  private static ConfigurationException refusal(String model, String option) {
    return ConfigurationException.of(
        "Model '%s' does not accept %s.\nChange the AnthropicOptions, or the family of the model with Anthropic.Builder.families."
            .formatted(model, option));
  }

  static String wireName(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static void requireText(String name, @Nullable String text) {
    if (text != null && text.isBlank()) {
      throw new IllegalArgumentException(name + ": expected a text, found \"" + text + "\"");
    }
  }

  private static void requireAtLeast(String name, int min, int found) {
    if (found < min) {
      throw new IllegalArgumentException(
          "%s: expected at least %d, found %d".formatted(name, min, found));
    }
  }
}
