package org.atomicagents.token;

import java.util.Objects;
import java.util.StringTokenizer;
import java.util.function.ToIntFunction;

/**
 * A rule for the maximum length of the response to an input.
 *
 * {@snippet :
 * var limits = RunLimits.defaults().withTokenBudget(TokenBudget.byWords());
 * var agent = AtomicAgent.builder(Question.class, Answer.class, model).limits(limits).build();
 * }
 *
 * <p>A run rounds the result of the rule up to what the smallest valid output needs, and down to
 * the maximum of the model and to what the context window leaves. After a response that was cut
 * off, the maximum is doubled, up to the same bounds. A maximum in the {@code Sampling} of the run
 * takes precedence over the rule.
 *
 * <p>Immutable and thread-safe if the rule is.
 */
public final class TokenBudget {
  /** The maximum after inputs of fewer than 10 words. */
  public static final int SHORT_INPUT = 500;

  /** The maximum after inputs of 10 to 49 words. */
  public static final int MEDIUM_INPUT = 1_500;

  /** The maximum after inputs of 50 words or more. */
  public static final int LONG_INPUT = 4_000;

  private static final int MEDIUM_WORDS = 10;
  private static final int LONG_WORDS = 50;
  private static final TokenBudget BY_WORDS = by(TokenBudget::tokensForWords);

  private final ToIntFunction<String> rule;
  private final int reasoningTokens;
  private final int maximum;

  private TokenBudget(ToIntFunction<String> rule, int reasoningTokens, int maximum) {
    this.rule = Objects.requireNonNull(rule, "rule");
    this.reasoningTokens = reasoningTokens;
    this.maximum = maximum;
  }

  /**
   * Returns a rule by the words of the input: {@value #SHORT_INPUT}, {@value #MEDIUM_INPUT} or
   * {@value #LONG_INPUT} tokens.
   */
  public static TokenBudget byWords() {
    return BY_WORDS;
  }

  /**
   * Returns a rule with the same result for all inputs.
   *
   * @throws IllegalArgumentException if the number of tokens is below 1
   */
  public static TokenBudget of(int tokens) {
    requirePositive("tokens", tokens);
    return by(input -> tokens);
  }

  /**
   * Returns a rule.
   *
   * @param rule returns the maximum length of the response, in tokens, for the texts of an input,
   *     which are separated by spaces; a result below 1 counts as 1
   */
  public static TokenBudget by(ToIntFunction<String> rule) {
    return new TokenBudget(rule, 0, Integer.MAX_VALUE);
  }

  /**
   * Returns a copy that adds tokens for the reasoning of the model, which count against the maximum
   * of a response.
   *
   * @throws IllegalArgumentException if the number of tokens is below 1
   */
  public TokenBudget withReasoning(int tokens) {
    requirePositive("tokens", tokens);
    return new TokenBudget(rule, tokens, maximum);
  }

  /**
   * Returns a copy whose result never exceeds a maximum, also after a response that was cut off.
   *
   * @throws IllegalArgumentException if the number of tokens is below 1
   */
  public TokenBudget withMaximum(int tokens) {
    requirePositive("tokens", tokens);
    return new TokenBudget(rule, reasoningTokens, tokens);
  }

  /** Returns the maximum length of the response to an input, in tokens, before rounding. */
  public int tokensFor(String input) {
    long tokens = (long) Math.max(1, rule.applyAsInt(input)) + reasoningTokens;
    return (int) Math.min(maximum, tokens);
  }

  /** Returns the bound of the results, in tokens. */
  public int maximum() {
    return maximum;
  }

  private static int tokensForWords(String input) {
    int words = new StringTokenizer(input).countTokens();
    if (words < MEDIUM_WORDS) {
      return SHORT_INPUT;
    }
    return words < LONG_WORDS ? MEDIUM_INPUT : LONG_INPUT;
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": expected 1 or more, found " + value);
    }
  }
}
