package org.atomicagents.cli.review;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.atomicagents.cli.review.ReplayResult.CachePass;
import org.atomicagents.cli.review.ReviewEffect.Quantity;
import org.atomicagents.cli.review.TopicResult.Fine;
import org.atomicagents.cli.review.TopicResult.Unchecked;

/** Counts the inputs whose response a cache contains already. */
final class ResponseCacheCheck implements ReviewCheck {
  private static final ReviewTopic TOPIC = ReviewTopic.RESPONSE_CACHE;

  @Override
  public TopicResult check(ReviewSubject subject) {
    InputCensus inputs = subject.inputs();
    if (inputs.valid() < 2) {
      return new Unchecked(TOPIC, "needs a file with two inputs or more");
    }
    if (inputs.repeated() == 0) {
      return new Fine(
          TOPIC, "all %s are different".formatted(ReviewFigures.count(inputs.valid(), "input")));
    }
    double share = (double) inputs.repeated() / inputs.valid();
    var evidence = new ArrayList<ReviewEvidence>();
    evidence.add(
        ReviewEvidence.measured(
                "%s of %s repeat an earlier one"
                    .formatted(
                        ReviewFigures.count(inputs.repeated()),
                        ReviewFigures.count(inputs.valid(), "input")))
            .with("inputs", inputs.valid())
            .with("repeatedInputs", inputs.repeated()));
    CachePass pass = subject.replay().cache();
    if (pass != null) {
      evidence.add(hit(pass, subject));
    }
    evidence.addAll(saving(subject));
    return TopicResult.found(
        ReviewFinding.of(
            TOPIC,
            "Cache the responses of repeated inputs",
            new ReviewEffect(Quantity.REQUESTS, share),
            evidence,
            ReviewRemedy.none()
                .withJava("var cached = CachedAgent.of(agent, ResponseCache.create());")));
  }

  private static ReviewEvidence hit(CachePass pass, ReviewSubject subject) {
    return ReviewEvidence.measured(
            "a run takes %s, and %s from the cache (%s twice: %s, then %s)"
                .formatted(
                    subject.replay().typicalRun().map(ReviewFigures::time).orElse("longer"),
                    ReviewFigures.time(pass.hit()),
                    ReviewFigures.count(pass.runs(), "run"),
                    ReviewFigures.count(pass.requests(), "request"),
                    ReviewFigures.count(pass.repeatedRequests())))
        .with("hitSeconds", ReviewFigures.seconds(pass.hit()))
        .with("requests", pass.requests())
        .with("repeatedRequests", pass.repeatedRequests());
  }

  private static List<ReviewEvidence> saving(ReviewSubject subject) {
    long repeated = subject.inputs().repeated();
    Optional<Duration> run = subject.replay().typicalRun();
    if (run.isEmpty()) {
      return List.of();
    }
    Duration time = ReviewFigures.times(run.get(), (double) repeated);
    Optional<BigDecimal> cost =
        subject.cost(subject.typicalUsage()).map(one -> one.multiply(BigDecimal.valueOf(repeated)));
    ReviewEvidence evidence =
        ReviewEvidence.estimate(
                "saves %s of runs one at a time%s for these inputs"
                    .formatted(
                        ReviewFigures.time(time),
                        cost.map(amount -> " and " + subject.money(amount)).orElse("")))
            .with("savedSeconds", ReviewFigures.seconds(time));
    return List.of(
        cost.isPresent()
            ? evidence.with("saved" + subject.currency(), cost.get().stripTrailingZeros())
            : evidence);
  }
}
