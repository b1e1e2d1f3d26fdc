package org.atomicagents.internal.json.lenient;

import java.util.BitSet;
import java.util.List;
import org.atomicagents.internal.json.JsonCharacters;
import org.atomicagents.internal.json.JsonIo;

/** A position in a text that is being parsed, and the containers that are open at it. */
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

  /** Returns whether the input ends here: outside of strings, a code fence ends it, too. */
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
   * Opens an object or an array.
   *
   * @throws TooDeepException if the maximum nesting depth is exceeded
   */
  void open(boolean isObject) {
    if (depth == MAX_DEPTH) {
      throw new TooDeepException();
    }
    objects.set(depth++, isObject);
  }

  void close() {
    depth--;
  }

  int depth() {
    return depth;
  }

  /** Returns whether the container at a level, counted from the outermost, is an object. */
  boolean isObject(int level) {
    return objects.get(level);
  }

  /** Returns whether a closer can end a container around the innermost one. */
  boolean closesOuterContainer(char closer) {
    int level = innermostLevel(closer == '}');
    return level >= 0 && level < depth - 1;
  }

  private int innermostLevel(boolean isObject) {
    return isObject ? objects.previousSetBit(depth - 1) : objects.previousClearBit(depth - 1);
  }

  /** Skips white space and comments, and records those that strict JSON does not allow. */
  void skipSpaceAndComments(List<SyntaxRepair> repairs, boolean beforeValue) {
    while (position < text.length()) {
      int start = position;
      char c = text.charAt(position);
      if (JsonCharacters.isJsonSpace(c)) {
        position++;
      } else if (JsonCharacters.isSpace(c)) {
        position++;
        repairs.add(new SyntaxRepair(SyntaxRepair.Kind.ESCAPE, start, position));
      } else if (isComment(position, beforeValue)) {
        position = commentEnd(position);
        repairs.add(new SyntaxRepair(SyntaxRepair.Kind.COMMENT, start, position));
      } else {
        return;
      }
    }
  }

  // An unquoted value can begin with #, as in #ff0000.
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

  /** Thrown if a text exceeds the maximum nesting depth. */
  static final class TooDeepException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooDeepException() {
      super("too deep", null, false, false);
    }
  }
}
