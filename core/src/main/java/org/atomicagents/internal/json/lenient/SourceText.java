package org.atomicagents.internal.json.lenient;

import org.atomicagents.internal.json.JsonCharacters;

/**
 * A text that is parsed leniently, with everything in it that can be determined without the context
 * of a position: its comments, and the chains of comments, commas and closers.
 *
 * <p>Lookaheads from many positions lead through the same chains, whose ends are remembered. Not
 * thread-safe.
 */
final class SourceText {
  private static final String FENCE = "```";
  private static final int MAX_COMMENT_LENGTH = 300;
  private static final int UNKNOWN = -1;

  final String text;
  final ParsingLimits limits;
  private final ChainEnds commentEnds = new ChainEnds();
  private final ChainEnds commaEnds = new ChainEnds();
  private final ChainEnds closerEnds = new ChainEnds();
  private int spaceStart;
  private int spaceEnd;
  private int lineStart;
  private int lineEnd = UNKNOWN;
  private int lastQuote = UNKNOWN - 1;

  SourceText(String text, ParsingLimits limits) {
    this.text = text;
    this.limits = limits;
  }

  private enum ChainKind {
    COMMENTS,
    /** Commas, with space and comments between them. */
    COMMAS,
    /** Closing brackets, with space and comments between them. */
    CLOSERS
  }

  /** Returns whether the JSON ends at a position: outside of strings, a code fence ends it, too. */
  boolean isEnd(int i) {
    return i >= text.length() || (text.charAt(i) == '`' && text.startsWith(FENCE, i));
  }

  /**
   * Returns whether a comment begins at a position.
   *
   * @param beforeValue whether a value can begin there, such as {@code #ff0000}
   */
  boolean isComment(int i, boolean beforeValue) {
    char c = text.charAt(i);
    char next = i + 1 < text.length() ? text.charAt(i + 1) : ' ';
    return c == '/'
        ? next == '/' || next == '*'
        : c == '#' && !(beforeValue && JsonCharacters.isKeyPart(next));
  }

  /** Returns the end of the comment that begins at a position, exclusive. */
  int commentEnd(int i) {
    int end = i;
    if (text.startsWith("/*", i)) {
      int closer = text.indexOf("*/", i + 2);
      end = closer < 0 ? text.length() : closer + 2;
    } else {
      while (end < text.length() && !JsonCharacters.isLineEnd(text.charAt(end))) {
        end++;
      }
    }
    limits.addSteps(end - i);
    return end;
  }

  /** Returns the position after white space and short comments. */
  int skipSpaceAndComments(int from) {
    int i = skipSpace(from);
    return isLink(ChainKind.COMMENTS, i) ? skipChain(ChainKind.COMMENTS, commentEnds, i) : i;
  }

  /** Returns the position after commas, white space and short comments. */
  int skipCommas(int from) {
    return skipChain(ChainKind.COMMAS, commaEnds, from);
  }

  /** Returns the position after closers, white space and short comments. */
  int skipClosers(int from) {
    return skipChain(ChainKind.CLOSERS, closerEnds, from);
  }

  private int skipChain(ChainKind kind, ChainEnds known, int from) {
    int i = from;
    known.startWalk();
    while (isLink(kind, i)) {
      int end = known.get(i);
      if (end != ChainEnds.UNKNOWN) {
        i = end;
        break;
      }
      known.walk(i);
      i = next(kind, i);
    }
    known.endWalk(i);
    return i;
  }

  private boolean isLink(ChainKind kind, int i) {
    if (i >= text.length()) {
      return false;
    }
    return switch (kind) {
      case COMMENTS -> isComment(i, false) && shortCommentEnd(i) != UNKNOWN;
      case COMMAS -> text.charAt(i) == ',';
      case CLOSERS -> JsonCharacters.isCloser(text.charAt(i));
    };
  }

  private int next(ChainKind kind, int link) {
    return kind == ChainKind.COMMENTS
        ? skipSpace(shortCommentEnd(link))
        : skipSpaceAndComments(link + 1);
  }

  /** Returns the end of a comment; -1 if it is too long for a lookahead. */
  private int shortCommentEnd(int i) {
    int limit = Math.min(text.length(), i + MAX_COMMENT_LENGTH);
    boolean isBlock = text.startsWith("/*", i);
    int end = i + 2;
    while (end < limit
        && !(isBlock ? text.startsWith("*/", end) : JsonCharacters.isLineEnd(text.charAt(end)))) {
      end++;
    }
    limits.addSteps(end - i);
    if (end < limit) {
      return isBlock ? end + 2 : end;
    }
    return limit == text.length() ? limit : UNKNOWN;
  }

  private int skipSpace(int from) {
    if (from >= spaceStart && from < spaceEnd) {
      return spaceEnd;
    }
    int i = from;
    while (i < text.length() && JsonCharacters.isSpace(text.charAt(i))) {
      i++;
    }
    limits.addSteps(i - from + 1);
    spaceStart = from;
    spaceEnd = i;
    return i;
  }

  /** Returns whether a line ends within a range. */
  boolean hasLineEnd(int from, int to) {
    if (from < lineStart || from > lineEnd) {
      int i = from;
      while (i < text.length() && !JsonCharacters.isLineEnd(text.charAt(i))) {
        i++;
      }
      limits.addSteps(i - from);
      lineStart = from;
      lineEnd = i;
    }
    return lineEnd < to;
  }

  /** Returns whether there is a double quote at or after a position. */
  boolean hasQuoteAfter(int from) {
    if (lastQuote < UNKNOWN) {
      lastQuote = text.lastIndexOf('"');
      limits.addSteps(text.length());
    }
    return lastQuote >= from;
  }
}
