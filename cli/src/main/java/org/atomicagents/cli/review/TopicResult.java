package org.atomicagents.cli.review;

import java.util.List;

/** The result of a check. */
public sealed interface TopicResult {

  /** Returns the checked topic. */
  ReviewTopic topic();

  /** Findings, at least one. */
  record Found(ReviewTopic topic, List<ReviewFinding> findings) implements TopicResult {
    public Found {
      findings = List.copyOf(findings);
    }
  }

  /**
   * Nothing to change.
   *
   * @param reason the reason as a sentence without a full stop
   */
  record Fine(ReviewTopic topic, String reason) implements TopicResult {}

  /**
   * Nothing is known.
   *
   * @param reason the missing condition, as a sentence without a full stop
   */
  record Unchecked(ReviewTopic topic, String reason) implements TopicResult {}

  static TopicResult found(ReviewFinding... findings) {
    return new Found(findings[0].topic(), List.of(findings));
  }
}
