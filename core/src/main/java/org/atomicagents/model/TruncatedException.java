package org.atomicagents.model;

/** The model reached the limit of its output in the middle of the answer. */
public final class TruncatedException extends AgentException {
  private final String partialReply;

  private TruncatedException(String message, String partialReply) {
    super(message, null);
    this.partialReply = partialReply;
  }

  /** For agents. */
  public static TruncatedException of(String agent, Usage usage, String partialReply) {
    return new TruncatedException(
        "Agent '%s' got a response that was cut off after %d output tokens.\nRaise Sampling.maxTokens, or ask for a smaller output."
            .formatted(agent, usage.outputTokens()),
        partialReply);
  }

  /** What had come, as the model wrote it. */
  public String partialReply() {
    return partialReply;
  }

  @Override
  public boolean isRetryable() {
    return false;
  }
}
