package org.atomicagents.cli.review;

import java.time.Duration;
import java.util.List;
import org.atomicagents.cli.review.ReplayResult.StreamedRun;
import org.atomicagents.cli.review.ReviewEffect.Quantity;
import org.atomicagents.cli.review.TopicResult.Fine;
import org.atomicagents.cli.review.TopicResult.Unchecked;
import org.atomicagents.cli.terminal.ShellCommand;

/** Compares the time to the first usable partial output with the time to the complete one. */
final class StreamingCheck implements ReviewCheck {
  private static final ReviewTopic TOPIC = ReviewTopic.STREAMING;

  /** Users do not notice shorter differences. */
  private static final Duration MIN_GAIN = Duration.ofMillis(200);

  private static final double MIN_SHARE = 0.1;

  @Override
  public TopicResult check(ReviewSubject subject) {
    List<StreamedRun> runs = subject.replay().sequential();
    if (runs.isEmpty()) {
      return new Unchecked(TOPIC, ReplayResult.NO_SUCCESS);
    }
    Duration first = ReplayResult.median(runs.stream().map(StreamedRun::firstValue).toList());
    Duration whole = ReplayResult.median(runs.stream().map(StreamedRun::total).toList());
    Duration gain = whole.minus(first);
    double share = (double) gain.toNanos() / Math.max(1, whole.toNanos());
    if (gain.compareTo(MIN_GAIN) < 0 || share < MIN_SHARE) {
      return new Fine(
          TOPIC,
          "the complete output arrives %s after its first value"
              .formatted(ReviewFigures.time(gain)));
    }
    ReviewEvidence evidence =
        ReviewEvidence.measured(
                "first value of the output after %s, the complete output after %s (medians of %s)"
                    .formatted(
                        ReviewFigures.time(first),
                        ReviewFigures.time(whole),
                        ReviewFigures.count(runs.size(), "run")))
            .with("firstValueSeconds", ReviewFigures.seconds(first))
            .with("wholeSeconds", ReviewFigures.seconds(whole))
            .with("runs", runs.size());
    return TopicResult.found(
        ReviewFinding.of(
            TOPIC,
            "Stream the output where a person waits for it",
            new ReviewEffect(Quantity.WAITING, share),
            List.of(evidence, length(subject)),
            ReviewRemedy.none()
                .withCommand(ShellCommand.of("./atomic", "chat", subject.text().file().toString()))
                .withJava(
                    "try (var stream = agent.stream(input)) {",
                    "  for (var partial : stream) { show(partial.value()); }",
                    "}")));
  }

  private static ReviewEvidence length(ReviewSubject subject) {
    long tokens = subject.replay().typicalOutput();
    return ReviewEvidence.estimate(
            "a real response may be longer or shorter than the simulated ones (median %s)"
                .formatted(ReviewFigures.count(tokens, "token")))
        .with("outputTokens", tokens);
  }
}
