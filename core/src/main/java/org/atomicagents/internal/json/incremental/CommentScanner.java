package org.atomicagents.internal.json.incremental;

import org.atomicagents.internal.json.JsonCharacters;

/** A comment that comes character by character. */
final class CommentScanner {
  private CommentKind kind = CommentKind.LINE;
  private boolean afterStar;

  private enum CommentKind {
    /** After a slash. */
    UNKNOWN,
    LINE,
    BLOCK
  }

  /** What a character was. */
  enum CharacterRole {
    COMMENT,
    /** The last of the comment. */
    END,
    /** None: the slash before it began no comment. */
    NOT_A_COMMENT
  }

  static boolean isStart(char c) {
    return c == '/' || c == '#';
  }

  /** Begins with its first character. */
  void start(char c) {
    kind = c == '#' ? CommentKind.LINE : CommentKind.UNKNOWN;
    afterStar = false;
  }

  CharacterRole accept(char c) {
    return switch (kind) {
      case UNKNOWN -> acceptSecond(c);
      case LINE -> JsonCharacters.isLineEnd(c) ? CharacterRole.END : CharacterRole.COMMENT;
      case BLOCK -> {
        CharacterRole part = afterStar && c == '/' ? CharacterRole.END : CharacterRole.COMMENT;
        afterStar = c == '*';
        yield part;
      }
    };
  }

  private CharacterRole acceptSecond(char c) {
    kind = c == '*' ? CommentKind.BLOCK : CommentKind.LINE;
    return c == '/' || c == '*' ? CharacterRole.COMMENT : CharacterRole.NOT_A_COMMENT;
  }
}
