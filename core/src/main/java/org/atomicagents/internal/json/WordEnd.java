package org.atomicagents.internal.json;

/**
 * What follows a number or literal that comes character by character: it may yet be the first of
 * several words, or of the groups of one number.
 */
final class WordEnd {
  private boolean inObject;
  private boolean hasComma;
  private boolean hasLineEnd;

  /** What the word turned out to be. */
  enum Meaning {
    OPEN,
    /** The whole value. */
    WHOLE,
    /** The whole value, and the comma behind it was read. */
    WHOLE_WITH_COMMA,
    /** One of several words, of which the end can't be told from what they say. */
    WORDS,
    /** Digits before a comma and other digits: which number they are can't be told. */
    GROUPS
  }

  void begin(boolean isInObject) {
    inObject = isInObject;
    hasComma = false;
    hasLineEnd = false;
  }

  Meaning next(char c) {
    if (Marks.isSpace(c)) {
      hasLineEnd |= Marks.isLineEnd(c);
      return Meaning.OPEN;
    }
    boolean isDigit = c >= '0' && c <= '9';
    if (hasComma) {
      return isDigit ? Meaning.GROUPS : Meaning.WHOLE_WITH_COMMA;
    }
    if (c == ',' && inObject) {
      hasComma = true;
      return Meaning.OPEN;
    }
    boolean goesOn = c != ',' && !Marks.isCloser(c) && !Marks.isQuote(c) && !CommentText.isStart(c);
    return goesOn && (isDigit || !hasLineEnd) ? Meaning.WORDS : Meaning.WHOLE;
  }
}
