package org.atomicagents.internal.json.lenient;

/**
 * A part of a text that may be the JSON that was asked for.
 *
 * @param location where it stands
 */
public record JsonCandidate(LenientValue value, CandidateContext location) {

  /** What is around it. */
  public enum CandidateContext {
    /** Nothing but white space. */
    WHOLE,
    /** A Markdown code fence. */
    FENCE,
    /** Prose, or other JSON. */
    PROSE
  }
}
