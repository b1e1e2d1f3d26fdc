package org.atomicagents.internal.json.incremental;

import org.atomicagents.internal.json.ThinkingTags;

/** Finds the tags that enclose a model's reasoning, one character at a time. */
final class ThinkingTagScanner {
  private static final int MAX_TAG_LENGTH = 12;

  private final StringBuilder tagName = new StringBuilder();
  private boolean inTag;

  /** The tag that ends with a character. */
  enum TagEvent {
    NONE,
    OPENING,
    CLOSING
  }

  TagEvent accept(char c) {
    if (c == '<') {
      inTag = true;
      tagName.setLength(0);
    } else if (inTag && c == '>') {
      inTag = false;
      return ThinkingTags.isClosing(tagName)
          ? TagEvent.CLOSING
          : ThinkingTags.isOpening(tagName) ? TagEvent.OPENING : TagEvent.NONE;
    } else if (inTag) {
      inTag = tagName.length() < MAX_TAG_LENGTH;
      tagName.append(c);
    }
    return TagEvent.NONE;
  }

  /** Discards an incomplete tag. */
  void reset() {
    inTag = false;
  }
}
