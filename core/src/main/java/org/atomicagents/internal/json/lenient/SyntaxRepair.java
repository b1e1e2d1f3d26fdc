package org.atomicagents.internal.json.lenient;

/**
 * A deviation from JSON syntax that was repaired.
 *
 * @param start the index of its first character in the text
 * @param end its end in the text, exclusive; equal to {@code start} for something missing
 */
public record SyntaxRepair(Kind kind, int start, int end) {

  /** The kind of deviation; {@code Repair.Kind} has a constant of the same name for each. */
  public enum Kind {
    /** A superfluous or missing comma. */
    COMMA,
    /** A comment. */
    COMMENT,
    /** Quotes of another kind, missing quotes, or unescaped quotes within a string. */
    QUOTES,
    /** A literal of another language, such as {@code True} or {@code None}. */
    LITERAL,
    /** An unescaped control character, or an escape sequence that JSON does not define. */
    ESCAPE,
    /** A missing closing bracket. */
    CLOSED
  }
}
