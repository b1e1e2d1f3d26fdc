package org.atomicagents.internal.json.incremental;

import org.atomicagents.internal.json.JsonCharacters;

/** Finds the end of a comment, one character at a time. */
final class CommentScanner {
  private CommentKind kind = CommentKind.LINE;
  private boolean afterStar;

  private enum CommentKind {
    /** Only the opening slash was read. */
    UNKNOWN,
    LINE,
    BLOCK
  }

  /** The role of a scanned character. */
  enum CharacterRole {
    COMMENT,
    /** The last character of the comment. */
    END,
    /** The preceding slash did not open a comment. */
    NOT_A_COMMENT
  }

  static boolean isStart(char c) {
    return c == '/' || c == '#';
  }

  /** Starts a comment with its first character. */
  void start(char c) {
    kind = c == '#' ? CommentKind.LINE : CommentKind.UNKNOWN;
    afterStar = false;
  }

  CharacterRole accept(char c) {
    return switch (kind) {
      case UNKNOWN -> acceptSecond(c);
      case LINE -> JsonCharacters.isLineEnd(c) ? CharacterRole.END : CharacterRole.COMMENT;
      case BLOCK -> {
        CharacterRole role = afterStar && c == '/' ? CharacterRole.END : CharacterRole.COMMENT;
        afterStar = c == '*';
        yield role;
      }
    };
  }

  private CharacterRole acceptSecond(char c) {
    kind = c == '*' ? CommentKind.BLOCK : CommentKind.LINE;
    return c == '/' || c == '*' ? CharacterRole.COMMENT : CharacterRole.NOT_A_COMMENT;
  }
}
