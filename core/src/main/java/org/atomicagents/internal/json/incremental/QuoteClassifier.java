package org.atomicagents.internal.json.incremental;

import org.atomicagents.internal.json.JsonCharacters;
import org.atomicagents.internal.json.JsonLiterals;

/**
 * Tells from what follows a quote whether that is the last one of a text, or one within it: as
 * {@code Lookahead} does, character by character.
 *
 * <p>What it has to see for that is kept, to be read again; that is no more than a key's length,
 * and the space before it. Not thread-safe.
 */
final class QuoteClassifier {
  private static final int MAX_LOOKAHEAD = 300;
  private static final int MAX_WORD_LENGTH = 40;

  private final StringBuilder lookahead = new StringBuilder();
  private ScanState phase = ScanState.AFTER_QUOTE;
  private ScanState afterComment = ScanState.AFTER_QUOTE;
  private boolean inObject;
  private int innerQuoteCount;
  private int visibleCount;
  private char quote;
  private char precedingChar;
  private boolean hasLineEnd;
  private boolean isEscaped;
  private boolean afterStar;
  private String closers = "";
  private int itemStart;

  /** What the next character is taken for. */
  private enum ScanState {
    AFTER_QUOTE,
    AFTER_COMMA,
    OBJECT_START,
    KEY,
    BARE_KEY,
    BEFORE_COLON,
    ITEM,
    AFTER_ITEM,
    WORD,
    BARE_ITEM,
    AFTER_SLASH,
    LINE_COMMENT,
    BLOCK_COMMENT
  }

  /** What a quote is. */
  enum QuoteRole {
    UNDECIDED,
    CLOSING,
    INNER,
    /** It can't be told from as much as is looked at. */
    AMBIGUOUS
  }

  /**
   * Begins behind a quote.
   *
   * @param inObject whether the text is the value of a key, or an item of a list
   * @param innerQuotes how many quotes there were within it before
   * @param before what stands before the quote
   */
  void start(char quote, boolean inObject, int innerQuotes, char before) {
    this.quote = quote;
    this.inObject = inObject;
    this.innerQuoteCount = innerQuotes;
    this.precedingChar = before;
    lookahead.setLength(0);
    visibleCount = 0;
    phase = ScanState.AFTER_QUOTE;
    hasLineEnd = false;
  }

  /** What came behind the quote, as far as it was told. */
  char[] lookahead() {
    var chars = new char[lookahead.length()];
    lookahead.getChars(0, chars.length, chars, 0);
    return chars;
  }

  /** Whether the quote has no partner: as in {@code don't} and in {@code 5" pipe}. */
  boolean isUnpaired() {
    boolean isBeforeLetter = isLetter(0);
    boolean isApostrophe =
        quote != '"' && Character.isLetterOrDigit(precedingChar) && isBeforeLetter;
    boolean isInch =
        innerQuoteCount % 2 == 0
            && precedingChar >= '0'
            && precedingChar <= '9'
            && lookahead.charAt(0) == ' '
            && isLetter(1);
    return isApostrophe || isInch;
  }

  private boolean isLetter(int i) {
    return i < lookahead.length() && Character.isLetterOrDigit(lookahead.charAt(i));
  }

  QuoteRole classify(char c) {
    lookahead.append(c);
    visibleCount += JsonCharacters.isSpace(c) ? 0 : 1;
    if (visibleCount <= MAX_LOOKAHEAD) {
      return classifyInPhase(c);
    }
    // Without other quotes in it, the text is most likely as JSON has it.
    return innerQuoteCount == 0 ? QuoteRole.CLOSING : QuoteRole.AMBIGUOUS;
  }

  private QuoteRole classifyInPhase(char c) {
    return switch (phase) {
      case AFTER_QUOTE -> quote(c);
      case AFTER_COMMA -> classifyAfterComma(c);
      case OBJECT_START ->
          JsonCharacters.isSpace(c) ? QuoteRole.UNDECIDED : classifyKeyStart(c, true);
      case KEY -> classifyKey(c);
      case BARE_KEY -> classifyBareKey(c);
      case BEFORE_COLON -> classifyBeforeColon(c);
      case ITEM -> closers.indexOf(c) >= 0 ? moveTo(ScanState.AFTER_ITEM) : QuoteRole.UNDECIDED;
      case AFTER_ITEM -> classifyAfterItem(c);
      case WORD -> classifyWord(c);
      case BARE_ITEM -> classifyBareItem(c);
      case AFTER_SLASH -> classifyAfterSlash(c);
      case LINE_COMMENT -> JsonCharacters.isLineEnd(c) ? endComment(true) : QuoteRole.UNDECIDED;
      case BLOCK_COMMENT -> classifyBlockComment(c);
    };
  }

  private QuoteRole moveTo(ScanState next) {
    phase = next;
    return QuoteRole.UNDECIDED;
  }

  private QuoteRole quote(char c) {
    if (isSpace(c)) {
      return QuoteRole.UNDECIDED;
    }
    boolean apart = lookahead.length() > 1;
    if (JsonCharacters.isCloser(c)) {
      return innerQuoteCount % 2 == 0 ? QuoteRole.CLOSING : QuoteRole.INNER;
    }
    if (c == ',') {
      return moveTo(ScanState.AFTER_COMMA);
    }
    if (c == '`') {
      return hasLineEnd ? QuoteRole.CLOSING : QuoteRole.INNER;
    }
    if (apart && startsComment(c)) {
      return enterComment(c);
    }
    if (inObject) {
      return classifyKeyStart(
          c,
          hasLineEnd || (apart && innerQuoteCount == 0 && !JsonCharacters.isSpace(precedingChar)));
    }
    return apart && innerQuoteCount == 0 ? classifyItemStart(c) : QuoteRole.INNER;
  }

  private QuoteRole classifyKeyStart(char c, boolean mayBeBare) {
    if (JsonCharacters.isQuote(c)) {
      closers = JsonCharacters.closersOf(c);
      isEscaped = false;
      return moveTo(ScanState.KEY);
    }
    return mayBeBare && JsonCharacters.isKeyPart(c) ? moveTo(ScanState.BARE_KEY) : QuoteRole.INNER;
  }

  private QuoteRole classifyItemStart(char c) {
    itemStart = lookahead.length() - 1;
    if (JsonCharacters.isQuote(c)) {
      closers = JsonCharacters.closersOf(c);
      return moveTo(ScanState.ITEM);
    }
    return c == '{' ? moveTo(ScanState.OBJECT_START) : moveTo(ScanState.WORD);
  }

  private QuoteRole classifyAfterComma(char c) {
    if (isSpace(c) || c == ',') {
      return QuoteRole.UNDECIDED;
    }
    if (JsonCharacters.isCloser(c)) {
      return QuoteRole.CLOSING;
    }
    if (startsComment(c)) {
      return enterComment(c);
    }
    if (c == '`' && hasLineEnd) {
      return QuoteRole.CLOSING;
    }
    if (inObject) {
      return classifyKeyStart(c, true);
    }
    return c == '{' || c == '[' || JsonCharacters.isQuote(c)
        ? QuoteRole.CLOSING
        : moveTo(ScanState.BARE_ITEM);
  }

  private QuoteRole classifyKey(char c) {
    if (isEscaped || c == '\\') {
      isEscaped = !isEscaped;
      return QuoteRole.UNDECIDED;
    }
    if (JsonCharacters.isLineEnd(c)) {
      return QuoteRole.INNER;
    }
    return closers.indexOf(c) >= 0 ? moveTo(ScanState.BEFORE_COLON) : QuoteRole.UNDECIDED;
  }

  private QuoteRole classifyBareKey(char c) {
    if (JsonCharacters.isKeyPart(c)) {
      return QuoteRole.UNDECIDED;
    }
    phase = ScanState.BEFORE_COLON;
    return classifyBeforeColon(c);
  }

  private QuoteRole classifyBeforeColon(char c) {
    if (c == ':') {
      return QuoteRole.CLOSING;
    }
    if (JsonCharacters.isSpace(c)) {
      return QuoteRole.UNDECIDED;
    }
    if (startsComment(c)) {
      return enterComment(c);
    }
    if (isApostrophe(c)) {
      return moveTo(ScanState.KEY);
    }
    return QuoteRole.INNER;
  }

  // As in 'it's': the quote before was none.
  private boolean isApostrophe(char c) {
    int quote = lookahead.length() - 2;
    return Character.isLetterOrDigit(c)
        && quote > 0
        && lookahead.charAt(quote) != '"'
        && closers.indexOf(lookahead.charAt(quote)) >= 0
        && Character.isLetterOrDigit(lookahead.charAt(quote - 1));
  }

  private QuoteRole classifyAfterItem(char c) {
    if (JsonCharacters.isSpace(c)) {
      return QuoteRole.UNDECIDED;
    }
    boolean apart = JsonCharacters.isSpace(lookahead.charAt(lookahead.length() - 2));
    return c == ',' || c == ']' || (apart && JsonCharacters.isQuote(c))
        ? QuoteRole.CLOSING
        : QuoteRole.INNER;
  }

  private QuoteRole classifyWord(char c) {
    if (c != ',' && !JsonCharacters.isCloser(c) && !JsonCharacters.isSpace(c)) {
      return lookahead.length() - itemStart > MAX_WORD_LENGTH
          ? QuoteRole.INNER
          : QuoteRole.UNDECIDED;
    }
    return JsonLiterals.isNumberOrLiteral(lookahead.substring(itemStart, lookahead.length() - 1))
        ? QuoteRole.CLOSING
        : QuoteRole.INNER;
  }

  private QuoteRole classifyBareItem(char c) {
    if (JsonCharacters.isQuote(c)) {
      return QuoteRole.INNER;
    }
    return c == ',' || JsonCharacters.isCloser(c) || JsonCharacters.isLineEnd(c)
        ? QuoteRole.CLOSING
        : QuoteRole.UNDECIDED;
  }

  private boolean isSpace(char c) {
    hasLineEnd |= JsonCharacters.isLineEnd(c);
    return JsonCharacters.isSpace(c);
  }

  private static boolean startsComment(char c) {
    return c == '/' || c == '#';
  }

  private QuoteRole enterComment(char c) {
    afterComment = phase;
    return moveTo(c == '#' ? ScanState.LINE_COMMENT : ScanState.AFTER_SLASH);
  }

  private QuoteRole classifyAfterSlash(char c) {
    afterStar = false;
    return switch (c) {
      case '/' -> moveTo(ScanState.LINE_COMMENT);
      case '*' -> moveTo(ScanState.BLOCK_COMMENT);
      default -> QuoteRole.INNER;
    };
  }

  private QuoteRole classifyBlockComment(char c) {
    boolean isEnd = afterStar && c == '/';
    afterStar = c == '*';
    return isEnd ? endComment(false) : QuoteRole.UNDECIDED;
  }

  private QuoteRole endComment(boolean isLine) {
    hasLineEnd |= isLine;
    return moveTo(afterComment);
  }
}
