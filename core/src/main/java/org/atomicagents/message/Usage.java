package org.atomicagents.message;

/**
 * What a provider says that it will bill, in tokens.
 *
 * @param inputTokens all input, cached or not
 * @param outputTokens all output, reasoning included
 * @param cacheReadTokens the part of the input that came out of the provider's prompt cache
 * @param cacheWriteTokens the part of the input that was put into it
 * @param reasoningTokens the part of the output that was thought and not said
 * @param audioInputTokens the part of the input that was sound
 * @param audioOutputTokens the part of the output that was sound
 */
public record Usage(
    long inputTokens,
    long outputTokens,
    long cacheReadTokens,
    long cacheWriteTokens,
    long reasoningTokens,
    long audioInputTokens,
    long audioOutputTokens) {

  /** Nothing used, or nothing reported. */
  public static final Usage NONE = of(0, 0);

  /** Input and output, without a breakdown. */
  public static Usage of(long inputTokens, long outputTokens) {
    return new Usage(inputTokens, outputTokens, 0, 0, 0, 0, 0);
  }

  /** Input and output together. */
  public long totalTokens() {
    return inputTokens + outputTokens;
  }

  /** Both together. */
  public Usage plus(Usage more) {
    if (more.equals(NONE)) {
      return this;
    }
    if (equals(NONE)) {
      return more;
    }
    return new Usage(
        inputTokens + more.inputTokens,
        outputTokens + more.outputTokens,
        cacheReadTokens + more.cacheReadTokens,
        cacheWriteTokens + more.cacheWriteTokens,
        reasoningTokens + more.reasoningTokens,
        audioInputTokens + more.audioInputTokens,
        audioOutputTokens + more.audioOutputTokens);
  }
}
