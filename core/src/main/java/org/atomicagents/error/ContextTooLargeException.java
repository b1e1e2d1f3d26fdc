package org.atomicagents.error;

/** Thrown if a request exceeds the context window of the model. */
public final class ContextTooLargeException extends AgentException {
  private static final String ADVICE =
      "Shorten the input, the prompt or the history, or use a model with a larger context window.";

  private final long tokens;
  private final long limit;

  private ContextTooLargeException(String message, long tokens, long limit) {
    super(message, null);
    this.tokens = tokens;
    this.limit = limit;
  }

  /**
   * Returns the exception of a request of known size.
   *
   * @param agent the name of the agent
   * @param tokens the tokens that the request needs
   * @param limit the tokens that the context window holds
   */
  public static ContextTooLargeException of(String agent, long tokens, long limit) {
    return new ContextTooLargeException(
        "Agent '%s' needs %d tokens of context, but the model has %d.\n%s"
            .formatted(agent, tokens, limit, ADVICE),
        tokens,
        limit);
  }

  /**
   * Returns the exception of a run whose smallest possible request exceeds {@link
   * org.atomicagents.RunLimits#maxContextTokens()}.
   *
   * @param agent the name of the agent
   * @param history the tokens of the turns that cannot be left out, and of the input
   * @param output the tokens that are reserved for the output
   */
  public static ContextTooLargeException ofMinimum(
      String agent, int limit, int system, int schema, int history, int output) {
    long needed = (long) system + schema + history + output;
    return new ContextTooLargeException(
        "Agent '%s': maxContextTokens (%d) is smaller than the minimum of this run (%d tokens: system prompt %d, schema %d, current and pinned turns %d, reserved for the output %d).\nRaise maxContextTokens, lower maxTokens, or shorten the input, the prompt or the pinned turns."
            .formatted(agent, limit, needed, system, schema, history, output),
        needed,
        limit);
  }

  /**
   * Returns the exception of a request that the provider rejected as too large, without sizes.
   *
   * @param agent the name of the agent
   */
  public static ContextTooLargeException of(String agent, ProviderError error) {
    return new ContextTooLargeException(
        "Agent '%s' exceeded the context window of the model; %s responded %s\n%s"
            .formatted(agent, error.provider(), error.describe(), ADVICE),
        0,
        0);
  }

  /**
   * Returns an exception with the data of another one, such as one that was recorded.
   *
   * @param message the sizes and the remedy
   * @param tokens the tokens that the request needs; 0 if unknown
   * @param limit the tokens that the context window holds; 0 if unknown
   */
  public static ContextTooLargeException ofMessage(String message, long tokens, long limit) {
    return new ContextTooLargeException(message, tokens, limit);
  }

  /** Returns the tokens that the request needs; 0 if unknown. */
  public long tokens() {
    return tokens;
  }

  /** Returns the tokens that the context window holds; 0 if unknown. */
  public long limit() {
    return limit;
  }

  /** Returns false: the request has to be made smaller first. */
  @Override
  public boolean isRetryable() {
    return false;
  }

  @Override
  AgentException copy() {
    return new ContextTooLargeException(message(), tokens, limit);
  }
}
