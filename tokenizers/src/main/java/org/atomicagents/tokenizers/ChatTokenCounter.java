package org.atomicagents.tokenizers;

import org.atomicagents.message.Message;
import org.atomicagents.model.TokenCounter;

/**
 * Counts tokens with a vocabulary, and the tokens between messages as OpenAI documents them
 * (cookbook, "How to count tokens with tiktoken").
 *
 * <p>Thread-safe.
 */
final class ChatTokenCounter implements TokenCounter {
  /** The start of a message, its role and its end. */
  private static final int MESSAGE_TOKENS = 4;

  /** The start of the response, once per request. */
  private static final int PRIMING_TOKENS = 3;

  private final PublishedVocabulary vocabulary;

  ChatTokenCounter(PublishedVocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  @Override
  public int count(String text) {
    return text.isEmpty() ? 0 : vocabulary.count(text);
  }

  @Override
  public int count(Message message) {
    return MESSAGE_TOKENS + TokenCounter.super.count(message);
  }

  @Override
  public int requestTokens() {
    return PRIMING_TOKENS;
  }

  @Override
  public String toString() {
    return "ChatTokenCounter[" + vocabulary + "]";
  }
}
