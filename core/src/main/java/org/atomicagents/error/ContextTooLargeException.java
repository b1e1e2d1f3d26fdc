package org.atomicagents.error;

/** What has to be sent doesn't fit into the model's window. */
public final class ContextTooLargeException extends AgentException {
  private static final String ADVICE =
      "Shorten the input, the prompt or the history, or take a model with a larger window.";

  private final long tokens;
  private final long limit;

  private ContextTooLargeException(String message, long tokens, long limit) {
    super(message, null);
    this.tokens = tokens;
    this.limit = limit;
  }

  /** For agents and clients: {@code tokens} are needed, {@code limit} fit. */
  public static ContextTooLargeException of(String agent, long tokens, long limit) {
    return new ContextTooLargeException(
        "Agent '%s' needs %d tokens of context, and %d fit.\n%s"
            .formatted(agent, tokens, limit, ADVICE),
        tokens,
        limit);
  }

  /** For clients: the provider says that the request doesn't fit, and not by how much. */
  public static ContextTooLargeException of(String agent, ProviderError error) {
    return new ContextTooLargeException(
        "Agent '%s' sent more than fits into the model's window; %s answered %s\n%s"
            .formatted(agent, error.provider(), error.describe(), ADVICE),
        0,
        0);
  }

  /** Tokens needed; 0 if the provider did not say. */
  public long tokens() {
    return tokens;
  }

  /** Tokens that fit; 0 if the provider did not say. */
  public long limit() {
    return limit;
  }

  @Override
  public boolean isRetryable() {
    return false;
  }
}
