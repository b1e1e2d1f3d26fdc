package org.atomicagents.internal.json.lenient;

import org.atomicagents.internal.json.JsonCharacters;
import org.atomicagents.internal.json.JsonLiterals;

/**
 * What follows in a text, without reading it: whether it makes sense that a value ends here.
 *
 * <p>Looks a limited way ahead, so that a text is read in linear time.
 */
final class JsonLookahead {
  private static final int MAX_KEY_LENGTH = 200;
  private static final int MAX_WORD_LENGTH = 40;
  private static final int MAX_COMMENT_LENGTH = 300;

  private final JsonCursor cursor;
  private final String text;

  JsonLookahead(JsonCursor in) {
    this.cursor = in;
    this.text = in.text;
  }

  /**
   * Whether a quote may end the text before it, going by what follows it.
   *
   * @param afterQuotes whether there were quotes within, so that this may be one more
   */
  boolean canCloseText(int afterQuote, ValuePosition role, boolean afterQuotes) {
    int i = skipSpaceAndComments(afterQuote);
    if (cursor.isEnd(i)) {
      return i >= text.length() || hasLineEnd(afterQuote, i);
    }
    // A comment stands apart.
    if (cursor.isComment(afterQuote, false)) {
      return false;
    }
    char c = text.charAt(i);
    return switch (role) {
      case STANDALONE -> false;
      case KEY -> c == ':';
      case PROPERTY, ITEM ->
          switch (c) {
            case '}', ']' -> !afterQuotes || closersMatch(i);
            case ',' -> isValidAfterComma(i, role == ValuePosition.PROPERTY);
            default ->
                role == ValuePosition.PROPERTY
                    ? isPropertyWithoutComma(afterQuote, i, afterQuotes)
                    : !afterQuotes && isItemWithoutComma(afterQuote, i);
          };
    };
  }

  /** Whether closers end what is open, and what follows them fits into what then is open. */
  private boolean closersMatch(int closer) {
    int i = closer;
    int open = cursor.depth();
    while (!cursor.isEnd(i) && JsonCharacters.isCloser(text.charAt(i)) && open > 0) {
      open--;
      if (cursor.isObject(open) != (text.charAt(i) == '}')) {
        return false;
      }
      i = skipSpaceAndComments(i + 1);
    }
    if (cursor.isEnd(i)) {
      return true;
    }
    if (open == 0) {
      return text.indexOf('"', i) < 0;
    }
    boolean object = cursor.isObject(open - 1);
    return text.charAt(i) == ',' ? isValidAfterComma(i, object) : object ? isKey(i) : isOpener(i);
  }

  /** Whether a comma is followed by what may follow it. */
  boolean isValidAfterComma(int comma, boolean object) {
    int i = comma;
    while (i < text.length() && text.charAt(i) == ',') {
      i = skipSpaceAndComments(i + 1);
    }
    return cursor.isEnd(i)
        || JsonCharacters.isCloser(text.charAt(i))
        || (object ? isKey(i) : isOpener(i) || isQuoteAt(i) || isBareItem(i));
  }

  private boolean isPropertyWithoutComma(int from, int i, boolean afterQuotes) {
    return isQuotedKey(i)
        || (isBareKey(i)
            && (hasLineEnd(from, i)
                || (i > from
                    && !afterQuotes
                    && from > 1
                    && !JsonCharacters.isSpace(text.charAt(from - 2)))));
  }

  private boolean isItemWithoutComma(int from, int i) {
    if (isQuoteAt(i)) {
      return isQuotedItem(from, i);
    }
    char c = text.charAt(i);
    return i > from
        && (c == '{' ? isKey(skipSpaceAndComments(i + 1)) : c != '[' && isNumberOrLiteral(i));
  }

  // Without spaces between them, two quotes may as well be a way to escape one.
  private boolean isQuotedItem(int from, int i) {
    char quote = text.charAt(i);
    int end = text.indexOf(quote, i + 1, Math.min(text.length(), i + MAX_KEY_LENGTH));
    if (end < 0 || JsonCharacters.closersOf(quote).indexOf(quote) < 0) {
      return false;
    }
    if (i == from && (isPunctuation(i - 2) || isPunctuation(i + 1))) {
      return false;
    }
    int next = skipSpaceAndComments(end + 1);
    if (cursor.isEnd(next) || text.charAt(next) == ',' || text.charAt(next) == ']') {
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
    return isQuotedKey(i) || isBareKey(i);
  }

  boolean isQuotedKey(int i) {
    if (!isQuoteAt(i)) {
      return false;
    }
    String closers = JsonCharacters.closersOf(text.charAt(i));
    int limit = Math.min(text.length(), i + MAX_KEY_LENGTH);
    for (int end = i + 1; end < limit; end++) {
      char c = text.charAt(end);
      if (c == '\\') {
        end++;
      } else if (closers.indexOf(c) >= 0 && !isApostrophe(end)) {
        int colon = skipSpaceAndComments(end + 1);
        return colon < text.length() && text.charAt(colon) == ':';
      }
      if (c == '\n') {
        return false;
      }
    }
    return false;
  }

  /** Whether a single quote stands between letters, as in {@code don't}. */
  boolean isApostrophe(int i) {
    return text.charAt(i) != '"'
        && Character.isLetterOrDigit(text.charAt(i - 1))
        && i + 1 < text.length()
        && Character.isLetterOrDigit(text.charAt(i + 1));
  }

  boolean isBareKey(int i) {
    int end = bareKeyEnd(i);
    int colon = skipSpaceAndComments(end);
    return end > i && colon < text.length() && text.charAt(colon) == ':';
  }

  int bareKeyEnd(int i) {
    int limit = Math.min(text.length(), i + MAX_KEY_LENGTH);
    int end = i;
    while (end < limit && JsonCharacters.isKeyPart(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private boolean isPunctuation(int i) {
    return i < text.length() && ",:\"[]{}".indexOf(text.charAt(i)) >= 0;
  }

  private boolean isNumberOrLiteral(int i) {
    int limit = Math.min(text.length(), i + MAX_WORD_LENGTH);
    int end = i;
    while (end < limit && !isWordEnd(text.charAt(end))) {
      end++;
    }
    return JsonLiterals.isNumberOrLiteral(text, i, end);
  }

  private static boolean isWordEnd(char c) {
    return c == ',' || JsonCharacters.isCloser(c) || JsonCharacters.isSpace(c);
  }

  private boolean isBareItem(int i) {
    int end = bareItemEnd(i);
    for (int k = i; k < end; k++) {
      if (JsonCharacters.isQuote(text.charAt(k))) {
        return false;
      }
    }
    return end > i;
  }

  /** The end of what stands there without quotes and on one line; the start if it is too long. */
  private int bareItemEnd(int i) {
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

  private boolean hasLineEnd(int from, int to) {
    for (int i = from; i < to; i++) {
      if (JsonCharacters.isLineEnd(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  /** The place behind white space and short comments. */
  int skipSpaceAndComments(int from) {
    int i = from;
    while (i < text.length()) {
      if (JsonCharacters.isSpace(text.charAt(i))) {
        i++;
      } else if (cursor.isComment(i, false)) {
        int end = shortCommentEnd(i);
        if (end < 0) {
          return i;
        }
        i = end;
      } else {
        return i;
      }
    }
    return i;
  }

  private int shortCommentEnd(int i) {
    int limit = Math.min(text.length(), i + MAX_COMMENT_LENGTH);
    boolean block = text.startsWith("/*", i);
    for (int end = i + 2; end < limit; end++) {
      if (block ? text.startsWith("*/", end) : JsonCharacters.isLineEnd(text.charAt(end))) {
        return block ? end + 2 : end;
      }
    }
    return limit == text.length() ? limit : -1;
  }
}
