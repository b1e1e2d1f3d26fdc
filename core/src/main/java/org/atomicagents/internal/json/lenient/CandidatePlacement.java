package org.atomicagents.internal.json.lenient;

/** How a JSON candidate is separated from the text around it, the strongest separation first. */
public enum CandidatePlacement {
  /** The candidate is the entire text, or all of a fence that is marked as JSON or not marked. */
  ALONE,
  /** Its lines contain nothing else, and are a paragraph. A line before it may end in a colon. */
  PARAGRAPH,
  /** Its lines contain nothing else. */
  LINE,
  /** It is at the end of a line, behind a colon. */
  LABELLED,
  /** It is within a line, or within a fence with other content. */
  INLINE
}
