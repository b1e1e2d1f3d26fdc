package org.atomicagents.cli.review;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomicagents.cli.review.ReplayResult.ConcurrentPass;
import org.atomicagents.cli.review.ReviewEffect.Quantity;
import org.atomicagents.cli.review.TopicResult.Fine;
import org.atomicagents.cli.review.TopicResult.Unchecked;

/** Compares runs one at a time with concurrent runs. */
final class ConcurrencyCheck implements ReviewCheck {
  private static final ReviewTopic TOPIC = ReviewTopic.CONCURRENCY;

  @Override
  public TopicResult check(ReviewSubject subject) {
    long inputs = subject.inputs().valid();
    if (inputs < 2) {
      return new Unchecked(TOPIC, "needs a file with two inputs or more");
    }
    Optional<ConcurrentPass> alone = subject.replay().oneAtATime();
    Map<Integer, ConcurrentPass> concurrent = subject.replay().concurrent();
    if (alone.isEmpty() || concurrent.isEmpty()) {
      return new Unchecked(TOPIC, ReplayResult.NO_SUCCESS);
    }
    int best = 1;
    double rate = alone.get().perSecond();
    for (var level : concurrent.entrySet()) {
      if (level.getValue().perSecond() > rate) {
        best = level.getKey();
        rate = level.getValue().perSecond();
      }
    }
    double saved = 1 - alone.get().perSecond() / rate;
    if (ReviewSeverity.of(saved) == ReviewSeverity.LOW) {
      return new Fine(TOPIC, "concurrent runs are not faster than runs one at a time");
    }
    return TopicResult.found(
        ReviewFinding.of(
            TOPIC,
            "Run the inputs concurrently, %d at a time".formatted(best),
            new ReviewEffect(Quantity.TIME, saved),
            List.of(measured(alone.get(), concurrent), estimate(inputs, alone.get(), concurrent)),
            ReviewRemedy.none()
                .withCommand(
                    subject.batchCommand("--concurrency", "" + best, "-o", "outputs.jsonl"))
                .withJava("Batch.of(agent).withMaxConcurrency(%d).run(inputs)".formatted(best))));
  }

  private static ReviewEvidence measured(
      ConcurrentPass alone, Map<Integer, ConcurrentPass> concurrent) {
    var rates = new ArrayList<String>();
    rates.add("%s runs/s one at a time (%d runs)".formatted(rate(alone), alone.runs()));
    concurrent.forEach((level, pass) ->
        rates.add("%s runs/s %d at a time (%d)".formatted(rate(pass), level, pass.runs())));
    ReviewEvidence evidence =
        ReviewEvidence.measured(String.join(", ", rates))
            .with("runsPerSecondAt1", ReviewFigures.rounded(alone.perSecond()));
    for (var level : concurrent.entrySet()) {
      evidence =
          evidence.with(
              "runsPerSecondAt" + level.getKey(),
              ReviewFigures.rounded(level.getValue().perSecond()));
    }
    return evidence;
  }

  private static ReviewEvidence estimate(
      long inputs, ConcurrentPass alone, Map<Integer, ConcurrentPass> concurrent) {
    var times = new ArrayList<String>();
    times.add(ReviewFigures.time(total(inputs, alone)) + " one at a time");
    concurrent.forEach((level, pass) ->
        times.add("%s %d at a time".formatted(ReviewFigures.time(total(inputs, pass)), level)));
    ReviewEvidence evidence =
        ReviewEvidence.estimate(
                "all %s: %s, if the provider's rate limits allow it"
                    .formatted(ReviewFigures.count(inputs, "input"), String.join(", ", times)))
            .with("inputs", inputs)
            .with("secondsAt1", ReviewFigures.seconds(total(inputs, alone)));
    for (var level : concurrent.entrySet()) {
      evidence =
          evidence.with(
              "secondsAt" + level.getKey(), ReviewFigures.seconds(total(inputs, level.getValue())));
    }
    return evidence;
  }

  private static Duration total(long inputs, ConcurrentPass pass) {
    return ReviewFigures.times(pass.elapsed(), (double) inputs / pass.runs());
  }

  private static String rate(ConcurrentPass pass) {
    return ReviewFigures.number(pass.perSecond());
  }
}
