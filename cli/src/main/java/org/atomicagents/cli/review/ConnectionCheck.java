package org.atomicagents.cli.review;

import java.time.Duration;
import java.util.List;
import org.atomicagents.cli.review.ReplayResult.ConnectionPass;
import org.atomicagents.cli.review.ReviewEffect.Quantity;
import org.atomicagents.cli.review.TopicResult.Fine;
import org.atomicagents.cli.review.TopicResult.Unchecked;

/** Compares a client for each run with one client for all of them. */
final class ConnectionCheck implements ReviewCheck {
  private static final ReviewTopic TOPIC = ReviewTopic.CONNECTIONS;
  private static final Duration ROUND_TRIP = Duration.ofMillis(50);

  /** Those of TCP and of TLS 1.3. */
  private static final int ROUND_TRIPS = 2;

  @Override
  public TopicResult check(ReviewSubject subject) {
    if (subject.inputs().valid() < 2) {
      return new Unchecked(TOPIC, "needs a file with two inputs or more");
    }
    ConnectionPass pass = subject.replay().connections();
    if (pass == null || subject.replay().typicalRun().isEmpty()) {
      return new Unchecked(TOPIC, ReplayResult.NO_SUCCESS);
    }
    Duration added = pass.separate().minus(pass.shared());
    if (added.isNegative() || added.isZero()) {
      return new Fine(TOPIC, "a client for each run costs no measurable time");
    }
    Duration distant = added.plus(ROUND_TRIP.multipliedBy(ROUND_TRIPS));
    Duration run = subject.replay().typicalRun().get();
    double share = (double) distant.toNanos() / (run.toNanos() + distant.toNanos());
    ReviewEvidence measured =
        ReviewEvidence.measured(
                "%s with a client for each run, %s with a shared pool (TLS on this machine, no latency, %s each)"
                    .formatted(
                        ReviewFigures.time(pass.separate()),
                        ReviewFigures.time(pass.shared()),
                        ReviewFigures.count(pass.runs(), "run")))
            .with("separateSeconds", ReviewFigures.seconds(pass.separate()))
            .with("sharedSeconds", ReviewFigures.seconds(pass.shared()));
    ReviewEvidence estimate =
        ReviewEvidence.estimate(
                "adds %s to a run of %s if a round trip to the provider takes %s (TCP and TLS: %d of them)"
                    .formatted(
                        ReviewFigures.time(distant),
                        ReviewFigures.time(run),
                        ReviewFigures.time(ROUND_TRIP),
                        ROUND_TRIPS))
            .with("addedSeconds", ReviewFigures.seconds(distant));
    return TopicResult.found(
        ReviewFinding.of(
                TOPIC,
                "Share one client between all runs",
                new ReviewEffect(Quantity.TIME, share),
                List.of(measured, estimate),
                ReviewRemedy.none()
                    .withCommand(subject.batchCommand())
                    .withJava(
                        "// once per program:",
                        "try (var pool = ConnectionPool.builder().build();",
                        "    var client = OpenAi.fromEnv(pool)) { ... }"))
            // The agent file does not decide it, and the application may share its client already.
            .atMost(ReviewSeverity.LOW));
  }
}
