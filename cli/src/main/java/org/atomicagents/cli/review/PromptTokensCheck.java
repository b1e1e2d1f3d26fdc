package org.atomicagents.cli.review;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomicagents.cli.review.ReviewEffect.Quantity;
import org.atomicagents.cli.review.ReviewRemedy.FileChange;
import org.atomicagents.cli.review.TopicResult.Fine;
import org.atomicagents.cli.terminal.ShellCommand;
import org.atomicagents.message.Usage;
import org.atomicagents.report.TokenFinding;
import org.atomicagents.report.TokenReport;

/** Reports the parts of prompt and schema that cost more tokens than they have to. */
final class PromptTokensCheck implements ReviewCheck {
  private static final ReviewTopic TOPIC = ReviewTopic.PROMPT_TOKENS;
  private static final int REQUESTS = 1_000;
  private static final int MAX_PLACES = 5;
  private static final int MAX_TEXT = 50;

  @Override
  public TopicResult check(ReviewSubject subject) {
    TokenReport report =
        subject.inputs().sample().isEmpty()
            ? TokenReport.of(subject.agent())
            : TokenReport.of(subject.agent(), subject.inputs().sample().getFirst());
    var byKind = new EnumMap<TokenFinding.Kind, List<TokenFinding>>(TokenFinding.Kind.class);
    report
        .findings()
        .forEach(
            found -> byKind.computeIfAbsent(found.kind(), kind -> new ArrayList<>()).add(found));
    if (byKind.isEmpty()) {
      return new Fine(
          TOPIC,
          "nothing is repeated or verbose in prompt and schema, %s"
              .formatted(
                  ReviewFigures.count(report.count().system() + report.count().schema(), "token")));
    }
    return new TopicResult.Found(
        TOPIC, byKind.entrySet().stream().map(kind -> finding(subject, report, kind)).toList());
  }

  private static ReviewFinding finding(
      ReviewSubject subject,
      TokenReport report,
      Map.Entry<TokenFinding.Kind, List<TokenFinding>> kind) {
    List<TokenFinding> found = kind.getValue();
    int tokens = found.stream().mapToInt(TokenFinding::tokens).sum();
    var evidence = new ArrayList<ReviewEvidence>();
    evidence.add(counted(subject, report, tokens));
    saving(subject, report, tokens).ifPresent(evidence::add);
    return ReviewFinding.of(
        TOPIC,
        what(kind.getKey()),
        new ReviewEffect(Quantity.INPUT_TOKENS, (double) tokens / report.count().total()),
        evidence,
        remedy(subject, kind.getKey(), found));
  }

  private static String what(TokenFinding.Kind kind) {
    return switch (kind) {
      case DUPLICATE_LINE -> "Remove repeated lines of the prompt";
      case VERBOSE_DESCRIPTION -> "Shorten descriptions of more than 20 words";
      case REDUNDANT_DESCRIPTION -> "Remove descriptions that repeat the name of their field";
      case COMPACT_SCHEMA -> "Write the schema in the prompt as a compact definition";
    };
  }

  private static ReviewEvidence counted(ReviewSubject subject, TokenReport report, int tokens) {
    String text =
        "up to %s of %s of a request"
            .formatted(
                ReviewFigures.count(tokens), ReviewFigures.count(report.count().total(), "token"));
    ReviewEvidence evidence =
        subject.isCountExact()
            ? ReviewEvidence.measured(text)
            : ReviewEvidence.estimate(text + ", counted without the tokenizer of the model");
    return evidence.with("tokens", tokens).with("requestTokens", report.count().total());
  }

  private static Optional<ReviewEvidence> saving(
      ReviewSubject subject, TokenReport report, int tokens) {
    Optional<BigDecimal> all = subject.cost(Usage.of(report.count().total(), 0));
    Optional<BigDecimal> less = subject.cost(Usage.of(report.count().total() - tokens, 0));
    if (all.isEmpty() || less.isEmpty()) {
      return Optional.empty();
    }
    BigDecimal saved =
        all.get().subtract(less.get()).multiply(BigDecimal.valueOf(REQUESTS)).stripTrailingZeros();
    return Optional.of(
        ReviewEvidence.estimate(
                "saves up to %s in %s"
                    .formatted(subject.money(saved), ReviewFigures.count(REQUESTS, "request")))
            .with("savedPerThousand" + subject.currency(), saved));
  }

  private static ReviewRemedy remedy(
      ReviewSubject subject, TokenFinding.Kind kind, List<TokenFinding> found) {
    if (kind == TokenFinding.Kind.COMPACT_SCHEMA) {
      return ReviewRemedy.none()
          .withJava(
              "model.withPrompt(PromptProfile.STANDARD.withNotation(",
              "    SchemaNotation.COMPACT_DEFINITION))");
    }
    var places = new ArrayList<FileChange>();
    for (TokenFinding one : found.subList(0, Math.min(MAX_PLACES, found.size()))) {
      Optional<String> line =
          kind == TokenFinding.Kind.DUPLICATE_LINE
              ? subject.text().findRepeated(one.text())
              : subject.text().find(one.text());
      String place = line.map(at -> at + ", ").orElse("") + one.place();
      places.add(new FileChange(place, ReviewFigures.shortened(one.text(), MAX_TEXT)));
    }
    if (found.size() > MAX_PLACES) {
      places.add(new FileChange("and %d more".formatted(found.size() - MAX_PLACES), ""));
    }
    return ReviewRemedy.none()
        .withFile(places.toArray(FileChange[]::new))
        .withCommand(ShellCommand.of("./atomic", "tokens", subject.text().file().toString()));
  }
}
