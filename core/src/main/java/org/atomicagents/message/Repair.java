package org.atomicagents.message;

import java.util.Objects;

/**
 * A correction of a malformed response that was made before the response was decoded.
 *
 * <p>Immutable. Repairs are made only where there is exactly one possible reading, and only with
 * {@link org.atomicagents.schema.Strictness#LENIENT}.
 *
 * @param path the location in the response, such as {@code $.lines[2].sku}
 * @param kind the kind of the deviation
 * @param before the received text, shortened
 * @param after the text as it was decoded, shortened
 */
public record Repair(String path, Kind kind, String before, String after) {
  public Repair {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(before, "before");
    Objects.requireNonNull(after, "after");
  }

  /** A kind of deviation from the requested JSON. Minor releases may add kinds. */
  public enum Kind {
    /** The JSON was in a Markdown code fence. */
    CODE_FENCE,
    /** The output was in the text of the response instead of a function call. */
    CALL,
    /** There was text around the JSON, or other JSON that matches the type less well. */
    PROSE,
    /** Reasoning preceded the output. */
    THINKING,
    /** An extra comma, or a missing one. */
    COMMA,
    /** A comment. */
    COMMENT,
    /** Quotes that are not those of JSON, missing quotes, or quotes in a text without an escape. */
    QUOTES,
    /** A literal of another language, such as {@code True} or {@code None}. */
    LITERAL,
    /** A control character without an escape, or an escape that JSON does not define. */
    ESCAPE,
    /** Missing brackets at the end. */
    CLOSED,
    /** A single value in place of a list. */
    LIST,
    /** A value in a list of one, in an object under its own name, or without its own object. */
    WRAPPING,
    /** A number in quotes, with a currency sign, or with group separators. */
    NUMBER,
    /** A boolean in quotes, or as a word. */
    BOOLEAN,
    /** An enum constant in another spelling, or replaced by its description. */
    ENUM,
    /** A date or time in another notation, or surrounded by spaces or emphasis. */
    FORMAT,
    /** A key in another spelling. */
    KEY,
    /** A key that the type does not have; it was omitted. */
    EXTRA_KEY,
    /** A duplicate element of a set; it was omitted. */
    DUPLICATE,
    /** A null in place of an absent property. */
    NULL
  }
}
