package org.atomicagents;

import java.util.Objects;
import org.atomicagents.message.MediaPolicy;
import org.atomicagents.token.TokenBudget;
import org.jspecify.annotations.Nullable;

/**
 * The limits of one run: its attempts, its requests, its context, and the media that it may send.
 *
 * <p>Immutable; the {@code with} methods return copies.
 *
 * @param maxAttempts the maximum number of responses, 1 or more; every request after the first one
 *     is a re-ask, or repeats a request whose response was cut off
 * @param maxRequests the maximum number of requests, 1 or more, including re-asks and retries
 * @param maxTokensAfterTruncation the output limit, in tokens, of the attempts after a response was
 *     cut off at a smaller limit; null to keep the limit
 * @param maxContextTokens the maximum number of tokens of the first request and its output; null
 *     for no maximum
 * @param tokenBudget the rule for the maximum length of responses; null for none
 * @param media the rules for the media of the input and of the conversation
 */
public record RunLimits(
    int maxAttempts,
    int maxRequests,
    @Nullable Integer maxTokensAfterTruncation,
    @Nullable Integer maxContextTokens,
    @Nullable TokenBudget tokenBudget,
    MediaPolicy media) {
  private static final RunLimits DEFAULTS = new RunLimits(3, 8);

  public RunLimits {
    requirePositive("maxAttempts", maxAttempts);
    requirePositive("maxRequests", maxRequests);
    Objects.requireNonNull(media, "media");
    if (maxTokensAfterTruncation != null) {
      requirePositive("maxTokensAfterTruncation", maxTokensAfterTruncation);
    }
    if (maxContextTokens != null) {
      requirePositive("maxContextTokens", maxContextTokens);
    }
  }

  /** Creates limits with {@link MediaPolicy#defaults()}. */
  public RunLimits(
      int maxAttempts,
      int maxRequests,
      @Nullable Integer maxTokensAfterTruncation,
      @Nullable Integer maxContextTokens) {
    this(
        maxAttempts,
        maxRequests,
        maxTokensAfterTruncation,
        maxContextTokens,
        null,
        MediaPolicy.defaults());
  }

  /** Creates limits without a maximum of the context. */
  public RunLimits(int maxAttempts, int maxRequests, @Nullable Integer maxTokensAfterTruncation) {
    this(maxAttempts, maxRequests, maxTokensAfterTruncation, null);
  }

  /** Creates limits that keep the output limit after a response was cut off. */
  public RunLimits(int maxAttempts, int maxRequests) {
    this(maxAttempts, maxRequests, null, null);
  }

  /**
   * Returns the default limits: 3 attempts, 8 requests, and {@link MediaPolicy#defaults()}, which
   * sends no file and no URI that comes from data.
   */
  public static RunLimits defaults() {
    return DEFAULTS;
  }

  /**
   * Returns a copy with a maximum number of attempts.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public RunLimits withMaxAttempts(int attempts) {
    return new RunLimits(
        attempts, maxRequests, maxTokensAfterTruncation, maxContextTokens, tokenBudget, media);
  }

  /**
   * Returns a copy with a maximum number of requests.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public RunLimits withMaxRequests(int requests) {
    return new RunLimits(
        maxAttempts, requests, maxTokensAfterTruncation, maxContextTokens, tokenBudget, media);
  }

  /**
   * Returns a copy with a larger output limit for the attempts after a response was cut off.
   *
   * @param tokens the output limit of these attempts, in tokens
   * @throws IllegalArgumentException if it is less than 1
   */
  public RunLimits withMaxTokensAfterTruncation(int tokens) {
    return new RunLimits(maxAttempts, maxRequests, tokens, maxContextTokens, tokenBudget, media);
  }

  /**
   * Returns a copy with a maximum number of tokens of the context: the system prompt, the schema,
   * the history, the input, and the output.
   *
   * <p>A run whose request would be larger leaves out the oldest turns, as a whole. The turn that
   * is continued and pinned turns are never left out, and the history keeps all turns. For the
   * output, the request's maximum is counted; without one, the model's maximum, but not more than a
   * quarter of the context. Tokens are estimated by the counter of the agent. Re-asks add a
   * response and its violations to the request.
   *
   * @param tokens the maximum, in tokens
   * @throws IllegalArgumentException if it is less than 1
   */
  public RunLimits withMaxContextTokens(int tokens) {
    return new RunLimits(
        maxAttempts, maxRequests, maxTokensAfterTruncation, tokens, tokenBudget, media);
  }

  /**
   * Returns a copy with a rule for the maximum length of responses; it applies to runs whose
   * sampling parameters have no maximum.
   */
  public RunLimits withTokenBudget(TokenBudget budget) {
    return new RunLimits(
        maxAttempts,
        maxRequests,
        maxTokensAfterTruncation,
        maxContextTokens,
        Objects.requireNonNull(budget, "budget"),
        media);
  }

  /** Returns a copy with rules for the media of the input and of the conversation. */
  public RunLimits withMedia(MediaPolicy policy) {
    return new RunLimits(
        maxAttempts, maxRequests, maxTokensAfterTruncation, maxContextTokens, tokenBudget, policy);
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": expected 1 or more, found " + value);
    }
  }
}
