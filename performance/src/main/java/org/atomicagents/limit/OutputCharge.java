package org.atomicagents.limit;

/**
 * The output tokens that a provider counts against a limit of tokens.
 *
 * <p>A limit that counts less than the provider is answered with status 429; one that counts more
 * leaves a part unused.
 */
public enum OutputCharge {
  /**
   * The tokens of the response. A request takes as many as earlier responses had on average, in
   * relation to {@code maxTokens}, and is settled by the reported usage.
   */
  USED,
  /**
   * {@code maxTokens} when the request arrives, and the tokens of the response after its end, as
   * with Cerebras and the Bedrock endpoints of open models.
   */
  RESERVED_THEN_USED,
  /**
   * {@code maxTokens}, whatever the length of the response, as in OpenAI's limits of tokens per
   * minute, unless the response is longer.
   */
  RESERVED
}
