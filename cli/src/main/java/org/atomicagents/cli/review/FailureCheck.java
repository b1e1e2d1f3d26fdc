package org.atomicagents.cli.review;

import java.util.List;
import org.atomicagents.cli.review.ReplayResult.ReplayFailures;
import org.atomicagents.cli.review.ReviewEffect.Quantity;
import org.atomicagents.cli.review.TopicResult.Fine;
import org.atomicagents.cli.review.TopicResult.Unchecked;
import org.atomicagents.cli.terminal.ShellCommand;

/** Reports replayed runs that failed, such as those that exceed the timeout of the file. */
final class FailureCheck implements ReviewCheck {
  private static final ReviewTopic TOPIC = ReviewTopic.FAILURES;
  private static final double RESPONSE_TOKENS = 500;
  private static final double MARGIN = 3;

  @Override
  public TopicResult check(ReviewSubject subject) {
    ReplayFailures failures = subject.replay().failures();
    if (failures.runs() == 0) {
      return new Unchecked(TOPIC, "no run was replayed");
    }
    if (failures.failed() == 0) {
      return new Fine(
          TOPIC, "%s without a failure".formatted(ReviewFigures.count(failures.runs(), "run")));
    }
    double share = (double) failures.failed() / failures.runs();
    ReviewEvidence evidence =
        ReviewEvidence.measured(
                "%s of %s failed; the first one: %s"
                    .formatted(
                        ReviewFigures.count(failures.failed()),
                        ReviewFigures.count(failures.runs(), "run"),
                        failures.first()))
            .with("failedRuns", failures.failed())
            .with("runs", failures.runs());
    boolean isTimeout =
        subject.agent().timeout() != null && failures.first().startsWith("Timed out");
    return TopicResult.found(
        new ReviewFinding(
            TOPIC,
            ReviewSeverity.HIGH,
            isTimeout
                ? "Raise the timeout, which is too short for this latency"
                : "Remove the cause of failed runs",
            new ReviewEffect(Quantity.FAILURES, share),
            List.of(evidence),
            isTimeout ? timeout(subject) : remedy(subject)));
  }

  private static ReviewRemedy timeout(ReviewSubject subject) {
    ReplaySettings settings = subject.settings();
    double response = RESPONSE_TOKENS / settings.tokensPerSecond();
    long seconds = Math.round(MARGIN * (settings.latency().toMillis() / 1e3 + response)) + 1;
    return ReviewRemedy.none()
        .withFile(subject.text().set("", "timeout", seconds + "s"))
        .withJava("RunOptions.timeout(Duration.ofSeconds(%d))".formatted(seconds));
  }

  private static ReviewRemedy remedy(ReviewSubject subject) {
    return ReviewRemedy.none()
        .withCommand(
            ShellCommand.of(
                "./atomic", "run", subject.text().file().toString(), "--model", "simulated", "-v"));
  }
}
