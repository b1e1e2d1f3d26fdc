package org.atomicagents.internal.json;

/**
 * What follows in a text, without reading it: whether it makes sense that a value ends here.
 *
 * <p>Looks a limited way ahead, so that a text is read in linear time.
 */
final class Ahead {
  private static final int LONGEST_KEY = 200;
  private static final int LONGEST_WORD = 40;
  private static final int LONGEST_COMMENT = 300;

  private final Cursor in;
  private final String text;

  Ahead(Cursor in) {
    this.in = in;
    this.text = in.text;
  }

  /**
   * Whether a quote may end the text before it, going by what follows it.
   *
   * @param afterQuotes whether there were quotes within, so that this may be one more
   */
  boolean makesSense(int afterQuote, Role role, boolean afterQuotes) {
    int i = skip(afterQuote);
    if (in.isEnd(i)) {
      return i >= text.length() || hasLineEnd(afterQuote, i);
    }
    // A comment stands apart.
    if (in.isComment(afterQuote, false)) {
      return false;
    }
    char c = text.charAt(i);
    return switch (role) {
      case ALONE -> false;
      case KEY -> c == ':';
      case MEMBER, ITEM ->
          switch (c) {
            case '}', ']' -> !afterQuotes || closesWell(i);
            case ',' -> continues(i, role == Role.MEMBER);
            default ->
                role == Role.MEMBER
                    ? isMemberWithoutComma(afterQuote, i, afterQuotes)
                    : !afterQuotes && isItemWithoutComma(afterQuote, i);
          };
    };
  }

  /** Whether closers end what is open, and what follows them fits into what then is open. */
  private boolean closesWell(int closer) {
    int i = closer;
    int open = in.depth();
    while (!in.isEnd(i) && Marks.isCloser(text.charAt(i)) && open > 0) {
      open--;
      if (in.isObject(open) != (text.charAt(i) == '}')) {
        return false;
      }
      i = skip(i + 1);
    }
    if (in.isEnd(i)) {
      return true;
    }
    if (open == 0) {
      return text.indexOf('"', i) < 0;
    }
    boolean object = in.isObject(open - 1);
    return text.charAt(i) == ',' ? continues(i, object) : object ? isKey(i) : isOpener(i);
  }

  /** Whether a comma is followed by what may follow it. */
  boolean continues(int comma, boolean object) {
    int i = comma;
    while (i < text.length() && text.charAt(i) == ',') {
      i = skip(i + 1);
    }
    return in.isEnd(i)
        || Marks.isCloser(text.charAt(i))
        || (object ? isKey(i) : isOpener(i) || isQuoteAt(i) || isBareItem(i));
  }

  private boolean isMemberWithoutComma(int from, int i, boolean afterQuotes) {
    return isQuotedKey(i)
        || (isBareKey(i)
            && (hasLineEnd(from, i)
                || (i > from
                    && !afterQuotes
                    && from > 1
                    && !Marks.isSpace(text.charAt(from - 2)))));
  }

  private boolean isItemWithoutComma(int from, int i) {
    if (isQuoteAt(i)) {
      return isTextBeforeNext(from, i);
    }
    char c = text.charAt(i);
    return i > from && (c == '{' ? isKey(skip(i + 1)) : c != '[' && isPlainWord(i));
  }

  // Without spaces between them, two quotes may as well be a way to escape one.
  private boolean isTextBeforeNext(int from, int i) {
    char quote = text.charAt(i);
    int end = text.indexOf(quote, i + 1, Math.min(text.length(), i + LONGEST_KEY));
    if (end < 0 || Marks.closersOf(quote).indexOf(quote) < 0) {
      return false;
    }
    if (i == from && (isMark(i - 2) || isMark(i + 1))) {
      return false;
    }
    int next = skip(end + 1);
    if (in.isEnd(next) || text.charAt(next) == ',' || text.charAt(next) == ']') {
      return true;
    }
    return i > from && next > end + 1 && (isQuoteAt(next) || isPlainWord(next));
  }

  private boolean isOpener(int i) {
    return text.charAt(i) == '{' || text.charAt(i) == '[';
  }

  private boolean isQuoteAt(int i) {
    return i < text.length() && Marks.isQuote(text.charAt(i));
  }

  boolean isKey(int i) {
    return isQuotedKey(i) || isBareKey(i);
  }

  boolean isQuotedKey(int i) {
    if (!isQuoteAt(i)) {
      return false;
    }
    String closers = Marks.closersOf(text.charAt(i));
    int limit = Math.min(text.length(), i + LONGEST_KEY);
    for (int end = i + 1; end < limit; end++) {
      char c = text.charAt(end);
      if (c == '\\') {
        end++;
      } else if (closers.indexOf(c) >= 0 && !isApostrophe(end)) {
        int colon = skip(end + 1);
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
    int colon = skip(end);
    return end > i && colon < text.length() && text.charAt(colon) == ':';
  }

  int bareKeyEnd(int i) {
    int limit = Math.min(text.length(), i + LONGEST_KEY);
    int end = i;
    while (end < limit && Marks.isKeyPart(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private boolean isMark(int i) {
    return i < text.length() && ",:\"[]{}".indexOf(text.charAt(i)) >= 0;
  }

  private boolean isPlainWord(int i) {
    int limit = Math.min(text.length(), i + LONGEST_WORD);
    int end = i;
    while (end < limit && !isWordEnd(text.charAt(end))) {
      end++;
    }
    return JsonWords.isPlain(text, i, end);
  }

  private static boolean isWordEnd(char c) {
    return c == ',' || Marks.isCloser(c) || Marks.isSpace(c);
  }

  private boolean isBareItem(int i) {
    int end = itemEnd(i);
    for (int k = i; k < end; k++) {
      if (Marks.isQuote(text.charAt(k))) {
        return false;
      }
    }
    return end > i;
  }

  /** The end of what stands there without quotes and on one line; the start if it is too long. */
  private int itemEnd(int i) {
    int limit = Math.min(text.length(), i + LONGEST_KEY);
    int end = i;
    while (end < limit) {
      char c = text.charAt(end);
      if (c == ',' || Marks.isCloser(c) || Marks.isLineEnd(c)) {
        return end;
      }
      end++;
    }
    return end == text.length() ? end : i;
  }

  private boolean hasLineEnd(int from, int to) {
    for (int i = from; i < to; i++) {
      if (Marks.isLineEnd(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  /** The place behind white space and short comments. */
  int skip(int from) {
    int i = from;
    while (i < text.length()) {
      if (Marks.isSpace(text.charAt(i))) {
        i++;
      } else if (in.isComment(i, false)) {
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
    int limit = Math.min(text.length(), i + LONGEST_COMMENT);
    boolean block = text.startsWith("/*", i);
    for (int end = i + 2; end < limit; end++) {
      if (block ? text.startsWith("*/", end) : Marks.isLineEnd(text.charAt(end))) {
        return block ? end + 2 : end;
      }
    }
    return limit == text.length() ? limit : -1;
  }
}
