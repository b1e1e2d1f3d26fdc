package org.atomicagents.internal.json;

import java.util.BitSet;
import java.util.List;

/** A place in a text that is being read, and the objects and lists that are open there. */
final class Cursor {
  private static final String FENCE = "```";
  private static final int DEEPEST = JsonText.MAX_DEPTH;

  final String text;
  int at;
  private final BitSet objects = new BitSet();
  private int depth;

  Cursor(String text, int start) {
    this.text = text;
    this.at = start;
  }

  /** Whether there is nothing more to read: outside of a text in quotes, a fence ends all. */
  boolean atEnd() {
    return isEnd(at);
  }

  boolean isEnd(int i) {
    return i >= text.length() || (text.charAt(i) == '`' && text.startsWith(FENCE, i));
  }

  char peek() {
    return text.charAt(at);
  }

  /**
   * Opens an object or a list.
   *
   * @throws TooDeepException if too many are open
   */
  void open(boolean object) {
    if (depth == DEEPEST) {
      throw new TooDeepException();
    }
    objects.set(depth++, object);
  }

  void close() {
    depth--;
  }

  int depth() {
    return depth;
  }

  /** Whether the one that was opened there is an object, counted from the outermost. */
  boolean isObject(int level) {
    return objects.get(level);
  }

  /** Whether one around the innermost can be ended by this closer. */
  boolean isClosedFurtherOut(char closer) {
    int last = objectsOrLists(closer == '}');
    return last >= 0 && last < depth - 1;
  }

  private int objectsOrLists(boolean object) {
    return object ? objects.previousSetBit(depth - 1) : objects.previousClearBit(depth - 1);
  }

  /** Passes over white space and comments. */
  void skip(List<Mend> mends, boolean beforeValue) {
    while (at < text.length()) {
      int start = at;
      char c = text.charAt(at);
      if (Marks.isJsonSpace(c)) {
        at++;
      } else if (Marks.isSpace(c)) {
        at++;
        mends.add(new Mend(Mend.Kind.ESCAPE, start, at));
      } else if (isComment(at, beforeValue)) {
        at = commentEnd(at);
        mends.add(new Mend(Mend.Kind.COMMENT, start, at));
      } else {
        return;
      }
    }
  }

  // A value may begin with #, as in #ff0000.
  boolean isComment(int i, boolean beforeValue) {
    char c = text.charAt(i);
    char next = i + 1 < text.length() ? text.charAt(i + 1) : ' ';
    return c == '/'
        ? next == '/' || next == '*'
        : c == '#' && !(beforeValue && Marks.isKeyPart(next));
  }

  int commentEnd(int i) {
    if (text.startsWith("/*", i)) {
      int end = text.indexOf("*/", i + 2);
      return end < 0 ? text.length() : end + 2;
    }
    int end = i;
    while (end < text.length() && !Marks.isLineEnd(text.charAt(end))) {
      end++;
    }
    return end;
  }

  /** Thrown where a text is nested deeper than this project reads. */
  static final class TooDeepException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooDeepException() {
      super("too deep", null, false, false);
    }
  }
}
