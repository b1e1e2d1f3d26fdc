package org.atomicagents.internal.json;

import java.util.BitSet;

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
public final class IncrementalReader {
  private final JsonSink sink;
  private final boolean lenient;
  private final boolean mayBeList;
  private final BitSet objects = new BitSet();
  private final StringBuilder token = new StringBuilder();
  private final AfterQuote afterQuote = new AfterQuote();
  private final CommentText comment = new CommentText();
  private final EscapeText escape = new EscapeText();
  private final WordEnd wordEnd = new WordEnd();
  private final Prose prose = new Prose();
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
  private int innerQuotes;
  private char innerQuote;
  private char last;
  private String heldWord = "";

  /** What the next character is taken for. */
  private enum State {
    /** Nothing of the value. */
    BEFORE,
    THINKING,
    VALUE,
    KEY,
    BARE_KEY,
    COLON,
    /** What follows a value: a comma or an end. */
    AFTER,
    TEXT,
    ESCAPE,
    /** A quote that may be the last of a text, or one within it. */
    QUOTED,
    WORD,
    /** What follows a number or literal, which may yet be the first of several words. */
    WORD_END,
    /** Digits behind a comma behind digits: which number they are can't be told. */
    GROUPS,
    /** Words without quotes, whose end can't be told from what they say. */
    WORDS,
    COMMENT,
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

  /** Whether something other than a fence stands before the value. */
  public boolean isInProse() {
    return prose.isAny();
  }

  /** Takes a character, and says where the next one is: the same where it was only a sign. */
  private int next(char c, int i) {
    return switch (state) {
      case BEFORE -> before(c, i);
      case THINKING, DONE, LOST -> beside(c, i);
      case VALUE -> value(c, i);
      case KEY -> key(c, i);
      case BARE_KEY -> bareKey(c, i);
      case COLON -> colon(c, i);
      case AFTER -> after(c, i);
      case ESCAPE -> escape(c, i);
      case QUOTED -> quoted(c, i);
      case WORD -> word(c, i);
      case WORD_END -> wordEnd(c, i);
      case GROUPS -> groups(c, i);
      case WORDS -> words(c, i);
      case COMMENT -> inComment(c, i);
      case TEXT -> throw new IllegalStateException("read in one go");
    };
  }

  private int before(char c, int i) {
    if (c == '{' || (c == '[' && mayBeList)) {
      hasKey = false;
      prose.end();
      return open(c == '{', i);
    }
    return lenient || Marks.isJsonSpace(c) ? beside(c, i) : lose(i);
  }

  // Some models begin in the middle of their thoughts, of which only the end is marked.
  private int beside(char c, int i) {
    if (lenient) {
      switch (prose.next(c)) {
        case OPENING -> state = state == State.BEFORE ? State.THINKING : state;
        case CLOSING -> restart();
        case NOTHING -> {}
      }
    }
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
    if (lenient && CommentText.isStart(c)) {
      return comment(c, i);
    }
    if (c == ',') {
      return lenient ? i + 1 : lose(i);
    }
    return begin(State.WORD, c, i);
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
    if (lenient && c == ',') {
      return i + 1;
    }
    if (lenient && CommentText.isStart(c)) {
      return comment(c, i);
    }
    if (!lenient || !Marks.isKeyPart(c)) {
      return lose(i);
    }
    return begin(State.BARE_KEY, c, i);
  }

  private int begin(State bare, char c, int i) {
    token.setLength(0);
    token.append(c);
    state = bare;
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
    return lenient && CommentText.isStart(c) ? comment(c, i) : lose(i);
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
    if (CommentText.isStart(c)) {
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
    if (depth == JsonText.MAX_DEPTH) {
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
    state = depth == 0 ? State.DONE : State.AFTER;
    if (depth == 0 && lenient && !sink.isOfUse()) {
      restart();
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
      escape.begin();
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
    int meant = escape.next(c);
    if (meant == EscapeText.OPEN) {
      return i + 1;
    }
    state = State.TEXT;
    if (meant >= 0) {
      add((char) meant);
      return i + 1;
    }
    if (!lenient || escape.isCode()) {
      return lose(i);
    }
    boolean isSuperfluous = c == '_' || Marks.isQuote(c);
    add(isSuperfluous ? c : '\\');
    return isSuperfluous ? i + 1 : i;
  }

  private int quoted(char c, int i) {
    AfterQuote.Meaning meaning = afterQuote.next(c);
    if (meaning == AfterQuote.Meaning.OPEN) {
      return i + 1;
    }
    if (meaning == AfterQuote.Meaning.UNKNOWN) {
      return lose(i);
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
      return endWord(i);
    }
    if (token.length() == JsonWords.LONGEST) {
      return lose(i);
    }
    token.append(c);
    return i + 1;
  }

  private int endWord(int i) {
    String word = token.toString();
    String said = lenient ? JsonWords.ofOtherLanguages(word) : word;
    if (!JsonWords.isValid(said)) {
      return lenient ? giveUpWord(i) : lose(i);
    }
    if (lenient) {
      heldWord = said;
      wordEnd.begin(objects.get(depth - 1));
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
    switch (wordEnd.next(c)) {
      case OPEN -> {
        return i + 1;
      }
      case WORDS -> {
        return giveUpWord(i);
      }
      case GROUPS -> {
        sink.unclear();
        state = State.GROUPS;
        return i + 1;
      }
      case WHOLE -> {
        sink.word(heldWord);
        state = State.AFTER;
      }
      case WHOLE_WITH_COMMA -> {
        sink.word(heldWord);
        expectNext(true);
      }
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

  private int words(char c, int i) {
    if (c != ',' && !Marks.isCloser(c) && !Marks.isLineEnd(c)) {
      return i + 1;
    }
    state = State.AFTER;
    return i;
  }

  private int comment(char c, int i) {
    afterComment = state;
    comment.begin(c);
    state = State.COMMENT;
    return i + 1;
  }

  private int inComment(char c, int i) {
    CommentText.Part part = comment.next(c);
    if (part == CommentText.Part.OTHER) {
      return lose(i);
    }
    state = part == CommentText.Part.END ? afterComment : State.COMMENT;
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
    prose.add();
    sink.reset();
    depth = 0;
    state = State.BEFORE;
  }
}
