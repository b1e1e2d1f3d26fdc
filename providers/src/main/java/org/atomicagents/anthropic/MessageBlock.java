package org.atomicagents.anthropic;

import org.atomicagents.message.Content;

/**
 * A content block of a message.
 *
 * @param content the content; {@link Content.Opaque} is a block as JSON
 * @param place the place of the content in the request, for messages
 * @param isMarked whether the prompt is cached up to this block
 */
record MessageBlock(Content content, String place, boolean isMarked) {

  /** Returns a block that the provider has written, to repeat unchanged. */
  static MessageBlock replayed(String json) {
    return new MessageBlock(new Content.Opaque(Anthropic.PROVIDER, json), "", false);
  }

  boolean isReplayed() {
    return content instanceof Content.Opaque;
  }

  MessageBlock withMark() {
    return new MessageBlock(content, place, true);
  }
}
