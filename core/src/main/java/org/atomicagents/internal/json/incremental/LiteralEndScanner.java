package org.atomicagents.internal.json.incremental;

import org.atomicagents.internal.json.JsonCharacters;

/**
 * What follows a number or literal that comes character by character: it may yet be the first of
 * several words, or of the groups of one number.
 */
final class LiteralEndScanner {
  private boolean inObject;
  private boolean hasComma;
  private boolean hasLineEnd;

  /** What the word turned out to be. */
  enum LiteralContinuation {
    UNDECIDED,
    /** The whole value. */
    COMPLETE,
    /** The whole value, and the comma behind it was read. */
    COMPLETE_WITH_COMMA,
    /** One of several words, of which the end can't be told from what they say. */
    UNQUOTED_TEXT,
    /** Digits before a comma and other digits: which number they are can't be told. */
    DIGIT_GROUPS
  }

  void start(boolean isInObject) {
    inObject = isInObject;
    hasComma = false;
    hasLineEnd = false;
  }

  LiteralContinuation classify(char c) {
    if (JsonCharacters.isSpace(c)) {
      hasLineEnd |= JsonCharacters.isLineEnd(c);
      return LiteralContinuation.UNDECIDED;
    }
    boolean isDigit = c >= '0' && c <= '9';
    if (hasComma) {
      return isDigit ? LiteralContinuation.DIGIT_GROUPS : LiteralContinuation.COMPLETE_WITH_COMMA;
    }
    if (c == ',' && inObject) {
      hasComma = true;
      return LiteralContinuation.UNDECIDED;
    }
    boolean goesOn =
        c != ','
            && !JsonCharacters.isCloser(c)
            && !JsonCharacters.isQuote(c)
            && !CommentScanner.isStart(c);
    return goesOn && (isDigit || !hasLineEnd)
        ? LiteralContinuation.UNQUOTED_TEXT
        : LiteralContinuation.COMPLETE;
  }
}
