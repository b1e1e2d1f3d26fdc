package org.atomicagents.internal.json;

import java.util.BitSet;
import java.util.Locale;

/**
 * Reads JSON that comes in pieces, cut anywhere: each character once, none of them kept.
 *
 * <p>Lenient, it also passes over prose, fences and thoughts before the value, and reads what
 * models write that JSON doesn't allow: other quotes, none around keys, comments, missing and
 * superfluous commas. It can't look ahead: where only what follows would tell what was meant, it
 * {@linkplain #isLost() gives up}, and so it does where the text is no JSON at all. Nothing is told
 * of the text from there on.
 *
 * <p>Not thread-safe.
 */
public final class IncrementalReader {
  private static final int LONGEST_TAG = 12;

  private final JsonSink sink;
  private final boolean lenient;
  private final boolean mayBeList;
  private final BitSet objects = new BitSet();
  private final StringBuilder token = new StringBuilder();
  private final AfterQuote afterQuote = new AfterQuote();
  private final char[] single = new char[1];
  private char[] buffer = new char[0];
  private State state = State.BEFORE;
  private State afterComment = State.BEFORE;
  private int depth;
  private boolean inKey;
  private boolean hasKey;
  private boolean mayEnd;
  private String closers = "";
  private char closer;
  private int code;
  private int codeDigits;
  private boolean isStarred;
  private int innerQuotes;
  private char innerQuote;
  private char last;
  private String heldWord = "";
  private boolean hasComma;
  private boolean hasLineEnd;

  /** What the next character is taken for. */
  private enum State {
    /** Nothing of the value. */
    BEFORE,
    TAG,
    THINKING,
    THINKING_TAG,
    VALUE,
    KEY,
    BARE_KEY,
    COLON,
    /** What follows a value: a comma or an end. */
    AFTER,
    TEXT,
    ESCAPE,
    CODE,
    /** A quote that may be the last of a text, or one within it. */
    QUOTED,
    WORD,
    /** What follows a number or literal, which may yet be the first of several words. */
    WORD_END,
    /** Digits behind a comma behind digits: which number they are can't be told. */
    GROUPS,
    /** Words without quotes, whose end can't be told from what they say. */
    WORDS,
    SLASH,
    LINE_COMMENT,
    BLOCK_COMMENT,
    DONE,
    LOST
  }

  /**
   * A reader of one value.
   *
   * @param mayBeList whether a list can be what is waited for, besides an object
   */
  public IncrementalReader(JsonSink sink, boolean lenient, boolean mayBeList) {
    this.sink = sink;
    this.lenient = lenient;
    this.mayBeList = mayBeList;
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
      i = state == State.TEXT ? text(source, i, to) : next(source[i], i);
    }
  }

  /** Whether the value has come to its end. */
  public boolean isDone() {
    return state == State.DONE;
  }

  /** Whether nothing more can be told of the text. */
  public boolean isLost() {
    return state == State.LOST;
  }

  /** Takes a character, and says where the next one is: the same where it was only a sign. */
  private int next(char c, int i) {
    return switch (state) {
      case BEFORE -> before(c, i);
      case DONE, LOST -> behind(c, i);
      case TAG -> tag(c, i);
      case THINKING -> thinking(c, i);
      case THINKING_TAG -> thinkingTag(c, i);
      case VALUE -> value(c, i);
      case KEY -> key(c, i);
      case BARE_KEY -> bareKey(c, i);
      case COLON -> colon(c, i);
      case AFTER -> after(c, i);
      case ESCAPE -> escape(c, i);
      case CODE -> code(c, i);
      case QUOTED -> quoted(c, i);
      case WORD -> word(c, i);
      case WORD_END -> wordEnd(c, i);
      case GROUPS -> groups(c, i);
      case WORDS -> words(c, i);
      case SLASH -> slash(c, i);
      case LINE_COMMENT -> lineComment(c, i);
      case BLOCK_COMMENT -> blockComment(c, i);
      case TEXT -> throw new IllegalStateException("read in one go");
    };
  }

  private int before(char c, int i) {
    if (c == '{' || (c == '[' && mayBeList)) {
      hasKey = false;
      return open(c == '{', i);
    }
    if (lenient) {
      return prose(c, i);
    }
    return Marks.isJsonSpace(c) ? i + 1 : lose(i);
  }

  // Some models begin in the middle of their thoughts, of which only the end is marked.
  private int behind(char c, int i) {
    return lenient ? prose(c, i) : i + 1;
  }

  private int prose(char c, int i) {
    if (c == '<') {
      token.setLength(0);
      afterComment = state;
      state = State.TAG;
    }
    return i + 1;
  }

  private int tag(char c, int i) {
    if (c != '>' && c != '<' && token.length() < LONGEST_TAG && !Marks.isSpace(c)) {
      token.append(c);
      return i + 1;
    }
    state = afterComment;
    if (c == '>' && Thinking.isOpening(token) && state == State.BEFORE) {
      state = State.THINKING;
      return i + 1;
    }
    if (c == '>' && Thinking.isClosing(token)) {
      restart();
      return i + 1;
    }
    return c == '>' ? i + 1 : i;
  }

  private int thinking(char c, int i) {
    if (c == '<') {
      token.setLength(0);
      state = State.THINKING_TAG;
    }
    return i + 1;
  }

  private int thinkingTag(char c, int i) {
    if (c == '>' && Thinking.isClosing(token)) {
      state = State.BEFORE;
      return i + 1;
    }
    if (c == '<' || c == '>' || token.length() == LONGEST_TAG) {
      state = State.THINKING;
      return i;
    }
    token.append(c);
    return i + 1;
  }

  private int value(char c, int i) {
    if (isSpace(c)) {
      return i + 1;
    }
    if (c == '{' || c == '[') {
      return open(c == '{', i);
    }
    if (isQuote(c)) {
      sink.startText();
      return openText(c, false, i);
    }
    if (Marks.isCloser(c)) {
      return mayEnd ? close(c, i) : lose(i);
    }
    if (lenient && isComment(c)) {
      return comment(c, i);
    }
    if (c == ',') {
      return lenient ? i + 1 : lose(i);
    }
    token.setLength(0);
    token.append(c);
    state = State.WORD;
    return i + 1;
  }

  private int key(char c, int i) {
    if (isSpace(c)) {
      return i + 1;
    }
    if (isQuote(c)) {
      token.setLength(0);
      return openText(c, true, i);
    }
    if (Marks.isCloser(c)) {
      return mayEnd ? close(c, i) : lose(i);
    }
    if (!lenient) {
      return lose(i);
    }
    if (c == ',') {
      return i + 1;
    }
    if (isComment(c)) {
      return comment(c, i);
    }
    if (!Marks.isKeyPart(c)) {
      return lose(i);
    }
    token.setLength(0);
    token.append(c);
    state = State.BARE_KEY;
    return i + 1;
  }

  private int bareKey(char c, int i) {
    if (Marks.isKeyPart(c)) {
      token.append(c);
      return i + 1;
    }
    state = State.COLON;
    return i;
  }

  private int colon(char c, int i) {
    if (isSpace(c)) {
      return i + 1;
    }
    if (c == ':') {
      hasKey = true;
      sink.key(token.toString());
      state = State.VALUE;
      mayEnd = false;
      return i + 1;
    }
    return lenient && isComment(c) ? comment(c, i) : lose(i);
  }

  private int after(char c, int i) {
    if (isSpace(c)) {
      return i + 1;
    }
    if (c == ',') {
      expectNext(lenient);
      return i + 1;
    }
    if (Marks.isCloser(c)) {
      return close(c, i);
    }
    if (!lenient) {
      return lose(i);
    }
    if (isComment(c)) {
      return comment(c, i);
    }
    expectNext(false);
    return i;
  }

  private void expectNext(boolean end) {
    state = objects.get(depth - 1) ? State.KEY : State.VALUE;
    mayEnd = end;
  }

  private int open(boolean object, int i) {
    if (depth == LooseParser.DEEPEST) {
      return lose(i);
    }
    objects.set(depth++, object);
    if (object) {
      sink.startObject();
    } else {
      sink.startList();
    }
    expectNext(true);
    return i + 1;
  }

  private int close(char c, int i) {
    if (objects.get(depth - 1) != (c == '}')) {
      return lose(i);
    }
    depth--;
    if (c == '}') {
      sink.endObject();
    } else {
      sink.endList();
    }
    state = State.AFTER;
    if (depth == 0) {
      state = State.DONE;
      if (lenient && !sink.isOfUse()) {
        restart();
      }
    }
    return i + 1;
  }

  private int openText(char quote, boolean asKey, int i) {
    closer = quote;
    closers = Marks.closersOf(quote);
    inKey = asKey;
    innerQuotes = 0;
    last = quote;
    state = State.TEXT;
    return i + 1;
  }

  private int text(char[] source, int from, int to) {
    int i = from;
    char c = 0;
    while (i < to) {
      c = source[i];
      if (c == '\\' || closes(c) || (c < ' ' && !lenient)) {
        break;
      }
      i++;
    }
    add(source, from, i);
    last = i > from ? source[i - 1] : last;
    if (i == to) {
      return i;
    }
    if (c == '\\') {
      state = State.ESCAPE;
      last = c;
    } else if (!closes(c)) {
      return lose(i);
    } else if (inKey) {
      state = State.COLON;
    } else if (lenient) {
      closer = c;
      afterQuote.begin(c, objects.get(depth - 1), c == innerQuote ? innerQuotes : 0, last);
      state = State.QUOTED;
    } else {
      sink.endText();
      state = State.AFTER;
    }
    return i + 1;
  }

  private boolean closes(char c) {
    return c == closers.charAt(0) || (closers.length() > 1 && closers.indexOf(c) >= 0);
  }

  private void add(char[] source, int from, int to) {
    if (from == to) {
      return;
    }
    if (inKey) {
      token.append(source, from, to - from);
    } else {
      sink.text(source, from, to);
    }
  }

  private void add(char c) {
    single[0] = c;
    add(single, 0, 1);
  }

  private int escape(char c, int i) {
    int known = "\"\\/bfnrt".indexOf(c);
    state = State.TEXT;
    if (known >= 0) {
      add("\"\\/\b\f\n\r\t".charAt(known));
    } else if (c == 'u') {
      code = 0;
      codeDigits = 0;
      state = State.CODE;
    } else if (lenient && (c == '_' || Marks.isQuote(c))) {
      add(c);
    } else if (lenient) {
      add('\\');
      return i;
    } else {
      return lose(i);
    }
    return i + 1;
  }

  private int code(char c, int i) {
    int digit = c < 0x80 ? Character.digit(c, 16) : -1;
    if (digit < 0) {
      return lose(i);
    }
    code = 16 * code + digit;
    if (++codeDigits == 4) {
      state = State.TEXT;
      add((char) code);
    }
    return i + 1;
  }

  private int quoted(char c, int i) {
    AfterQuote.Meaning meaning = afterQuote.next(c);
    if (meaning == AfterQuote.Meaning.OPEN) {
      return i + 1;
    }
    if (meaning == AfterQuote.Meaning.LAST) {
      sink.endText();
      state = State.AFTER;
    } else {
      add(closer);
      innerQuotes += afterQuote.isAlone() ? 0 : 1;
      innerQuote = closer;
      last = closer;
      state = State.TEXT;
    }
    char[] held = afterQuote.held();
    feed(held, 0, held.length);
    return i + 1;
  }

  private int word(char c, int i) {
    if (Marks.isCloser(c) || c == ',' || isSpace(c)) {
      return endWord(c, i);
    }
    if (token.length() == JsonWords.LONGEST) {
      return lose(i);
    }
    token.append(c);
    return i + 1;
  }

  private int endWord(char c, int i) {
    String word = token.toString();
    String said = lenient ? literal(word) : word;
    if (!JsonWords.isValid(said)) {
      return lenient ? giveUpWord(i) : lose(i);
    }
    if (lenient) {
      heldWord = said;
      hasComma = false;
      hasLineEnd = false;
      state = State.WORD_END;
    } else {
      sink.word(said);
      state = State.AFTER;
    }
    return i;
  }

  private int giveUpWord(int i) {
    sink.unclear();
    state = State.WORDS;
    return i;
  }

  private int wordEnd(char c, int i) {
    if (isSpace(c)) {
      hasLineEnd |= Marks.isLineEnd(c);
      return i + 1;
    }
    boolean isDigit = c >= '0' && c <= '9';
    if (hasComma && isDigit) {
      sink.unclear();
      state = State.GROUPS;
      return i + 1;
    }
    if (c == ',' && !hasComma && objects.get(depth - 1)) {
      hasComma = true;
      return i + 1;
    }
    boolean goesOn = c != ',' && !Marks.isCloser(c) && !isQuote(c) && !isComment(c);
    if (!hasComma && goesOn && (isDigit || !hasLineEnd)) {
      return giveUpWord(i);
    }
    sink.word(heldWord);
    state = State.AFTER;
    if (hasComma) {
      expectNext(true);
    }
    return i;
  }

  private int groups(char c, int i) {
    if ((c >= '0' && c <= '9') || c == ',' || c == '.' || isSpace(c)) {
      return i + 1;
    }
    expectNext(true);
    return i;
  }

  /** The literals of Python and others. */
  private static String literal(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "true" -> "true";
      case "false" -> "false";
      case "null", "none" -> "null";
      default -> word;
    };
  }

  private int words(char c, int i) {
    if (c != ',' && !Marks.isCloser(c) && !Marks.isLineEnd(c)) {
      return i + 1;
    }
    state = State.AFTER;
    return i;
  }

  private static boolean isComment(char c) {
    return c == '/' || c == '#';
  }

  private int comment(char c, int i) {
    afterComment = state;
    state = c == '#' ? State.LINE_COMMENT : State.SLASH;
    return i + 1;
  }

  private int slash(char c, int i) {
    if (c != '/' && c != '*') {
      return lose(i);
    }
    state = c == '/' ? State.LINE_COMMENT : State.BLOCK_COMMENT;
    isStarred = false;
    return i + 1;
  }

  private int lineComment(char c, int i) {
    if (Marks.isLineEnd(c)) {
      state = afterComment;
    }
    return i + 1;
  }

  private int blockComment(char c, int i) {
    if (isStarred && c == '/') {
      state = afterComment;
    }
    isStarred = c == '*';
    return i + 1;
  }

  private boolean isSpace(char c) {
    return lenient ? Marks.isSpace(c) : Marks.isJsonSpace(c);
  }

  private boolean isQuote(char c) {
    return c == '"' || (lenient && Marks.isQuote(c));
  }

  /** Gives up, unless what was read is only a bracket in prose. */
  private int lose(int i) {
    if (lenient && !hasKey && state != State.BEFORE) {
      restart();
      return i;
    }
    state = State.LOST;
    return i;
  }

  private void restart() {
    sink.reset();
    depth = 0;
    state = State.BEFORE;
  }
}
