package org.atomicagents.internal.json;

/** A comment that comes character by character. */
final class CommentText {
  private Kind kind = Kind.LINE;
  private boolean isStarred;

  private enum Kind {
    /** After a slash. */
    UNKNOWN,
    LINE,
    BLOCK
  }

  /** What a character was. */
  enum Part {
    COMMENT,
    /** The last of the comment. */
    END,
    /** None: the slash before it began no comment. */
    OTHER
  }

  static boolean isStart(char c) {
    return c == '/' || c == '#';
  }

  /** Begins with its first character. */
  void begin(char c) {
    kind = c == '#' ? Kind.LINE : Kind.UNKNOWN;
    isStarred = false;
  }

  Part next(char c) {
    return switch (kind) {
      case UNKNOWN -> second(c);
      case LINE -> Marks.isLineEnd(c) ? Part.END : Part.COMMENT;
      case BLOCK -> {
        Part part = isStarred && c == '/' ? Part.END : Part.COMMENT;
        isStarred = c == '*';
        yield part;
      }
    };
  }

  private Part second(char c) {
    kind = c == '*' ? Kind.BLOCK : Kind.LINE;
    return c == '/' || c == '*' ? Part.COMMENT : Part.OTHER;
  }
}
