package org.atomicagents.cli.review;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * A figure that supports a finding, and how it was obtained. Immutable.
 *
 * @param text the figure as a sentence
 * @param figures the numbers of the text by name; a name ends with its unit
 */
public record ReviewEvidence(Basis basis, String text, SequencedMap<String, Number> figures) {

  public ReviewEvidence {
    figures = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(figures));
  }

  /** How a figure was obtained. */
  public enum Basis {
    /** Timed in a replay, or counted in the files. */
    MEASURED,
    /** Calculated from measured figures and data that may differ from reality, such as prices. */
    ESTIMATE
  }

  static ReviewEvidence measured(String text) {
    return new ReviewEvidence(Basis.MEASURED, text, new LinkedHashMap<>());
  }

  static ReviewEvidence estimate(String text) {
    return new ReviewEvidence(Basis.ESTIMATE, text, new LinkedHashMap<>());
  }

  /** Returns a copy with one more number. */
  ReviewEvidence with(String name, Number value) {
    var more = new LinkedHashMap<>(figures);
    more.put(name, value);
    return new ReviewEvidence(basis, text, more);
  }
}
