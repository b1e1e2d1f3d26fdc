package org.atomicagents.model;

import org.atomicagents.internal.Utf8Length;
import org.atomicagents.message.Content;
import org.atomicagents.message.Media;
import org.atomicagents.message.Message;

/**
 * A counter, or an estimator, of the tokens of texts.
 *
 * <p>Implementations must be thread-safe and must return the same count for the same text, except
 * for a counter that learns, which returns an unchanging one from {@link #current()}.
 */
@FunctionalInterface
public interface TokenCounter {

  /** Returns the number of tokens of a text. */
  int count(String text);

  /** Returns the tokens of a message; those of media are {@link Media#estimatedTokens()}. */
  default int count(Message message) {
    int tokens = 0;
    for (Content part : message.parts()) {
      tokens +=
          switch (part) {
            case Content.Text text -> count(text.text());
            case Content.ToolCall call -> count(call.name()) + count(call.arguments());
            case Content.ToolResult result -> count(result.text());
            case Content.Opaque opaque -> count(opaque.json());
            case Content.CacheBoundary ignored -> 0;
            case Media media -> media.estimatedTokens();
          };
    }
    return tokens;
  }

  /** Returns the tokens of a schema that is sent outside of the messages, or of a tool. */
  default int countSchema(String schema) {
    return count(schema);
  }

  /** Returns the tokens of a request besides those of its messages and schemas; default: 0. */
  default int requestTokens() {
    return 0;
  }

  /**
   * Returns a counter with the present counts, which never change; default: this one.
   *
   * <p>A run calls this method once, so that all counts of the run agree.
   */
  default TokenCounter current() {
    return this;
  }

  /**
   * Returns a counter that estimates one token per four UTF-8 bytes, rounded up.
   *
   * <p>Four characters per token is a common estimate for English. Bytes are counted because
   * characters of other scripts, which take up to three bytes, are more tokens.
   */
  static TokenCounter heuristic() {
    return text -> (Utf8Length.length(text) + 3) / 4;
  }
}
