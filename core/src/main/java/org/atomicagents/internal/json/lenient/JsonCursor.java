package org.atomicagents.internal.json.lenient;

import java.util.BitSet;
import java.util.List;
import org.atomicagents.internal.json.JsonCharacters;
import org.atomicagents.internal.json.JsonIo;

/** A place in a text that is being read, and the objects and lists that are open there. */
final class JsonCursor {
  private static final String FENCE = "```";
  private static final int MAX_DEPTH = JsonIo.MAX_DEPTH;

  final String text;
  int position;
  private final BitSet objects = new BitSet();
  private int depth;

  JsonCursor(String text, int start) {
    this.text = text;
    this.position = start;
  }

  /** Whether there is nothing more to read: outside of a text in quotes, a fence ends all. */
  boolean isAtEnd() {
    return isEnd(position);
  }

  boolean isEnd(int i) {
    return i >= text.length() || (text.charAt(i) == '`' && text.startsWith(FENCE, i));
  }

  char peek() {
    return text.charAt(position);
  }

  /**
   * Opens an object or a list.
   *
   * @throws TooDeepException if too many are open
   */
  void open(boolean object) {
    if (depth == MAX_DEPTH) {
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
  boolean closesOuterContainer(char closer) {
    int last = innermostLevel(closer == '}');
    return last >= 0 && last < depth - 1;
  }

  private int innermostLevel(boolean object) {
    return object ? objects.previousSetBit(depth - 1) : objects.previousClearBit(depth - 1);
  }

  /** Passes over white space and comments. */
  void skipSpaceAndComments(List<SyntaxRepair> mends, boolean beforeValue) {
    while (position < text.length()) {
      int start = position;
      char c = text.charAt(position);
      if (JsonCharacters.isJsonSpace(c)) {
        position++;
      } else if (JsonCharacters.isSpace(c)) {
        position++;
        mends.add(new SyntaxRepair(SyntaxRepair.Kind.ESCAPE, start, position));
      } else if (isComment(position, beforeValue)) {
        position = commentEnd(position);
        mends.add(new SyntaxRepair(SyntaxRepair.Kind.COMMENT, start, position));
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
        : c == '#' && !(beforeValue && JsonCharacters.isKeyPart(next));
  }

  int commentEnd(int i) {
    if (text.startsWith("/*", i)) {
      int end = text.indexOf("*/", i + 2);
      return end < 0 ? text.length() : end + 2;
    }
    int end = i;
    while (end < text.length() && !JsonCharacters.isLineEnd(text.charAt(end))) {
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
