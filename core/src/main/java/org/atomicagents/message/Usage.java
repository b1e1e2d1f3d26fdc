package org.atomicagents.message;

/**
 * The token usage that a provider reports and bills.
 *
 * <p>Immutable. A count that a provider does not report is 0, and so is a negative one, which would
 * refund a budget. Sums that exceed the range of a long are {@link Long#MAX_VALUE}.
 *
 * @param inputTokens all input tokens, cached or not
 * @param outputTokens all output tokens, including reasoning
 * @param cacheReadTokens the input tokens read from the provider's prompt cache
 * @param cacheWriteTokens the input tokens written to the provider's prompt cache
 * @param reasoningTokens the output tokens used for reasoning
 * @param audioInputTokens the input tokens of audio
 * @param audioOutputTokens the output tokens of audio
 */
public record Usage(
    long inputTokens,
    long outputTokens,
    long cacheReadTokens,
    long cacheWriteTokens,
    long reasoningTokens,
    long audioInputTokens,
    long audioOutputTokens) {

  public Usage {
    inputTokens = Math.max(0, inputTokens);
    outputTokens = Math.max(0, outputTokens);
    cacheReadTokens = Math.max(0, cacheReadTokens);
    cacheWriteTokens = Math.max(0, cacheWriteTokens);
    reasoningTokens = Math.max(0, reasoningTokens);
    audioInputTokens = Math.max(0, audioInputTokens);
    audioOutputTokens = Math.max(0, audioOutputTokens);
  }

  /** No tokens: no usage, or none reported. */
  public static final Usage NONE = of(0, 0);

  /** Returns a usage without a breakdown. */
  public static Usage of(long inputTokens, long outputTokens) {
    return new Usage(inputTokens, outputTokens, 0, 0, 0, 0, 0);
  }

  /** Returns the sum of input and output tokens. */
  public long totalTokens() {
    return sum(inputTokens, outputTokens);
  }

  /** Returns the sum of this usage and another one. */
  public Usage plus(Usage more) {
    if (more.equals(NONE)) {
      return this;
    }
    if (equals(NONE)) {
      return more;
    }
    return new Usage(
        sum(inputTokens, more.inputTokens),
        sum(outputTokens, more.outputTokens),
        sum(cacheReadTokens, more.cacheReadTokens),
        sum(cacheWriteTokens, more.cacheWriteTokens),
        sum(reasoningTokens, more.reasoningTokens),
        sum(audioInputTokens, more.audioInputTokens),
        sum(audioOutputTokens, more.audioOutputTokens));
  }

  private static long sum(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }
}
