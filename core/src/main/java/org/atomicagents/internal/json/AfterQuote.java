package org.atomicagents.internal.json;

/**
 * Tells from what follows a quote whether that is the last one of a text, or one within it: as
 * {@code Lookahead} does, character by character.
 *
 * <p>What it has to see for that is kept, to be read again; that is no more than a key's length,
 * and the space before it. Not thread-safe.
 */
final class AfterQuote {
  private static final int LONGEST = 300;
  private static final int LONGEST_WORD = 40;

  private final StringBuilder held = new StringBuilder();
  private Phase phase = Phase.QUOTE;
  private Phase afterComment = Phase.QUOTE;
  private boolean inObject;
  private int innerQuotes;
  private int visible;
  private char quote;
  private char before;
  private boolean hasLineEnd;
  private boolean isEscaped;
  private boolean isStarred;
  private String closers = "";
  private int start;

  /** What the next character is taken for. */
  private enum Phase {
    QUOTE,
    COMMA,
    OPENED,
    KEY,
    BARE_KEY,
    COLON,
    ITEM,
    ITEM_END,
    WORD,
    BARE_ITEM,
    SLASH,
    LINE_COMMENT,
    BLOCK_COMMENT
  }

  /** What a quote is. */
  enum Meaning {
    OPEN,
    LAST,
    WITHIN,
    /** It can't be told from as much as is looked at. */
    UNKNOWN
  }

  /**
   * Begins behind a quote.
   *
   * @param inObject whether the text is the value of a key, or an item of a list
   * @param innerQuotes how many quotes there were within it before
   * @param before what stands before the quote
   */
  void begin(char quote, boolean inObject, int innerQuotes, char before) {
    this.quote = quote;
    this.inObject = inObject;
    this.innerQuotes = innerQuotes;
    this.before = before;
    held.setLength(0);
    visible = 0;
    phase = Phase.QUOTE;
    hasLineEnd = false;
  }

  /** What came behind the quote, as far as it was told. */
  char[] held() {
    var chars = new char[held.length()];
    held.getChars(0, chars.length, chars, 0);
    return chars;
  }

  /** Whether the quote has no partner: as in {@code don't} and in {@code 5" pipe}. */
  boolean isAlone() {
    boolean isBeforeLetter = isLetter(0);
    boolean isApostrophe = quote != '"' && Character.isLetterOrDigit(before) && isBeforeLetter;
    boolean isInch =
        innerQuotes % 2 == 0
            && before >= '0'
            && before <= '9'
            && held.charAt(0) == ' '
            && isLetter(1);
    return isApostrophe || isInch;
  }

  private boolean isLetter(int i) {
    return i < held.length() && Character.isLetterOrDigit(held.charAt(i));
  }

  Meaning next(char c) {
    held.append(c);
    visible += Marks.isSpace(c) ? 0 : 1;
    if (visible <= LONGEST) {
      return meaning(c);
    }
    // Without other quotes in it, the text is most likely as JSON has it.
    return innerQuotes == 0 ? Meaning.LAST : Meaning.UNKNOWN;
  }

  private Meaning meaning(char c) {
    return switch (phase) {
      case QUOTE -> quote(c);
      case COMMA -> comma(c);
      case OPENED -> Marks.isSpace(c) ? Meaning.OPEN : startKey(c, true);
      case KEY -> key(c);
      case BARE_KEY -> bareKey(c);
      case COLON -> colon(c);
      case ITEM -> closers.indexOf(c) >= 0 ? to(Phase.ITEM_END) : Meaning.OPEN;
      case ITEM_END -> itemEnd(c);
      case WORD -> word(c);
      case BARE_ITEM -> bareItem(c);
      case SLASH -> slash(c);
      case LINE_COMMENT -> Marks.isLineEnd(c) ? endComment(true) : Meaning.OPEN;
      case BLOCK_COMMENT -> blockComment(c);
    };
  }

  private Meaning to(Phase next) {
    phase = next;
    return Meaning.OPEN;
  }

  private Meaning quote(char c) {
    if (isSpace(c)) {
      return Meaning.OPEN;
    }
    boolean apart = held.length() > 1;
    if (Marks.isCloser(c)) {
      return innerQuotes % 2 == 0 ? Meaning.LAST : Meaning.WITHIN;
    }
    if (c == ',') {
      return to(Phase.COMMA);
    }
    if (c == '`') {
      return hasLineEnd ? Meaning.LAST : Meaning.WITHIN;
    }
    if (apart && isComment(c)) {
      return comment(c);
    }
    if (inObject) {
      return startKey(c, hasLineEnd || (apart && innerQuotes == 0 && !Marks.isSpace(before)));
    }
    return apart && innerQuotes == 0 ? startItem(c) : Meaning.WITHIN;
  }

  private Meaning startKey(char c, boolean mayBeBare) {
    if (Marks.isQuote(c)) {
      closers = Marks.closersOf(c);
      isEscaped = false;
      return to(Phase.KEY);
    }
    return mayBeBare && Marks.isKeyPart(c) ? to(Phase.BARE_KEY) : Meaning.WITHIN;
  }

  private Meaning startItem(char c) {
    start = held.length() - 1;
    if (Marks.isQuote(c)) {
      closers = Marks.closersOf(c);
      return to(Phase.ITEM);
    }
    return c == '{' ? to(Phase.OPENED) : to(Phase.WORD);
  }

  private Meaning comma(char c) {
    if (isSpace(c) || c == ',') {
      return Meaning.OPEN;
    }
    if (Marks.isCloser(c)) {
      return Meaning.LAST;
    }
    if (isComment(c)) {
      return comment(c);
    }
    if (c == '`' && hasLineEnd) {
      return Meaning.LAST;
    }
    if (inObject) {
      return startKey(c, true);
    }
    return c == '{' || c == '[' || Marks.isQuote(c) ? Meaning.LAST : to(Phase.BARE_ITEM);
  }

  private Meaning key(char c) {
    if (isEscaped || c == '\\') {
      isEscaped = !isEscaped;
      return Meaning.OPEN;
    }
    if (Marks.isLineEnd(c)) {
      return Meaning.WITHIN;
    }
    return closers.indexOf(c) >= 0 ? to(Phase.COLON) : Meaning.OPEN;
  }

  private Meaning bareKey(char c) {
    if (Marks.isKeyPart(c)) {
      return Meaning.OPEN;
    }
    phase = Phase.COLON;
    return colon(c);
  }

  private Meaning colon(char c) {
    if (c == ':') {
      return Meaning.LAST;
    }
    if (Marks.isSpace(c)) {
      return Meaning.OPEN;
    }
    if (isComment(c)) {
      return comment(c);
    }
    if (isApostrophe(c)) {
      return to(Phase.KEY);
    }
    return Meaning.WITHIN;
  }

  // As in 'it's': the quote before was none.
  private boolean isApostrophe(char c) {
    int quote = held.length() - 2;
    return Character.isLetterOrDigit(c)
        && quote > 0
        && held.charAt(quote) != '"'
        && closers.indexOf(held.charAt(quote)) >= 0
        && Character.isLetterOrDigit(held.charAt(quote - 1));
  }

  private Meaning itemEnd(char c) {
    if (Marks.isSpace(c)) {
      return Meaning.OPEN;
    }
    boolean apart = Marks.isSpace(held.charAt(held.length() - 2));
    return c == ',' || c == ']' || (apart && Marks.isQuote(c)) ? Meaning.LAST : Meaning.WITHIN;
  }

  private Meaning word(char c) {
    if (c != ',' && !Marks.isCloser(c) && !Marks.isSpace(c)) {
      return held.length() - start > LONGEST_WORD ? Meaning.WITHIN : Meaning.OPEN;
    }
    return JsonWords.isPlain(held.substring(start, held.length() - 1))
        ? Meaning.LAST
        : Meaning.WITHIN;
  }

  private Meaning bareItem(char c) {
    if (Marks.isQuote(c)) {
      return Meaning.WITHIN;
    }
    return c == ',' || Marks.isCloser(c) || Marks.isLineEnd(c) ? Meaning.LAST : Meaning.OPEN;
  }

  private boolean isSpace(char c) {
    hasLineEnd |= Marks.isLineEnd(c);
    return Marks.isSpace(c);
  }

  private static boolean isComment(char c) {
    return c == '/' || c == '#';
  }

  private Meaning comment(char c) {
    afterComment = phase;
    return to(c == '#' ? Phase.LINE_COMMENT : Phase.SLASH);
  }

  private Meaning slash(char c) {
    isStarred = false;
    return switch (c) {
      case '/' -> to(Phase.LINE_COMMENT);
      case '*' -> to(Phase.BLOCK_COMMENT);
      default -> Meaning.WITHIN;
    };
  }

  private Meaning blockComment(char c) {
    boolean isEnd = isStarred && c == '/';
    isStarred = c == '*';
    return isEnd ? endComment(false) : Meaning.OPEN;
  }

  private Meaning endComment(boolean isLine) {
    hasLineEnd |= isLine;
    return to(afterComment);
  }
}
