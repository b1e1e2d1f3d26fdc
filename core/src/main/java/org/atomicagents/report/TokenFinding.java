package org.atomicagents.report;

import java.util.Objects;

/**
 * A part of a request that costs more tokens than it has to.
 *
 * @param kind the kind of the finding
 * @param place the section or the path of the field
 * @param text the text that it concerns
 * @param tokens the tokens that are saved at most
 */
public record TokenFinding(Kind kind, String place, String text, int tokens) {

  public TokenFinding {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(place, "place");
    Objects.requireNonNull(text, "text");
  }

  /** A kind of finding. */
  public enum Kind {
    /** A line of the prompt that is there more than once. */
    DUPLICATE_LINE,
    /** A description of a field with more than 20 words. */
    VERBOSE_DESCRIPTION,
    /** A description of a field that contains no word besides those of its name. */
    REDUNDANT_DESCRIPTION,
    /** A JSON Schema in the prompt that a compact type definition can replace. */
    COMPACT_SCHEMA
  }
}
