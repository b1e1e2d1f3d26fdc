package org.atomicagents.internal.json;

/** Finds the tags between which models think aloud, in a text that comes character by character. */
final class ThoughtTags {
  private static final int LONGEST = 12;

  private final StringBuilder said = new StringBuilder();
  private boolean inTag;

  /** What came to its end with a character. */
  enum Found {
    NOTHING,
    OPENING,
    CLOSING
  }

  Found next(char c) {
    if (c == '<') {
      inTag = true;
      said.setLength(0);
    } else if (inTag && c == '>') {
      inTag = false;
      return Thinking.isClosing(said)
          ? Found.CLOSING
          : Thinking.isOpening(said) ? Found.OPENING : Found.NOTHING;
    } else if (inTag) {
      inTag = said.length() < LONGEST;
      said.append(c);
    }
    return Found.NOTHING;
  }

  /** What follows has nothing to do with what was before. */
  void forget() {
    inTag = false;
  }
}
