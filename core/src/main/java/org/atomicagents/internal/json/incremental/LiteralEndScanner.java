package org.atomicagents.internal.json.incremental;

import org.atomicagents.internal.json.JsonCharacters;

/**
 * Decides, from the characters after a number or literal, whether it is the complete value. It can
 * also be the first of several unquoted words, or the first digit group of a longer number.
 */
final class LiteralEndScanner {
  private boolean inObject;
  private boolean hasComma;
  private boolean hasLineEnd;

  /** How the text continues after a number or literal. */
  enum LiteralContinuation {
    UNDECIDED,
    /** The token is the complete value. */
    COMPLETE,
    /** The token is the complete value, and the comma after it has been consumed. */
    COMPLETE_WITH_COMMA,
    /** The token is the first of several unquoted words, whose end is ambiguous. */
    UNQUOTED_TEXT,
    /** The token is followed by a comma and digits, so that the number is ambiguous. */
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
    boolean continues =
        c != ','
            && !JsonCharacters.isCloser(c)
            && !JsonCharacters.isQuote(c)
            && !CommentScanner.isStart(c);
    return continues && (isDigit || !hasLineEnd)
        ? LiteralContinuation.UNQUOTED_TEXT
        : LiteralContinuation.COMPLETE;
  }
}
