package org.atomicagents.message;

import java.util.Objects;

/**
 * Something in an answer that was mended before it was read.
 *
 * @param path where, as in {@code $.lines[2].sku}
 * @param before what came, shortened
 * @param after what it was read as, shortened
 */
public record Repair(String path, Kind kind, String before, String after) {
  public Repair {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(before, "before");
    Objects.requireNonNull(after, "after");
  }

  /** What was wrong. Kinds are added in minor releases. */
  public enum Kind {
    /** The JSON stood in a Markdown code fence. */
    CODE_FENCE,
    /** The answer stood in the text where a function had to be called. */
    CALL,
    /** There was text around the JSON, or other JSON that fits less. */
    PROSE,
    /** The model thought aloud before it answered. */
    THINKING,
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
    /** Brackets that were missing at the end. */
    CLOSED,
    /** A single value in the place of a list. */
    LIST,
    /** A value in a list of one, under its own name, or without the object around it. */
    WRAPPING,
    /** A number in quotes, with a currency sign or in groups of three. */
    NUMBER,
    /** A boolean in quotes or in words. */
    BOOLEAN,
    /** A constant of an enum by another spelling, or by its description. */
    ENUM,
    /** A key by another spelling. */
    KEY,
    /** A key that the type doesn't know, left out. */
    EXTRA_KEY,
    /** An item that a set holds already, left out. */
    DUPLICATE,
    /** A null in the place of something that was to be left out. */
    NULL
  }
}
