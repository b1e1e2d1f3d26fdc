package org.atomicagents.openai;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.StringJoiner;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.model.ParameterRules;
import org.jspecify.annotations.Nullable;

/**
 * The options of the Responses API that no other protocol has; OpenAI's default applies where a
 * value is null.
 *
 * {@snippet :
 * var options = ResponsesOptions.ofDefaults().withVerbosity(Verbosity.LOW).withPromptCacheKey("triage");
 * Model model = OpenAi.fromEnv().responses("gpt-5.6", options);
 * }
 *
 * <p>The reasoning effort is part of {@link org.atomicagents.model.Sampling}. Source:
 * https://platform.openai.com/docs/api-reference/responses/create. Immutable.
 *
 * @param verbosity how long the text of a response is
 * @param reasoningSummary how the reasoning is summarized; without a summary, the reasoning is not
 *     readable
 * @param serviceTier the processing tier, such as {@code flex} or {@code priority}
 * @param promptCacheKey a key that requests with the same beginning share, so that they reach the
 *     same cache
 * @param cacheBreakpoints whether a {@link org.atomicagents.message.Content.CacheBoundary} marks
 *     the end of the content to cache; GPT-5.6 and later accept such marks, and bill cache writes
 * @param parallelToolCalls whether the model may call several tools in one response
 * @param safetyIdentifier a stable identifier of the end user, hashed by the application
 * @param backgroundPoll the interval at which a response in the background is requested; null for a
 *     response in the foreground
 */
public record ResponsesOptions(
    @Nullable Verbosity verbosity,
    @Nullable ReasoningSummary reasoningSummary,
    @Nullable String serviceTier,
    @Nullable String promptCacheKey,
    boolean cacheBreakpoints,
    @Nullable Boolean parallelToolCalls,
    @Nullable String safetyIdentifier,
    @Nullable Duration backgroundPoll) {
  private static final ResponsesOptions DEFAULTS =
      new ResponsesOptions(null, null, null, null, false, null, null, null);

  /** How long the text of a response is. */
  public enum Verbosity {
    /** Short texts. */
    LOW,
    /** The default of most models. */
    MEDIUM,
    /** Long texts. */
    HIGH
  }

  /** How the reasoning is summarized. */
  public enum ReasoningSummary {
    /** The most detailed summary that the model supports. */
    AUTO,
    /** A short summary. */
    CONCISE,
    /** A long summary. */
    DETAILED
  }

  /** Returns options that are all left to OpenAI. */
  public static ResponsesOptions ofDefaults() {
    return DEFAULTS;
  }

  /** Returns a copy with another length of texts. */
  public ResponsesOptions withVerbosity(Verbosity newVerbosity) {
    return new ResponsesOptions(
        Objects.requireNonNull(newVerbosity, "verbosity"),
        reasoningSummary,
        serviceTier,
        promptCacheKey,
        cacheBreakpoints,
        parallelToolCalls,
        safetyIdentifier,
        backgroundPoll);
  }

  /** Returns a copy with another summary of the reasoning. */
  public ResponsesOptions withReasoningSummary(ReasoningSummary summary) {
    return new ResponsesOptions(
        verbosity,
        Objects.requireNonNull(summary, "reasoningSummary"),
        serviceTier,
        promptCacheKey,
        cacheBreakpoints,
        parallelToolCalls,
        safetyIdentifier,
        backgroundPoll);
  }

  /** Returns a copy with another processing tier. */
  public ResponsesOptions withServiceTier(String tier) {
    return new ResponsesOptions(
        verbosity,
        reasoningSummary,
        requireText("serviceTier", tier),
        promptCacheKey,
        cacheBreakpoints,
        parallelToolCalls,
        safetyIdentifier,
        backgroundPoll);
  }

  /** Returns a copy with another key of the prompt cache. */
  public ResponsesOptions withPromptCacheKey(String key) {
    return new ResponsesOptions(
        verbosity,
        reasoningSummary,
        serviceTier,
        requireText("promptCacheKey", key),
        cacheBreakpoints,
        parallelToolCalls,
        safetyIdentifier,
        backgroundPoll);
  }

  /** Returns a copy that marks the content to cache, or does not. */
  public ResponsesOptions withCacheBreakpoints(boolean marks) {
    return new ResponsesOptions(
        verbosity,
        reasoningSummary,
        serviceTier,
        promptCacheKey,
        marks,
        parallelToolCalls,
        safetyIdentifier,
        backgroundPoll);
  }

  /** Returns a copy that allows several tool calls in one response, or does not. */
  public ResponsesOptions withParallelToolCalls(boolean parallel) {
    return new ResponsesOptions(
        verbosity,
        reasoningSummary,
        serviceTier,
        promptCacheKey,
        cacheBreakpoints,
        parallel,
        safetyIdentifier,
        backgroundPoll);
  }

  /** Returns a copy with another identifier of the end user. */
  public ResponsesOptions withSafetyIdentifier(String identifier) {
    return new ResponsesOptions(
        verbosity,
        reasoningSummary,
        serviceTier,
        promptCacheKey,
        cacheBreakpoints,
        parallelToolCalls,
        requireText("safetyIdentifier", identifier),
        backgroundPoll);
  }

  /**
   * Returns a copy whose responses are generated in the background, for requests that take minutes:
   * no connection stays open, and a failed poll does not lose the response; the fifth failure in a
   * row does.
   *
   * <p>OpenAI stores the response for the polls, and returns no encrypted reasoning. Streams
   * receive the whole response at its end. A run that is cancelled or exceeds its deadline cancels
   * the response.
   *
   * @param poll the interval at which the response is requested
   * @throws IllegalArgumentException unless the interval is positive
   */
  public ResponsesOptions withBackground(Duration poll) {
    if (poll.isNegative() || poll.isZero()) {
      throw new IllegalArgumentException("poll: expected more than 0, found " + poll);
    }
    return new ResponsesOptions(
        verbosity,
        reasoningSummary,
        serviceTier,
        promptCacheKey,
        cacheBreakpoints,
        parallelToolCalls,
        safetyIdentifier,
        poll);
  }

  /**
   * Returns the options that change a response, for the identity of a client; empty for none.
   *
   * <p>The tier, the cache key and the identifier of the user change its price or its speed only.
   */
  String identity() {
    var texts = new StringJoiner(", ");
    if (verbosity != null) {
      texts.add("verbosity " + wireName(verbosity));
    }
    if (reasoningSummary != null) {
      texts.add("summary " + wireName(reasoningSummary));
    }
    if (parallelToolCalls != null) {
      texts.add("parallel calls " + parallelToolCalls);
    }
    return texts.toString();
  }

  /**
   * Checks the options against the rules of a model.
   *
   * @throws ConfigurationException if the model does not accept one of them
   */
  void requireAccepted(String model, ParameterRules rules) {
    requireAccepted(model, "a reasoning summary", reasoningSummary, rules, "reasoning_effort");
    requireAccepted(model, "a verbosity", verbosity, rules, "verbosity");
    Object breakpoints = cacheBreakpoints ? Boolean.TRUE : null;
    requireAccepted(model, "cache breakpoints", breakpoints, rules, "prompt_cache_breakpoint");
  }

  private static void requireAccepted(
      String model, String option, @Nullable Object value, ParameterRules rules, String parameter) {
    if (value != null && !rules.accepts(parameter)) {
      throw ConfigurationException.of(
          "Model '%s' does not accept %s.\nChange the ResponsesOptions, or the family of the model with OpenAi.Builder.families."
              .formatted(model, option));
    }
  }

  static String wireName(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String requireText(String name, String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException(name + ": expected a text, found \"" + text + "\"");
    }
    return text;
  }
}
