package org.atomicagents.internal.json.lenient;

/**
 * One departure from JSON that was read nevertheless.
 *
 * @param start where it stands, as an index into the text
 * @param end where it ends, exclusive
 */
public record SyntaxRepair(Kind kind, int start, int end) {

  /** What was wrong. */
  public enum Kind {
    /** A comma too much, or one too few. */
    COMMA,
    /** A comment. */
    COMMENT,
    /** Other quotes than JSON's, none at all, or such as belong to the text and weren't escaped. */
    QUOTES,
    /** A literal of another language, as in {@code True} or {@code None}. */
    LITERAL,
    /** A control character as it is, or an escape that JSON doesn't know. */
    ESCAPE,
    /** A bracket that was missing at the end of the text. */
    CLOSED
  }
}
