package org.atomicagents.internal.json.incremental;

import java.util.BitSet;
import org.atomicagents.internal.json.JsonCharacters;
import org.atomicagents.internal.json.JsonIo;
import org.atomicagents.internal.json.JsonLiterals;

/**
 * Reads JSON that comes in pieces, cut anywhere: each character once, but for a few behind a quote
 * that have to tell, where it is lenient, whether that was the last one of its text.
 *
 * <p>Lenient, it also passes over prose, fences and thoughts before the value, and reads what
 * models write that JSON doesn't allow: other quotes, none around keys, comments, missing and
 * superfluous commas. It can't look ahead: where only what follows would tell what was meant, it
 * gives up, and so it does where the text is no JSON at all. Nothing is told of the text from there
 * on.
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
  private final CommentScanner comment = new CommentScanner();
  private final EscapeDecoder escape = new EscapeDecoder();
  private final LiteralEndScanner wordEnd = new LiteralEndScanner();
  private final SurroundingTextScanner preamble = new SurroundingTextScanner();
  private final char[] single = new char[1];
  private char[] buffer = new char[0];
  private ParserState state = ParserState.PREAMBLE;
  private ParserState afterComment = ParserState.PREAMBLE;
  private int depth;
  private boolean inKey;
  private boolean hasKey;
  private boolean mayClose;
  private String closers = "";
  private char closer;
  private int innerQuoteCount;
  private char innerQuote;
  private char previousChar;
  private String pendingLiteral = "";

  /** What the next character is taken for. */
  private enum ParserState {
    /** Nothing of the value. */
    PREAMBLE,
    THINKING,
    VALUE,
    KEY,
    BARE_KEY,
    COLON,
    /** What follows a value: a comma or an end. */
    AFTER_VALUE,
    TEXT,
    ESCAPE,
    /** A quote that may be the last of a text, or one within it. */
    AFTER_QUOTE,
    LITERAL,
    /** What follows a number or literal, which may yet be the first of several words. */
    AFTER_LITERAL,
    /** Digits behind a comma behind digits: which number they are can't be told. */
    DIGIT_GROUPS,
    /** Words without quotes, whose end can't be told from what they say. */
    UNQUOTED_TEXT,
    COMMENT,
    DONE,
    FAILED
  }

  /**
   * A reader of one value.
   *
   * @param mayBeList whether a list can be what is waited for, besides an object
   */
  public IncrementalJsonParser(JsonSink sink, boolean lenient, boolean mayBeList) {
    this.sink = sink;
    this.lenient = lenient;
    this.acceptsArray = mayBeList;
  }

  /** Reads on. */
  public void feed(String piece) {
    int length = piece.length();
    if (buffer.length < length) {
      buffer = new char[Math.max(length, 2 * buffer.length)];
    }
    piece.getChars(0, length, buffer, 0);
    feed(buffer, 0, length);
  }

  /** Reads on; the array may be used again afterwards. */
  public void feed(char[] source, int from, int to) {
    int i = from;
    while (i < to) {
      i = state == ParserState.TEXT ? readText(source, i, to) : accept(source[i], i);
    }
  }

  /** Whether something other than a fence stands before the value. */
  public boolean isInProse() {
    return preamble.hasText();
  }

  /** Takes a character, and says where the next one is: the same where it was only a sign. */
  private int accept(char c, int i) {
    return switch (state) {
      case PREAMBLE -> readPreamble(c, i);
      case THINKING, DONE, FAILED -> skipSurroundingText(c, i);
      case VALUE -> readValue(c, i);
      case KEY -> readKey(c, i);
      case BARE_KEY -> readBareKey(c, i);
      case COLON -> readColon(c, i);
      case AFTER_VALUE -> readAfterValue(c, i);
      case ESCAPE -> escape(c, i);
      case AFTER_QUOTE -> readAfterQuote(c, i);
      case LITERAL -> readLiteral(c, i);
      case AFTER_LITERAL -> wordEnd(c, i);
      case DIGIT_GROUPS -> skipDigitGroups(c, i);
      case UNQUOTED_TEXT -> skipUnquotedText(c, i);
      case COMMENT -> readComment(c, i);
      case TEXT -> throw new IllegalStateException("read in one go");
    };
  }

  private int readPreamble(char c, int i) {
    if (c == '{' || (c == '[' && acceptsArray)) {
      hasKey = false;
      preamble.startValue();
      return openContainer(c == '{', i);
    }
    return lenient || JsonCharacters.isJsonSpace(c) ? skipSurroundingText(c, i) : fail(i);
  }

  // Some models begin in the middle of their thoughts, of which only the end is marked.
  private int skipSurroundingText(char c, int i) {
    if (lenient) {
      switch (preamble.accept(c)) {
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
      return openText(c, false, i);
    }
    if (JsonCharacters.isCloser(c)) {
      return mayClose ? closeContainer(c, i) : fail(i);
    }
    if (lenient && CommentScanner.isStart(c)) {
      return comment(c, i);
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
      return openText(c, true, i);
    }
    if (JsonCharacters.isCloser(c)) {
      return mayClose ? closeContainer(c, i) : fail(i);
    }
    if (lenient && c == ',') {
      return i + 1;
    }
    if (lenient && CommentScanner.isStart(c)) {
      return comment(c, i);
    }
    if (!lenient || !JsonCharacters.isKeyPart(c)) {
      return fail(i);
    }
    return startToken(ParserState.BARE_KEY, c, i);
  }

  private int startToken(ParserState bare, char c, int i) {
    token.setLength(0);
    token.append(c);
    state = bare;
    return i + 1;
  }

  private int readBareKey(char c, int i) {
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
      hasKey = true;
      sink.startProperty(token.toString());
      state = ParserState.VALUE;
      mayClose = false;
      return i + 1;
    }
    return lenient && CommentScanner.isStart(c) ? comment(c, i) : fail(i);
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
      return comment(c, i);
    }
    expectNextPart(false);
    return i;
  }

  private void expectNextPart(boolean end) {
    state = objects.get(depth - 1) ? ParserState.KEY : ParserState.VALUE;
    mayClose = end;
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

  private int openText(char quote, boolean asKey, int i) {
    closer = quote;
    closers = JsonCharacters.closersOf(quote);
    inKey = asKey;
    innerQuoteCount = 0;
    previousChar = quote;
    state = ParserState.TEXT;
    return i + 1;
  }

  private int readText(char[] source, int from, int to) {
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
      escape.start();
      state = ParserState.ESCAPE;
      previousChar = c;
    } else if (!isClosingQuote(c)) {
      return fail(i);
    } else if (inKey) {
      state = ParserState.COLON;
    } else if (lenient) {
      closer = c;
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
    return c == closers.charAt(0) || (closers.length() > 1 && closers.indexOf(c) >= 0);
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
    single[0] = c;
    append(single, 0, 1);
  }

  private int escape(char c, int i) {
    int meant = escape.accept(c);
    if (meant == EscapeDecoder.INCOMPLETE) {
      return i + 1;
    }
    state = ParserState.TEXT;
    if (meant >= 0) {
      append((char) meant);
      return i + 1;
    }
    if (!lenient || escape.isCode()) {
      return fail(i);
    }
    boolean isSuperfluous = c == '_' || JsonCharacters.isQuote(c);
    append(isSuperfluous ? c : '\\');
    return isSuperfluous ? i + 1 : i;
  }

  private int readAfterQuote(char c, int i) {
    QuoteClassifier.QuoteRole meaning = quoteClassifier.classify(c);
    if (meaning == QuoteClassifier.QuoteRole.UNDECIDED) {
      return i + 1;
    }
    if (meaning == QuoteClassifier.QuoteRole.AMBIGUOUS) {
      return fail(i);
    }
    if (meaning == QuoteClassifier.QuoteRole.CLOSING) {
      sink.endString();
      state = ParserState.AFTER_VALUE;
    } else {
      append(closer);
      innerQuoteCount += quoteClassifier.isUnpaired() ? 0 : 1;
      innerQuote = closer;
      previousChar = closer;
      state = ParserState.TEXT;
    }
    char[] held = quoteClassifier.lookahead();
    feed(held, 0, held.length);
    return i + 1;
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
    String word = token.toString();
    String said = lenient ? JsonLiterals.normalizeLiteral(word) : word;
    if (!JsonLiterals.isValid(said)) {
      return lenient ? abandonLiteral(i) : fail(i);
    }
    if (lenient) {
      pendingLiteral = said;
      wordEnd.start(objects.get(depth - 1));
      state = ParserState.AFTER_LITERAL;
    } else {
      sink.scalar(said);
      state = ParserState.AFTER_VALUE;
    }
    return i;
  }

  private int abandonLiteral(int i) {
    sink.ambiguousValue();
    state = ParserState.UNQUOTED_TEXT;
    return i;
  }

  private int wordEnd(char c, int i) {
    switch (wordEnd.classify(c)) {
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

  private int comment(char c, int i) {
    afterComment = state;
    comment.start(c);
    state = ParserState.COMMENT;
    return i + 1;
  }

  private int readComment(char c, int i) {
    CommentScanner.CharacterRole part = comment.accept(c);
    if (part == CommentScanner.CharacterRole.NOT_A_COMMENT) {
      return fail(i);
    }
    state = part == CommentScanner.CharacterRole.END ? afterComment : ParserState.COMMENT;
    return i + 1;
  }

  private boolean isSpace(char c) {
    return lenient ? JsonCharacters.isSpace(c) : JsonCharacters.isJsonSpace(c);
  }

  private boolean isQuote(char c) {
    return c == '"' || (lenient && JsonCharacters.isQuote(c));
  }

  /** Gives up, unless what was read is only a bracket in prose. */
  private int fail(int i) {
    if (lenient && !hasKey && state != ParserState.PREAMBLE) {
      restart();
      return i;
    }
    state = ParserState.FAILED;
    return i;
  }

  private void restart() {
    preamble.recordText();
    sink.reset();
    depth = 0;
    state = ParserState.PREAMBLE;
  }
}
