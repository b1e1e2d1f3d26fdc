package org.atomicagents.cli.review;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.atomicagents.cli.review.TopicResult.Fine;
import org.atomicagents.message.Usage;
import org.atomicagents.model.ModelProfile;

/** Checks that the length of a response is limited, and that a truncated one can be repeated. */
final class ResponseLengthCheck implements ReviewCheck {
  private static final ReviewTopic TOPIC = ReviewTopic.RESPONSE_LENGTH;
  private static final int MIN_LIMIT = 500;
  private static final int STEP = 100;
  private static final int FACTOR = 4;
  private static final int REASONING = 2_000;

  /** The maximum that the client sends without a setting, since the protocol requires one. */
  private static final int ANTHROPIC_DEFAULT = 32_000;

  @Override
  public TopicResult check(ReviewSubject subject) {
    Integer limit = subject.agentFile().sampling().maxTokens();
    if (limit == null) {
      return TopicResult.found(unlimited(subject));
    }
    Integer after = subject.agentFile().limits().maxTokensAfterTruncation();
    return after != null
        ? new Fine(
            TOPIC,
            "sampling.maxTokens is %s, and %s after a truncated response"
                .formatted(ReviewFigures.count(limit), ReviewFigures.count(after)))
        : TopicResult.found(repeated(subject, limit));
  }

  private static ReviewFinding unlimited(ReviewSubject subject) {
    long longest =
        subject.replay().sequential().stream()
            .mapToLong(run -> run.usage().outputTokens())
            .max()
            .orElse(0);
    long suggested = Math.max(MIN_LIMIT, (longest * FACTOR / STEP + 1) * STEP) + reasoning(subject);
    var evidence = new ArrayList<ReviewEvidence>();
    if (longest > 0) {
      evidence.add(
          ReviewEvidence.measured(
                  "the longest of %s has %s"
                      .formatted(
                          ReviewFigures.count(
                              subject.replay().sequential().size(), "simulated response"),
                          ReviewFigures.count(longest, "token")))
              .with("longestOutputTokens", longest));
    }
    worst(subject).ifPresent(evidence::add);
    return new ReviewFinding(
        TOPIC,
        ReviewSeverity.MEDIUM,
        "Limit the length of a response",
        ReviewEffect.risk(),
        evidence,
        ReviewRemedy.none()
            .withFile(subject.text().set("sampling", "maxTokens", "" + suggested))
            .withJava("RunLimits.defaults().withTokenBudget(TokenBudget.byWords())"));
  }

  /** Reasoning counts against the maximum length. */
  private static int reasoning(ReviewSubject subject) {
    return subject.isReasoning() ? REASONING : 0;
  }

  private static Optional<ReviewEvidence> worst(ReviewSubject subject) {
    OptionalInt most = subject.model().maxOutputTokens();
    if (most.isEmpty()) {
      return Optional.of(
          ReviewEvidence.estimate(
              "a response that repeats itself ends at the maximum of the provider"));
    }
    long tokens =
        subject.isAnthropic() ? Math.min(most.getAsInt(), ANTHROPIC_DEFAULT) : most.getAsInt();
    Duration time =
        subject
            .settings()
            .latency()
            .plus(ReviewFigures.times(Duration.ofSeconds(tokens), 1 / rate(subject)));
    Optional<BigDecimal> cost = subject.cost(Usage.of(subject.typicalInput(), tokens));
    ReviewEvidence evidence =
        ReviewEvidence.estimate(
                "a response that repeats itself ends after %s, %s%s"
                    .formatted(
                        ReviewFigures.count(tokens, "token"),
                        ReviewFigures.time(time),
                        cost.map(amount -> " and " + subject.money(amount)).orElse("")))
            .with("maxOutputTokens", tokens)
            .with("worstSeconds", ReviewFigures.seconds(time));
    return Optional.of(
        cost.isPresent()
            ? evidence.with("worstCost" + subject.currency(), cost.get().stripTrailingZeros())
            : evidence);
  }

  private static double rate(ReviewSubject subject) {
    return subject.settings().tokensPerSecond();
  }

  private static ReviewFinding repeated(ReviewSubject subject, int limit) {
    long most =
        subject
            .profile()
            .map(ModelProfile::maxOutputTokens)
            .orElse(OptionalInt.empty())
            .orElse(Integer.MAX_VALUE);
    long doubled = Math.max(limit, Math.min(2L * limit, most));
    ReviewEvidence evidence =
        ReviewEvidence.estimate(
            "a response that is cut off at %s tokens is requested again with the same limit, up to %s"
                .formatted(
                    ReviewFigures.count(limit),
                    ReviewFigures.count(subject.agentFile().limits().maxAttempts() - 1L, "time")));
    return new ReviewFinding(
        TOPIC,
        ReviewSeverity.LOW,
        "Raise the limit after a truncated response",
        ReviewEffect.risk(),
        List.of(evidence.with("maxTokens", limit)),
        ReviewRemedy.none()
            .withFile(subject.text().set("limits", "maxTokensAfterTruncation", "" + doubled))
            .withJava("RunLimits.defaults().withMaxTokensAfterTruncation(%d)".formatted(doubled)));
  }
}
