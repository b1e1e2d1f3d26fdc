package org.atomicagents.internal.json.incremental;

import java.util.BitSet;
import org.atomicagents.internal.json.JsonCharacters;
import org.atomicagents.internal.json.JsonIo;
import org.atomicagents.internal.json.JsonLiterals;

/**
 * A push parser for JSON that arrives in chunks, split at any character.
 *
 * <p>In lenient mode it skips prose, code fences and reasoning before the value, and accepts common
 * deviations of model output: other quotes, unquoted keys, comments, missing and superfluous
 * commas. Each character is processed once, except for the few after a quote that decide whether it
 * closes its string ({@link QuoteClassifier}): they are parsed again.
 *
 * <p>The parser cannot look ahead. Where the meaning depends on later text, and where the text is
 * not JSON, it fails: the sink receives no further events. {@link ParserState} lists the states.
 *
 * <p>Not thread-safe.
 */
public final class IncrementalJsonParser {
  private final JsonSink sink;
  private final boolean lenient;
  private final boolean acceptsArray;
  private final BitSet objects = new BitSet();
  private final StringBuilder token = new StringBuilder();
  private final QuoteClassifier quoteClassifier = new QuoteClassifier();
  private final CommentScanner commentScanner = new CommentScanner();
  private final EscapeDecoder escapeDecoder = new EscapeDecoder();
  private final LiteralEndScanner literalScanner = new LiteralEndScanner();
  private final SurroundingTextScanner surroundingText = new SurroundingTextScanner();
  private final char[] singleChar = new char[1];
  private char[] buffer = new char[0];
  private ParserState state = ParserState.PREAMBLE;
  private ParserState afterComment = ParserState.PREAMBLE;
  private int depth;
  private boolean inKey;
  private boolean hasReadKey;
  private boolean mayCloseContainer;
  private String closingQuotes = "";
  private char currentQuote;
  private int innerQuoteCount;
  private char innerQuote;
  private char previousChar;
  private String pendingLiteral = "";

  /**
   * Creates a parser of one value.
   *
   * @param lenient whether to accept text around the value and deviations from JSON
   * @param acceptsArray whether the value can be an array, in addition to an object
   */
  public IncrementalJsonParser(JsonSink sink, boolean lenient, boolean acceptsArray) {
    this.sink = sink;
    this.lenient = lenient;
    this.acceptsArray = acceptsArray;
  }

  /** Parses the next chunk. */
  public void feed(String chunk) {
    int length = chunk.length();
    if (buffer.length < length) {
      buffer = new char[Math.max(length, 2 * buffer.length)];
    }
    chunk.getChars(0, length, buffer, 0);
    feed(buffer, 0, length);
  }

  /** Parses the next chunk; the array can be reused after the call. */
  public void feed(char[] source, int from, int to) {
    int i = from;
    while (i < to) {
      i = state == ParserState.STRING ? readString(source, i, to) : accept(source[i], i);
    }
  }

  /** Returns whether the value is preceded by anything other than a code fence. */
  public boolean isInProse() {
    return surroundingText.hasText();
  }

  /**
   * Processes a character and returns the index of the next one; the same index if the character
   * only ended a state and has to be processed again.
   */
  private int accept(char c, int i) {
    return switch (state) {
      case PREAMBLE -> readPreamble(c, i);
      case THINKING, DONE, FAILED -> skipSurroundingText(c, i);
      case VALUE -> readValue(c, i);
      case KEY -> readKey(c, i);
      case UNQUOTED_KEY -> readUnquotedKey(c, i);
      case COLON -> readColon(c, i);
      case AFTER_VALUE -> readAfterValue(c, i);
      case ESCAPE -> readEscape(c, i);
      case AFTER_QUOTE -> readAfterQuote(c, i);
      case LITERAL -> readLiteral(c, i);
      case AFTER_LITERAL -> readAfterLiteral(c, i);
      case DIGIT_GROUPS -> skipDigitGroups(c, i);
      case UNQUOTED_TEXT -> skipUnquotedText(c, i);
      case COMMENT -> readComment(c, i);
      case STRING -> throw new IllegalStateException("strings are read in runs, not by character");
    };
  }

  private int readPreamble(char c, int i) {
    if (c == '{' || (c == '[' && acceptsArray)) {
      hasReadKey = false;
      surroundingText.startValue();
      return openContainer(c == '{', i);
    }
    return lenient || JsonCharacters.isJsonSpace(c) ? skipSurroundingText(c, i) : fail(i);
  }

  // Some models mark only the end of their reasoning: what precedes it is discarded.
  private int skipSurroundingText(char c, int i) {
    if (lenient) {
      switch (surroundingText.accept(c)) {
        case OPENING -> state = state == ParserState.PREAMBLE ? ParserState.THINKING : state;
        case CLOSING -> restart();
        case NONE -> {}
      }
    }
    return i + 1;
  }

  private int readValue(char c, int i) {
    if (isSpace(c)) {
      return i + 1;
    }
    if (c == '{' || c == '[') {
      return openContainer(c == '{', i);
    }
    if (isQuote(c)) {
      sink.startString();
      return openString(c, false, i);
    }
    if (JsonCharacters.isCloser(c)) {
      return mayCloseContainer ? closeContainer(c, i) : fail(i);
    }
    if (lenient && CommentScanner.isStart(c)) {
      return enterComment(c, i);
    }
    if (c == ',') {
      return lenient ? i + 1 : fail(i);
    }
    return startToken(ParserState.LITERAL, c, i);
  }

  private int readKey(char c, int i) {
    if (isSpace(c)) {
      return i + 1;
    }
    if (isQuote(c)) {
      token.setLength(0);
      return openString(c, true, i);
    }
    if (JsonCharacters.isCloser(c)) {
      return mayCloseContainer ? closeContainer(c, i) : fail(i);
    }
    if (lenient && c == ',') {
      return i + 1;
    }
    if (lenient && CommentScanner.isStart(c)) {
      return enterComment(c, i);
    }
    if (!lenient || !JsonCharacters.isKeyPart(c)) {
      return fail(i);
    }
    return startToken(ParserState.UNQUOTED_KEY, c, i);
  }

  private int startToken(ParserState tokenState, char c, int i) {
    token.setLength(0);
    token.append(c);
    state = tokenState;
    return i + 1;
  }

  private int readUnquotedKey(char c, int i) {
    if (JsonCharacters.isKeyPart(c)) {
      token.append(c);
      return i + 1;
    }
    state = ParserState.COLON;
    return i;
  }

  private int readColon(char c, int i) {
    if (isSpace(c)) {
      return i + 1;
    }
    if (c == ':') {
      hasReadKey = true;
      sink.startProperty(token.toString());
      state = ParserState.VALUE;
      mayCloseContainer = false;
      return i + 1;
    }
    return lenient && CommentScanner.isStart(c) ? enterComment(c, i) : fail(i);
  }

  private int readAfterValue(char c, int i) {
    if (isSpace(c)) {
      return i + 1;
    }
    if (c == ',') {
      expectNextPart(lenient);
      return i + 1;
    }
    if (JsonCharacters.isCloser(c)) {
      return closeContainer(c, i);
    }
    if (!lenient) {
      return fail(i);
    }
    if (CommentScanner.isStart(c)) {
      return enterComment(c, i);
    }
    expectNextPart(false);
    return i;
  }

  private void expectNextPart(boolean mayEnd) {
    state = objects.get(depth - 1) ? ParserState.KEY : ParserState.VALUE;
    mayCloseContainer = mayEnd;
  }

  private int openContainer(boolean object, int i) {
    if (depth == JsonIo.MAX_DEPTH) {
      return fail(i);
    }
    objects.set(depth++, object);
    if (object) {
      sink.startObject();
    } else {
      sink.startArray();
    }
    expectNextPart(true);
    return i + 1;
  }

  private int closeContainer(char c, int i) {
    if (objects.get(depth - 1) != (c == '}')) {
      return fail(i);
    }
    depth--;
    if (c == '}') {
      sink.endObject();
    } else {
      sink.endArray();
    }
    state = depth == 0 ? ParserState.DONE : ParserState.AFTER_VALUE;
    if (depth == 0 && lenient && !sink.isPlausible()) {
      restart();
    }
    return i + 1;
  }

  private int openString(char quote, boolean isKey, int i) {
    currentQuote = quote;
    closingQuotes = JsonCharacters.closersOf(quote);
    inKey = isKey;
    innerQuoteCount = 0;
    previousChar = quote;
    state = ParserState.STRING;
    return i + 1;
  }

  private int readString(char[] source, int from, int to) {
    int i = from;
    char c = 0;
    while (i < to) {
      c = source[i];
      if (c == '\\' || isClosingQuote(c) || (c < ' ' && !lenient)) {
        break;
      }
      i++;
    }
    append(source, from, i);
    previousChar = i > from ? source[i - 1] : previousChar;
    if (i == to) {
      return i;
    }
    if (c == '\\') {
      escapeDecoder.start();
      state = ParserState.ESCAPE;
      previousChar = c;
    } else if (!isClosingQuote(c)) {
      return fail(i);
    } else if (inKey) {
      state = ParserState.COLON;
    } else if (lenient) {
      currentQuote = c;
      quoteClassifier.start(
          c, objects.get(depth - 1), c == innerQuote ? innerQuoteCount : 0, previousChar);
      state = ParserState.AFTER_QUOTE;
    } else {
      sink.endString();
      state = ParserState.AFTER_VALUE;
    }
    return i + 1;
  }

  private boolean isClosingQuote(char c) {
    return c == closingQuotes.charAt(0)
        || (closingQuotes.length() > 1 && closingQuotes.indexOf(c) >= 0);
  }

  private void append(char[] source, int from, int to) {
    if (from == to) {
      return;
    }
    if (inKey) {
      token.append(source, from, to - from);
    } else {
      sink.appendString(source, from, to);
    }
  }

  private void append(char c) {
    singleChar[0] = c;
    append(singleChar, 0, 1);
  }

  private int readEscape(char c, int i) {
    int decoded = escapeDecoder.accept(c);
    if (decoded == EscapeDecoder.INCOMPLETE) {
      return i + 1;
    }
    state = ParserState.STRING;
    if (decoded >= 0) {
      append((char) decoded);
      return i + 1;
    }
    if (!lenient || escapeDecoder.isCode()) {
      return fail(i);
    }
    boolean isSuperfluous = c == '_' || JsonCharacters.isQuote(c);
    append(isSuperfluous ? c : '\\');
    return isSuperfluous ? i + 1 : i;
  }

  private int readAfterQuote(char c, int i) {
    QuoteClassifier.QuoteRole role = quoteClassifier.classify(c);
    if (role == QuoteClassifier.QuoteRole.UNDECIDED) {
      return i + 1;
    }
    boolean isInner = role == QuoteClassifier.QuoteRole.INNER;
    if (role == QuoteClassifier.QuoteRole.AMBIGUOUS || (isInner && startsTripleQuote())) {
      return fail(i);
    }
    if (role == QuoteClassifier.QuoteRole.CLOSING) {
      sink.endString();
      state = ParserState.AFTER_VALUE;
    } else {
      append(currentQuote);
      innerQuoteCount += quoteClassifier.isUnpaired() ? 0 : 1;
      innerQuote = currentQuote;
      previousChar = currentQuote;
      state = ParserState.STRING;
    }
    char[] lookahead = quoteClassifier.lookahead();
    feed(lookahead, 0, lookahead.length);
    return i + 1;
  }

  /** Returns whether a string begins with three quotes, whose end has other rules. */
  private boolean startsTripleQuote() {
    return innerQuoteCount == 0
        && previousChar == currentQuote
        && quoteClassifier.lookahead()[0] == currentQuote;
  }

  private int readLiteral(char c, int i) {
    if (JsonCharacters.isCloser(c) || c == ',' || isSpace(c)) {
      return endLiteral(i);
    }
    if (token.length() == JsonLiterals.MAX_LENGTH) {
      return fail(i);
    }
    token.append(c);
    return i + 1;
  }

  private int endLiteral(int i) {
    String rawToken = token.toString();
    String literal = lenient ? JsonLiterals.normalizeLiteral(rawToken) : rawToken;
    if (!JsonLiterals.isValid(literal)) {
      return lenient ? abandonLiteral(i) : fail(i);
    }
    if (lenient) {
      pendingLiteral = literal;
      literalScanner.start(objects.get(depth - 1));
      state = ParserState.AFTER_LITERAL;
    } else {
      sink.scalar(literal);
      state = ParserState.AFTER_VALUE;
    }
    return i;
  }

  private int abandonLiteral(int i) {
    sink.ambiguousValue();
    state = ParserState.UNQUOTED_TEXT;
    return i;
  }

  private int readAfterLiteral(char c, int i) {
    switch (literalScanner.classify(c)) {
      case UNDECIDED -> {
        return i + 1;
      }
      case UNQUOTED_TEXT -> {
        return abandonLiteral(i);
      }
      case DIGIT_GROUPS -> {
        sink.ambiguousValue();
        state = ParserState.DIGIT_GROUPS;
        return i + 1;
      }
      case COMPLETE -> {
        sink.scalar(pendingLiteral);
        state = ParserState.AFTER_VALUE;
      }
      case COMPLETE_WITH_COMMA -> {
        sink.scalar(pendingLiteral);
        expectNextPart(true);
      }
    }
    return i;
  }

  private int skipDigitGroups(char c, int i) {
    if ((c >= '0' && c <= '9') || c == ',' || c == '.' || isSpace(c)) {
      return i + 1;
    }
    expectNextPart(true);
    return i;
  }

  private int skipUnquotedText(char c, int i) {
    if (c != ',' && !JsonCharacters.isCloser(c) && !JsonCharacters.isLineEnd(c)) {
      return i + 1;
    }
    state = ParserState.AFTER_VALUE;
    return i;
  }

  private int enterComment(char c, int i) {
    afterComment = state;
    commentScanner.start(c);
    state = ParserState.COMMENT;
    return i + 1;
  }

  private int readComment(char c, int i) {
    CommentScanner.CharacterRole role = commentScanner.accept(c);
    if (role == CommentScanner.CharacterRole.NOT_A_COMMENT) {
      return fail(i);
    }
    state = role == CommentScanner.CharacterRole.END ? afterComment : ParserState.COMMENT;
    return i + 1;
  }

  private boolean isSpace(char c) {
    return lenient ? JsonCharacters.isSpace(c) : JsonCharacters.isJsonSpace(c);
  }

  private boolean isQuote(char c) {
    return c == '"' || (lenient && JsonCharacters.isQuote(c));
  }

  /** Fails, unless the text so far can be a bracket in prose: then parsing restarts. */
  private int fail(int i) {
    if (lenient && !hasReadKey && state != ParserState.PREAMBLE) {
      restart();
      return i;
    }
    state = ParserState.FAILED;
    return i;
  }

  private void restart() {
    surroundingText.recordText();
    sink.reset();
    depth = 0;
    state = ParserState.PREAMBLE;
  }
}
