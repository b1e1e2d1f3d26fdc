package org.atomicagents.cli.review;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import org.atomicagents.cli.review.ReviewEffect.Quantity;
import org.atomicagents.cli.review.TopicResult.Fine;
import org.atomicagents.cli.review.TopicResult.Unchecked;
import org.atomicagents.message.Usage;
import org.atomicagents.model.TokenCount;
import org.atomicagents.report.TokenReport;

/** Checks that the provider caches the part of a request that is always the same. */
final class PromptCacheCheck implements ReviewCheck {
  private static final ReviewTopic TOPIC = ReviewTopic.PROMPT_CACHE;
  private static final String MARK = "cache_control";

  /** The minimum of most models; a few have 512, 2,048 or 4,096. */
  private static final int MIN_TOKENS = 1_024;

  private static final int DIGITS = 6;

  @Override
  public TopicResult check(ReviewSubject subject) {
    TokenCount count = TokenReport.of(subject.agent()).count();
    int stable = count.system() + count.schema();
    if (stable < MIN_TOKENS) {
      return new Fine(
          TOPIC,
          "prompt and schema of %s are below the minimum of %s"
              .formatted(
                  ReviewFigures.count(stable, "token"), ReviewFigures.count(MIN_TOKENS, "token")));
    }
    if (!subject.isAnthropic()) {
      return new Fine(
          TOPIC,
          "prompt and schema of %s precede the input, as automatic caches require"
              .formatted(ReviewFigures.count(stable, "token")));
    }
    if (subject.agentFile().sampling().extra().containsKey(MARK)) {
      return new Fine(TOPIC, "sampling.extra has a cache mark");
    }
    long total = Math.max(subject.typicalInput(), count.total());
    long output = subject.replay().typicalOutput();
    Optional<BigDecimal> plain = subject.cost(Usage.of(total, output));
    Optional<BigDecimal> read = subject.cost(new Usage(total, output, stable, 0, 0, 0, 0));
    if (plain.isEmpty() || read.isEmpty()) {
      return new Unchecked(
          TOPIC, "the price of the model %s is not known".formatted(subject.model().name()));
    }
    double share =
        plain
            .get()
            .subtract(read.get())
            .divide(plain.get(), DIGITS, RoundingMode.HALF_UP)
            .doubleValue();
    return TopicResult.found(
        ReviewFinding.of(
            TOPIC,
            "Mark the end of the prompt for the provider's cache",
            new ReviewEffect(Quantity.COST, share),
            List.of(stable(subject, stable, total), prices(subject, plain.get(), read.get())),
            ReviewRemedy.none()
                .withJava("AnthropicOptions.ofDefaults().withCacheTime(Duration.ofMinutes(5))")));
  }

  private static ReviewEvidence stable(ReviewSubject subject, int stable, long total) {
    String text =
        "%s of %s of a request are the same in all requests"
            .formatted(ReviewFigures.count(stable), ReviewFigures.count(total, "token"));
    ReviewEvidence evidence =
        subject.isCountExact()
            ? ReviewEvidence.measured(text)
            : ReviewEvidence.estimate(text + ", counted without the tokenizer of the model");
    return evidence.with("stableTokens", stable).with("requestTokens", total);
  }

  private static ReviewEvidence prices(ReviewSubject subject, BigDecimal plain, BigDecimal read) {
    BigDecimal thousand = BigDecimal.valueOf(1_000);
    return ReviewEvidence.estimate(
            "1,000 requests cost %s without marks, and %s if the prompt is read from the cache"
                .formatted(
                    subject.money(plain.multiply(thousand)),
                    subject.money(read.multiply(thousand))))
        .with("costPerThousand" + subject.currency(), plain.multiply(thousand).stripTrailingZeros())
        .with(
            "cachedCostPerThousand" + subject.currency(),
            read.multiply(thousand).stripTrailingZeros());
  }
}
