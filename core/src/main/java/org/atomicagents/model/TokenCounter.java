package org.atomicagents.model;

import org.atomicagents.message.Content;
import org.atomicagents.message.Media;
import org.atomicagents.message.Message;

/**
 * Says how many tokens a text will be.
 *
 * <p>Implementations are thread-safe and give the same text the same count.
 */
@FunctionalInterface
public interface TokenCounter {

  /** What an image costs at low detail (OpenAI, "Images and vision"), in tokens. */
  int MEDIA_TOKENS = 85;

  /** The tokens of a text. */
  int count(String text);

  /** The tokens of a message, media at the flat rate of {@value #MEDIA_TOKENS}. */
  default int count(Message message) {
    int tokens = 0;
    for (Content part : message.parts()) {
      tokens +=
          switch (part) {
            case Content.Text text -> count(text.text());
            case Content.ToolCall call -> count(call.name()) + count(call.arguments());
            case Content.ToolResult result -> count(result.text());
            case Content.Opaque opaque -> count(opaque.json());
            case Media ignored -> MEDIA_TOKENS;
          };
    }
    return tokens;
  }

  /**
   * A quarter of the text's UTF-8 bytes, rounded up: the usual rule of thumb for English, and by
   * bytes so that scripts whose characters take three are not counted as if they took one.
   */
  static TokenCounter heuristic() {
    return text -> (Utf8Length.length(text) + 3) / 4;
  }
}
