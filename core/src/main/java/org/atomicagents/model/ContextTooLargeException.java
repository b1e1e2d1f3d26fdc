package org.atomicagents.model;

/** What has to be sent doesn't fit into the model's window. */
public final class ContextTooLargeException extends AgentException {
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
        "Agent '%s' needs %d tokens of context, and %d fit.\nShorten the input, the prompt or the history, or take a model with a larger window."
            .formatted(agent, tokens, limit),
        tokens,
        limit);
  }

  /** Tokens needed. */
  public long tokens() {
    return tokens;
  }

  /** Tokens that fit. */
  public long limit() {
    return limit;
  }

  @Override
  public boolean isRetryable() {
    return false;
  }
}
