package org.atomicagents.cli.review;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import org.atomicagents.cli.review.ReviewEffect.Quantity;
import org.atomicagents.cli.review.TopicResult.Fine;
import org.atomicagents.cli.review.TopicResult.Unchecked;
import org.atomicagents.message.Usage;
import org.atomicagents.model.ModelProfile;
import org.atomicagents.price.Billing;

/** Compares the price of the provider's batch API, which responds within hours. */
final class BatchPriceCheck implements ReviewCheck {
  private static final ReviewTopic TOPIC = ReviewTopic.BATCH_PRICE;
  private static final long MIN_INPUTS = 100;
  private static final int DIGITS = 6;

  @Override
  public TopicResult check(ReviewSubject subject) {
    long inputs = subject.inputs().valid();
    if (inputs < MIN_INPUTS) {
      return new Unchecked(TOPIC, "needs a file with %d inputs or more".formatted(MIN_INPUTS));
    }
    Usage usage = subject.typicalUsage();
    Optional<BigDecimal> now = subject.cost(usage);
    if (now.isEmpty() || usage.outputTokens() == 0) {
      return new Unchecked(
          TOPIC,
          now.isEmpty()
              ? "the price of the model %s is not known".formatted(subject.model().name())
              : ReplayResult.NO_SUCCESS);
    }
    Optional<BigDecimal> batch =
        subject
            .profile()
            .flatMap(ModelProfile::prices)
            .flatMap(prices -> prices.cost(usage, subject.now(), Billing.batch()));
    if (batch.isEmpty() || batch.get().compareTo(now.get()) >= 0) {
      return new Fine(
          TOPIC,
          "%s has no lower price for batches in the catalog".formatted(subject.model().name()));
    }
    BigDecimal all = now.get().multiply(BigDecimal.valueOf(inputs));
    BigDecimal later = batch.get().multiply(BigDecimal.valueOf(inputs));
    double share = all.subtract(later).divide(all, DIGITS, RoundingMode.HALF_UP).doubleValue();
    ReviewEvidence evidence =
        ReviewEvidence.estimate(
                "%s: %s now, %s by the batch API, within 24 hours"
                    .formatted(
                        ReviewFigures.count(inputs, "input"),
                        subject.money(all),
                        subject.money(later)))
            .with("cost" + subject.currency(), all.stripTrailingZeros())
            .with("batchCost" + subject.currency(), later.stripTrailingZeros());
    // A lower price for a longer wait is a choice and no defect.
    return TopicResult.found(
        ReviewFinding.of(
                TOPIC,
                "Submit inputs that can wait to the provider's batch API",
                new ReviewEffect(Quantity.COST, share),
                List.of(evidence),
                ReviewRemedy.none()
                    .withCommand(
                        subject.batchCommand(
                            "--provider-batch", "batch.ref", "-o", "outputs.jsonl")))
            .atMost(ReviewSeverity.MEDIUM));
  }
}
