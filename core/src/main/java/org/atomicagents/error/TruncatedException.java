package org.atomicagents.error;

import org.atomicagents.message.Usage;

/** The model reached the limit of its output in the middle of the answer. */
public final class TruncatedException extends AgentException {
  private final String partialResponse;

  private TruncatedException(String message, String partialReply) {
    super(message, null);
    this.partialResponse = partialReply;
  }

  /** For agents. */
  public static TruncatedException of(String agent, Usage usage, String partialReply) {
    return new TruncatedException(
        "Agent '%s' got a response that was cut off after %d output tokens.\nRaise Sampling.maxTokens, or ask for a smaller output."
            .formatted(agent, usage.outputTokens()),
        partialReply);
  }

  /** What had come, as the model wrote it. */
  public String partialResponse() {
    return partialResponse;
  }

  @Override
  public boolean isRetryable() {
    return false;
  }
}
