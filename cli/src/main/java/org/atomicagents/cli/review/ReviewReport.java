package org.atomicagents.cli.review;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.cli.review.TopicResult.Fine;
import org.atomicagents.cli.review.TopicResult.Found;
import org.atomicagents.cli.review.TopicResult.Unchecked;

/**
 * The report of a review. Immutable.
 *
 * @param results the results of the checks, one per topic
 */
record ReviewReport(ReviewSubject subject, List<TopicResult> results) {

  ReviewReport {
    results = List.copyOf(results);
  }

  /** Returns all findings, the largest effect first. */
  List<ReviewFinding> findings() {
    var all = new ArrayList<ReviewFinding>();
    for (TopicResult result : results) {
      if (result instanceof Found found) {
        all.addAll(found.findings());
      }
    }
    all.sort(ReviewFinding.BY_EFFECT);
    return List.copyOf(all);
  }

  List<Fine> fine() {
    return results.stream().filter(Fine.class::isInstance).map(Fine.class::cast).toList();
  }

  List<Unchecked> unchecked() {
    return results.stream().filter(Unchecked.class::isInstance).map(Unchecked.class::cast).toList();
  }

  long count(ReviewSeverity severity) {
    return findings().stream().filter(finding -> finding.severity() == severity).count();
  }

  /** Returns whether a finding has at least a severity. */
  boolean has(ReviewSeverity severity) {
    return findings().stream().anyMatch(finding -> finding.severity().isAtLeast(severity));
  }

  /** Returns the summary as one line. */
  String summary() {
    List<ReviewFinding> findings = findings();
    String counts =
        findings.isEmpty()
            ? "Nothing to change"
            : "%s: %d high, %d medium, %d low"
                .formatted(
                    ReviewFigures.count(findings.size(), "finding"),
                    count(ReviewSeverity.HIGH),
                    count(ReviewSeverity.MEDIUM),
                    count(ReviewSeverity.LOW));
    return "%s. %d fine, %d not checked.".formatted(counts, fine().size(), unchecked().size());
  }
}
