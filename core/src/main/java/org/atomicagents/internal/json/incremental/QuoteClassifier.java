package org.atomicagents.internal.json.incremental;

import org.atomicagents.internal.json.JsonCharacters;
import org.atomicagents.internal.json.JsonLiterals;

/**
 * Decides whether a quote closes its string or belongs to it, from the characters that follow: the
 * counterpart of {@code JsonLookahead} that processes one character at a time.
 *
 * <p>The states follow the text after the quote. A closer or the end of a key ({@code "key":})
 * decides for a closing quote. After a comma, the next property or element must be recognizable:
 *
 * <ul>
 *   <li>in an object: KEY or UNQUOTED_KEY, then BEFORE_COLON;
 *   <li>in an array: ITEM and AFTER_ITEM for a quoted string, OBJECT_START for an object, WORD for
 *       a number or literal without a comma before it, UNQUOTED_ITEM for other text after a comma;
 *   <li>comments are skipped in AFTER_SLASH, LINE_COMMENT and BLOCK_COMMENT.
 * </ul>
 *
 * <p>The characters seen are kept, because the parser has to parse them again. Their number is
 * limited to about the length of a key and the space before it. Not thread-safe.
 */
final class QuoteClassifier {
  private static final int MAX_LOOKAHEAD = 300;
  private static final int MAX_WORD_LENGTH = 40;

  private final StringBuilder lookahead = new StringBuilder();
  private ScanState state = ScanState.AFTER_QUOTE;
  private ScanState afterComment = ScanState.AFTER_QUOTE;
  private boolean inObject;
  private int innerQuoteCount;
  private int visibleCount;
  private char quote;
  private char precedingChar;
  private boolean hasLineEnd;
  private boolean isEscaped;
  private boolean afterStar;
  private String closingQuotes = "";
  private int itemStart;

  /** The role of the next character. */
  private enum ScanState {
    AFTER_QUOTE,
    AFTER_COMMA,
    OBJECT_START,
    KEY,
    UNQUOTED_KEY,
    BEFORE_COLON,
    ITEM,
    AFTER_ITEM,
    WORD,
    UNQUOTED_ITEM,
    AFTER_SLASH,
    LINE_COMMENT,
    BLOCK_COMMENT
  }

  /** The role of the quote. */
  enum QuoteRole {
    UNDECIDED,
    CLOSING,
    INNER,
    /** The lookahead limit was reached without a decision. */
    AMBIGUOUS
  }

  /**
   * Starts after a quote.
   *
   * @param inObject whether the string is the value of a property, rather than an array element
   * @param innerQuotes the number of preceding quotes that belong to the string
   * @param precedingChar the character before the quote
   */
  void start(char quote, boolean inObject, int innerQuotes, char precedingChar) {
    this.quote = quote;
    this.inObject = inObject;
    this.innerQuoteCount = innerQuotes;
    this.precedingChar = precedingChar;
    lookahead.setLength(0);
    visibleCount = 0;
    state = ScanState.AFTER_QUOTE;
    hasLineEnd = false;
  }

  /** Returns the characters after the quote that have been classified. */
  char[] lookahead() {
    var chars = new char[lookahead.length()];
    lookahead.getChars(0, chars.length, chars, 0);
    return chars;
  }

  /** Returns whether the quote is not one of a pair: as in {@code don't} and {@code 5" pipe}. */
  boolean isUnpaired() {
    boolean isBeforeLetter = isLetter(0);
    boolean isApostrophe =
        quote != '"' && Character.isLetterOrDigit(precedingChar) && isBeforeLetter;
    boolean isInchMark =
        innerQuoteCount % 2 == 0
            && precedingChar >= '0'
            && precedingChar <= '9'
            && lookahead.charAt(0) == ' '
            && isLetter(1);
    return isApostrophe || isInchMark;
  }

  private boolean isLetter(int i) {
    return i < lookahead.length() && Character.isLetterOrDigit(lookahead.charAt(i));
  }

  QuoteRole classify(char c) {
    lookahead.append(c);
    visibleCount += JsonCharacters.isSpace(c) ? 0 : 1;
    if (visibleCount <= MAX_LOOKAHEAD) {
      return classifyInState(c);
    }
    // A string without other quotes is most likely valid JSON.
    return innerQuoteCount == 0 ? QuoteRole.CLOSING : QuoteRole.AMBIGUOUS;
  }

  private QuoteRole classifyInState(char c) {
    return switch (state) {
      case AFTER_QUOTE -> classifyAfterQuote(c);
      case AFTER_COMMA -> classifyAfterComma(c);
      case OBJECT_START ->
          JsonCharacters.isSpace(c) ? QuoteRole.UNDECIDED : classifyKeyStart(c, true);
      case KEY -> classifyKey(c);
      case UNQUOTED_KEY -> classifyUnquotedKey(c);
      case BEFORE_COLON -> classifyBeforeColon(c);
      case ITEM ->
          closingQuotes.indexOf(c) >= 0 ? moveTo(ScanState.AFTER_ITEM) : QuoteRole.UNDECIDED;
      case AFTER_ITEM -> classifyAfterItem(c);
      case WORD -> classifyWord(c);
      case UNQUOTED_ITEM -> classifyUnquotedItem(c);
      case AFTER_SLASH -> classifyAfterSlash(c);
      case LINE_COMMENT -> JsonCharacters.isLineEnd(c) ? endComment(true) : QuoteRole.UNDECIDED;
      case BLOCK_COMMENT -> classifyBlockComment(c);
    };
  }

  private QuoteRole moveTo(ScanState next) {
    state = next;
    return QuoteRole.UNDECIDED;
  }

  private QuoteRole classifyAfterQuote(char c) {
    if (isSpace(c)) {
      return QuoteRole.UNDECIDED;
    }
    boolean isSeparated = lookahead.length() > 1;
    if (JsonCharacters.isCloser(c)) {
      return innerQuoteCount % 2 == 0 ? QuoteRole.CLOSING : QuoteRole.INNER;
    }
    if (c == ',') {
      return moveTo(ScanState.AFTER_COMMA);
    }
    if (c == '`') {
      return hasLineEnd ? QuoteRole.CLOSING : QuoteRole.INNER;
    }
    if (isSeparated && startsComment(c)) {
      return enterComment(c);
    }
    if (inObject) {
      return classifyKeyStart(
          c,
          hasLineEnd
              || (isSeparated && innerQuoteCount == 0 && !JsonCharacters.isSpace(precedingChar)));
    }
    return isSeparated && innerQuoteCount == 0 ? classifyItemStart(c) : QuoteRole.INNER;
  }

  private QuoteRole classifyKeyStart(char c, boolean mayBeUnquoted) {
    if (JsonCharacters.isQuote(c)) {
      closingQuotes = JsonCharacters.closersOf(c);
      isEscaped = false;
      return moveTo(ScanState.KEY);
    }
    return mayBeUnquoted && JsonCharacters.isKeyPart(c)
        ? moveTo(ScanState.UNQUOTED_KEY)
        : QuoteRole.INNER;
  }

  private QuoteRole classifyItemStart(char c) {
    itemStart = lookahead.length() - 1;
    if (JsonCharacters.isQuote(c)) {
      closingQuotes = JsonCharacters.closersOf(c);
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
        : moveTo(ScanState.UNQUOTED_ITEM);
  }

  private QuoteRole classifyKey(char c) {
    if (isEscaped || c == '\\') {
      isEscaped = !isEscaped;
      return QuoteRole.UNDECIDED;
    }
    if (JsonCharacters.isLineEnd(c)) {
      return QuoteRole.INNER;
    }
    return closingQuotes.indexOf(c) >= 0 ? moveTo(ScanState.BEFORE_COLON) : QuoteRole.UNDECIDED;
  }

  private QuoteRole classifyUnquotedKey(char c) {
    if (JsonCharacters.isKeyPart(c)) {
      return QuoteRole.UNDECIDED;
    }
    state = ScanState.BEFORE_COLON;
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

  // As in 'it's': the preceding quote did not close the key.
  private boolean isApostrophe(char c) {
    int previous = lookahead.length() - 2;
    return Character.isLetterOrDigit(c)
        && previous > 0
        && lookahead.charAt(previous) != '"'
        && closingQuotes.indexOf(lookahead.charAt(previous)) >= 0
        && Character.isLetterOrDigit(lookahead.charAt(previous - 1));
  }

  private QuoteRole classifyAfterItem(char c) {
    if (JsonCharacters.isSpace(c)) {
      return QuoteRole.UNDECIDED;
    }
    boolean isSeparated = JsonCharacters.isSpace(lookahead.charAt(lookahead.length() - 2));
    return c == ',' || c == ']' || (isSeparated && JsonCharacters.isQuote(c))
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

  private QuoteRole classifyUnquotedItem(char c) {
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
    afterComment = state;
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

  private QuoteRole endComment(boolean isLineComment) {
    hasLineEnd |= isLineComment;
    return moveTo(afterComment);
  }
}
