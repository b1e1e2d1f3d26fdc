package org.atomicagents.cli.review;

import java.util.Comparator;
import java.util.List;

/**
 * Something to change, with its effect.
 *
 * @param what the change as an imperative sentence without a full stop
 * @param evidence the figures, the most important first
 */
public record ReviewFinding(
    ReviewTopic topic,
    ReviewSeverity severity,
    String what,
    ReviewEffect effect,
    List<ReviewEvidence> evidence,
    ReviewRemedy remedy) {
  /** The largest effect first. */
  static final Comparator<ReviewFinding> BY_EFFECT =
      Comparator.comparing(ReviewFinding::severity)
          .thenComparing(
              Comparator.comparingDouble((ReviewFinding f) -> f.effect().share()).reversed())
          .thenComparing(ReviewFinding::topic);

  public ReviewFinding {
    evidence = List.copyOf(evidence);
  }

  /** Returns a finding whose severity is that of its effect. */
  static ReviewFinding of(
      ReviewTopic topic,
      String what,
      ReviewEffect effect,
      List<ReviewEvidence> evidence,
      ReviewRemedy remedy) {
    return new ReviewFinding(
        topic, ReviewSeverity.of(effect.share()), what, effect, evidence, remedy);
  }

  /** Returns a copy whose severity is at most another one. */
  ReviewFinding atMost(ReviewSeverity most) {
    return severity.compareTo(most) >= 0
        ? this
        : new ReviewFinding(topic, most, what, effect, evidence, remedy);
  }

  /** Returns whether a figure of the evidence was measured. */
  public boolean isMeasured() {
    return evidence.stream().anyMatch(e -> e.basis() == ReviewEvidence.Basis.MEASURED);
  }
}
