package org.atomicagents.internal.json;

/**
 * A part of a text that may be the JSON that was asked for.
 *
 * @param place where it stands
 */
public record Candidate(LooseValue value, Place place) {

  /** What is around it. */
  public enum Place {
    /** Nothing but white space. */
    WHOLE,
    /** A Markdown code fence. */
    FENCE,
    /** Prose, or other JSON. */
    PROSE
  }
}
