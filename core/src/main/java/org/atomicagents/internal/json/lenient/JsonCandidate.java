package org.atomicagents.internal.json.lenient;

/**
 * A part of a text that may be the requested JSON.
 *
 * @param context the text around it
 * @param placement how it is separated from the text around it
 */
public record JsonCandidate(
    LenientValue value, CandidateContext context, CandidatePlacement placement) {

  /** The text around a candidate; earlier constants are preferred. */
  public enum CandidateContext {
    /** Nothing but white space. */
    ENTIRE_TEXT,
    /** A Markdown code fence. */
    FENCE,
    /** Prose, or other JSON. */
    PROSE
  }

  JsonCandidate withPlacement(CandidatePlacement changed) {
    return new JsonCandidate(value, context, changed);
  }

  JsonCandidate withAmbiguity(String ambiguity) {
    return new JsonCandidate(BracketMatcher.withAmbiguity(value, ambiguity), context, placement);
  }
}
