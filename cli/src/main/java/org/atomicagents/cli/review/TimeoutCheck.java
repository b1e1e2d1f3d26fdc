package org.atomicagents.cli.review;

import java.time.Duration;
import java.util.List;
import org.atomicagents.cli.review.ReplayResult.StreamedRun;
import org.atomicagents.cli.review.TopicResult.Fine;

/** Checks that a run has a maximum duration. */
final class TimeoutCheck implements ReviewCheck {
  private static final ReviewTopic TOPIC = ReviewTopic.TIMEOUT;

  /** The {@code totalTimeout} of a connection pool. */
  private static final Duration EXCHANGE = Duration.ofMinutes(10);

  private static final int FACTOR = 10;
  private static final long STEP = 30;

  @Override
  public TopicResult check(ReviewSubject subject) {
    Duration timeout = subject.agent().timeout();
    if (timeout != null) {
      return new Fine(TOPIC, "timeout is %s".formatted(ReviewFigures.time(timeout)));
    }
    Duration longest =
        subject.replay().sequential().stream()
            .map(StreamedRun::total)
            .max(Duration::compareTo)
            .orElse(Duration.ZERO);
    long seconds = (longest.multipliedBy(FACTOR).toSeconds() / STEP + 1) * STEP;
    int requests = subject.agentFile().limits().maxRequests();
    Duration worst = EXCHANGE.multipliedBy(requests);
    ReviewEvidence evidence =
        ReviewEvidence.estimate(
                "a provider that responds too slowly holds a run for up to %s in each of %s"
                    .formatted(
                        ReviewFigures.time(EXCHANGE), ReviewFigures.count(requests, "request")))
            .with("worstSeconds", ReviewFigures.seconds(worst));
    return TopicResult.found(
        new ReviewFinding(
            TOPIC,
            ReviewSeverity.MEDIUM,
            "Limit the duration of a run",
            ReviewEffect.risk(),
            List.of(evidence),
            ReviewRemedy.none()
                .withFile(subject.text().set("", "timeout", seconds + "s"))
                .withJava("RunOptions.timeout(Duration.ofSeconds(%d))".formatted(seconds))));
  }
}
