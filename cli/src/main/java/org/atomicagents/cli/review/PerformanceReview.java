package org.atomicagents.cli.review;

import java.util.List;
import org.atomicagents.time.TimeSource;
import tools.jackson.databind.JsonNode;

/** Runs the checks of the performance review. */
final class PerformanceReview {
  private static final List<ReviewCheck> CHECKS =
      List.of(
          new FailureCheck(),
          new ConcurrencyCheck(),
          new StreamingCheck(),
          new ResponseCacheCheck(),
          new ModelChoiceCheck(),
          new BatchPriceCheck(),
          new HistoryCheck(),
          new PromptCacheCheck(),
          new PromptTokensCheck(),
          new ResponseLengthCheck(),
          new TimeoutCheck(),
          new ConnectionCheck());

  private PerformanceReview() {}

  /** Replays the sample of a subject, checks it, and returns the report. */
  static ReviewReport run(ReviewSubject subject, TimeSource time) {
    List<JsonNode> sample = subject.inputs().sample();
    ReplayResult replay =
        sample.isEmpty()
            ? ReplayResult.none()
            : new ReplayRunner(
                    subject.agentFile(),
                    subject.service(),
                    subject.model().name(),
                    subject.agent(),
                    subject.settings(),
                    time)
                .run(sample);
    return check(subject.withReplay(replay));
  }

  /** Returns the report of a subject whose sample has been replayed. */
  static ReviewReport check(ReviewSubject subject) {
    return new ReviewReport(subject, CHECKS.stream().map(check -> check.check(subject)).toList());
  }
}
