package org.atomicagents.cli.review;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.atomicagents.cli.review.ReplayResult.ConversationPass;
import org.atomicagents.cli.review.ReviewEffect.Quantity;
import org.atomicagents.cli.review.TopicResult.Fine;
import org.atomicagents.cli.review.TopicResult.Unchecked;
import org.atomicagents.message.Usage;
import org.atomicagents.model.ModelProfile;

/** Compares a conversation without a limit of its tokens and one with a limit. */
final class HistoryCheck implements ReviewCheck {
  private static final ReviewTopic TOPIC = ReviewTopic.HISTORY;

  @Override
  public TopicResult check(ReviewSubject subject) {
    Integer limit = subject.agentFile().limits().maxContextTokens();
    if (limit != null) {
      return new Fine(TOPIC, "limits.maxContextTokens is %s".formatted(ReviewFigures.count(limit)));
    }
    ConversationPass pass = subject.replay().conversation();
    if (pass == null) {
      return new Unchecked(TOPIC, ReplayResult.NO_SUCCESS);
    }
    long unbounded = sum(pass.unbounded());
    long bounded = sum(pass.bounded());
    double share = 1 - (double) bounded / unbounded;
    if (share <= 0) {
      return new Fine(
          TOPIC,
          "a conversation of %s stays small"
              .formatted(ReviewFigures.count(pass.unbounded().size(), "turn")));
    }
    var evidence = new ArrayList<ReviewEvidence>();
    evidence.add(growth(pass, unbounded, bounded));
    cost(subject, pass).ifPresent(evidence::add);
    window(subject, pass).ifPresent(evidence::add);
    ReviewFinding finding =
        ReviewFinding.of(
            TOPIC,
            "Limit the tokens of a conversation, if the agent has one",
            new ReviewEffect(Quantity.INPUT_TOKENS, share),
            evidence,
            ReviewRemedy.none()
                .withFile(subject.text().set("limits", "maxContextTokens", "" + pass.limit()))
                .withJava("ChatHistory.latestTurns(10)"));
    // An agent with an input schema may have no conversations at all.
    return TopicResult.found(
        subject.agentFile().input().isText() ? finding : finding.atMost(ReviewSeverity.LOW));
  }

  private static ReviewEvidence growth(ConversationPass pass, long unbounded, long bounded) {
    return ReviewEvidence.measured(
            "a conversation of %s: %s tokens in the first request, %s in the last, %s in all; %s in all with a limit of %s"
                .formatted(
                    ReviewFigures.count(pass.unbounded().size(), "turn"),
                    ReviewFigures.count(pass.unbounded().getFirst()),
                    ReviewFigures.count(pass.unbounded().getLast()),
                    ReviewFigures.count(unbounded),
                    ReviewFigures.count(bounded),
                    ReviewFigures.count(pass.limit())))
        .with("turns", pass.unbounded().size())
        .with("inputTokens", unbounded)
        .with("limitedInputTokens", bounded);
  }

  private static Optional<ReviewEvidence> cost(ReviewSubject subject, ConversationPass pass) {
    Optional<BigDecimal> unbounded = cost(subject, pass.unbounded(), pass.output());
    Optional<BigDecimal> bounded = cost(subject, pass.bounded(), pass.output());
    if (unbounded.isEmpty() || bounded.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        ReviewEvidence.estimate(
                "each such conversation costs %s, and %s with the limit, without prompt caching"
                    .formatted(subject.money(unbounded.get()), subject.money(bounded.get())))
            .with("cost" + subject.currency(), unbounded.get().stripTrailingZeros())
            .with("limitedCost" + subject.currency(), bounded.get().stripTrailingZeros()));
  }

  private static Optional<BigDecimal> cost(
      ReviewSubject subject, List<Integer> input, List<Long> output) {
    BigDecimal sum = BigDecimal.ZERO;
    for (int turn = 0; turn < input.size(); turn++) {
      Optional<BigDecimal> one = subject.cost(Usage.of(input.get(turn), output.get(turn)));
      if (one.isEmpty()) {
        return Optional.empty();
      }
      sum = sum.add(one.get());
    }
    return Optional.of(sum);
  }

  private static Optional<ReviewEvidence> window(ReviewSubject subject, ConversationPass pass) {
    OptionalInt window =
        subject.profile().map(ModelProfile::inputWindow).orElse(OptionalInt.empty());
    int turns = pass.unbounded().size();
    int first = pass.unbounded().getFirst();
    double growth = (double) (pass.unbounded().getLast() - first) / Math.max(1, turns - 1);
    if (window.isEmpty() || growth <= 0) {
      return Optional.empty();
    }
    long full = (long) ((window.getAsInt() - first) / growth) + 1;
    return Optional.of(
        ReviewEvidence.estimate(
                "the context window of %s tokens is full after %s turns, and the next run fails"
                    .formatted(ReviewFigures.count(window.getAsInt()), ReviewFigures.count(full)))
            .with("turnsToFullWindow", full));
  }

  private static long sum(List<Integer> tokens) {
    return tokens.stream().mapToLong(Integer::longValue).sum();
  }
}
