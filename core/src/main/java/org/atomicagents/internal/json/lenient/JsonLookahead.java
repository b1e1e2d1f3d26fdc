package org.atomicagents.internal.json.lenient;

import org.atomicagents.internal.json.JsonCharacters;
import org.atomicagents.internal.json.JsonLiterals;

/**
 * Examines the text after a position without consuming it, to decide whether a value can end there.
 *
 * <p>The lookahead is limited, so that parsing takes linear time.
 */
final class JsonLookahead {
  private static final int MAX_KEY_WORDS = 4;
  private static final int MAX_KEY_LENGTH = 200;
  private static final int MAX_WORD_LENGTH = 40;

  private final JsonCursor cursor;
  private final SourceText source;
  private final String text;

  JsonLookahead(JsonCursor cursor) {
    this.cursor = cursor;
    this.source = cursor.source;
    this.text = cursor.text;
  }

  /**
   * Returns whether a quote can close its string, judging by the text after it.
   *
   * @param hasInnerQuotes whether the string contains unescaped quotes, so that this can be one
   *     more
   */
  boolean canCloseString(int afterQuote, ValuePosition role, boolean hasInnerQuotes) {
    int i = source.skipSpaceAndComments(afterQuote);
    if (source.isEnd(i)) {
      return i >= text.length() || source.hasLineEnd(afterQuote, i);
    }
    // Comments follow a space: text directly after the quote that looks like one is in the string.
    if (source.isComment(afterQuote, false)) {
      return false;
    }
    char c = text.charAt(i);
    return switch (role) {
      case STANDALONE -> false;
      case KEY -> c == ':';
      case PROPERTY, ITEM ->
          switch (c) {
            case '}', ']' -> !hasInnerQuotes || closersMatch(i);
            case ',' -> isValidAfterComma(i, role == ValuePosition.PROPERTY);
            default ->
                role == ValuePosition.PROPERTY
                    ? isPropertyWithoutComma(afterQuote, i, hasInnerQuotes)
                    : !hasInnerQuotes && isItemWithoutComma(afterQuote, i);
          };
    };
  }

  /**
   * Returns whether the closers match the open containers, and the text after them fits into the
   * container that is then open.
   */
  private boolean closersMatch(int firstCloser) {
    int i = firstCloser;
    int openCount = cursor.depth();
    while (!source.isEnd(i) && JsonCharacters.isCloser(text.charAt(i)) && openCount > 0) {
      openCount--;
      if (cursor.isObject(openCount) != (text.charAt(i) == '}')) {
        return false;
      }
      i = source.skipSpaceAndComments(i + 1);
    }
    if (source.isEnd(i)) {
      return true;
    }
    if (openCount == 0) {
      return !source.hasQuoteAfter(i);
    }
    boolean isObject = cursor.isObject(openCount - 1);
    return text.charAt(i) == ','
        ? isValidAfterComma(i, isObject)
        : isObject ? isKey(i) : isOpener(i);
  }

  /** Returns whether a comma is followed by a closer, a property or an element. */
  boolean isValidAfterComma(int comma, boolean isObject) {
    int i = source.skipCommas(comma);
    return source.isEnd(i)
        || JsonCharacters.isCloser(text.charAt(i))
        || (isObject ? isKey(i) : isOpener(i) || isQuoteAt(i) || isUnquotedItem(i));
  }

  private boolean isPropertyWithoutComma(int from, int i, boolean hasInnerQuotes) {
    return isQuotedKey(i)
        || (isUnquotedKey(i)
            && (source.hasLineEnd(from, i)
                || (i > from
                    && !hasInnerQuotes
                    && from > 1
                    && !JsonCharacters.isSpace(text.charAt(from - 2)))));
  }

  private boolean isItemWithoutComma(int from, int i) {
    if (isQuoteAt(i)) {
      return isQuotedItem(from, i);
    }
    char c = text.charAt(i);
    return i > from
        && (c == '{'
            ? isKey(source.skipSpaceAndComments(i + 1))
            : c != '[' && isNumberOrLiteral(i));
  }

  // Two adjacent quotes can also be an escaped quote, and spaces between text and quote are within
  // a text with unescaped quotes.
  private boolean isQuotedItem(int from, int i) {
    char quote = text.charAt(i);
    int end = text.indexOf(quote, i + 1, Math.min(text.length(), i + MAX_KEY_LENGTH));
    source.limits.addSteps(end < 0 ? MAX_KEY_LENGTH : end - i);
    if (end < 0 || JsonCharacters.closersOf(quote).indexOf(quote) < 0) {
      return false;
    }
    if (i == from || isSpaceAt(from - 2) || isSpaceAt(i + 1)) {
      return false;
    }
    int next = source.skipSpaceAndComments(end + 1);
    if (source.isEnd(next) || text.charAt(next) == ',' || text.charAt(next) == ']') {
      return true;
    }
    return i > from && next > end + 1 && (isQuoteAt(next) || isNumberOrLiteral(next));
  }

  private boolean isOpener(int i) {
    return text.charAt(i) == '{' || text.charAt(i) == '[';
  }

  private boolean isQuoteAt(int i) {
    return i < text.length() && JsonCharacters.isQuote(text.charAt(i));
  }

  boolean isKey(int i) {
    return isQuotedKey(i) || isUnquotedKey(i) || phraseKeyEnd(i) > i;
  }

  /**
   * Returns the end of an unquoted key of several words, which a colon follows; {@code i} if there
   * is none.
   */
  int phraseKeyEnd(int i) {
    int end = unquotedKeyEnd(i);
    for (int words = 1; words <= MAX_KEY_WORDS && end > i; words++) {
      int next = end;
      while (next < text.length() && text.charAt(next) == ' ') {
        next++;
      }
      source.limits.addSteps(next - end);
      if (next < text.length() && text.charAt(next) == ':') {
        return end;
      }
      int wordEnd = next == end ? next : unquotedKeyEnd(next);
      end = wordEnd == next ? i : wordEnd;
    }
    return i;
  }

  boolean isQuotedKey(int i) {
    if (!isQuoteAt(i)) {
      return false;
    }
    String closers = JsonCharacters.closersOf(text.charAt(i));
    int limit = Math.min(text.length(), i + MAX_KEY_LENGTH);
    for (int end = i + 1; end < limit; end++) {
      source.limits.addSteps(1);
      char c = text.charAt(end);
      if (c == '\\') {
        end++;
      } else if (closers.indexOf(c) >= 0 && !isApostrophe(end)) {
        int colon = source.skipSpaceAndComments(end + 1);
        return colon < text.length() && text.charAt(colon) == ':';
      }
      if (c == '\n') {
        return false;
      }
    }
    return false;
  }

  /** Returns whether a single quote is between letters, as in {@code don't}. */
  boolean isApostrophe(int i) {
    return text.charAt(i) != '"'
        && Character.isLetterOrDigit(text.charAt(i - 1))
        && i + 1 < text.length()
        && Character.isLetterOrDigit(text.charAt(i + 1));
  }

  boolean isUnquotedKey(int i) {
    int end = unquotedKeyEnd(i);
    int colon = source.skipSpaceAndComments(end);
    return end > i && colon < text.length() && text.charAt(colon) == ':';
  }

  int unquotedKeyEnd(int i) {
    int limit = Math.min(text.length(), i + MAX_KEY_LENGTH);
    int end = i;
    while (end < limit && JsonCharacters.isKeyPart(text.charAt(end))) {
      end++;
    }
    source.limits.addSteps(end - i);
    return end;
  }

  private boolean isSpaceAt(int i) {
    return i >= 0 && i < text.length() && JsonCharacters.isSpace(text.charAt(i));
  }

  private boolean isNumberOrLiteral(int i) {
    int limit = Math.min(text.length(), i + MAX_WORD_LENGTH);
    int end = i;
    while (end < limit && !isWordEnd(text.charAt(end))) {
      end++;
    }
    source.limits.addSteps(end - i);
    return JsonLiterals.isNumberOrLiteral(text, i, end);
  }

  private static boolean isWordEnd(char c) {
    return c == ',' || JsonCharacters.isCloser(c) || JsonCharacters.isSpace(c);
  }

  private boolean isUnquotedItem(int i) {
    int end = unquotedItemEnd(i);
    source.limits.addSteps(end - i);
    for (int k = i; k < end; k++) {
      if (JsonCharacters.isQuote(text.charAt(k))) {
        return false;
      }
    }
    return end > i;
  }

  /** Returns the end of the unquoted text on one line; its start if it is too long. */
  private int unquotedItemEnd(int i) {
    int limit = Math.min(text.length(), i + MAX_KEY_LENGTH);
    int end = i;
    while (end < limit) {
      char c = text.charAt(end);
      if (c == ',' || JsonCharacters.isCloser(c) || JsonCharacters.isLineEnd(c)) {
        return end;
      }
      end++;
    }
    return end == text.length() ? end : i;
  }
}
