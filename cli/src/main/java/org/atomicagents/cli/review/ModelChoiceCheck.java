package org.atomicagents.cli.review;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import org.atomicagents.cli.review.ReviewEffect.Quantity;
import org.atomicagents.cli.review.TopicResult.Fine;
import org.atomicagents.cli.review.TopicResult.Unchecked;
import org.atomicagents.message.Usage;
import org.atomicagents.routing.TaskComplexity;

/** Counts the simple inputs, and compares the prices of the model and of a smaller one. */
final class ModelChoiceCheck implements ReviewCheck {
  private static final ReviewTopic TOPIC = ReviewTopic.MODEL_CHOICE;
  private static final int DIGITS = 6;

  @Override
  public TopicResult check(ReviewSubject subject) {
    InputCensus inputs = subject.inputs();
    if (inputs.valid() == 0) {
      return new Unchecked(TOPIC, "needs a file with inputs");
    }
    Usage usage = subject.typicalUsage();
    Optional<BigDecimal> price = subject.cost(usage);
    if (price.isEmpty() || usage.outputTokens() == 0) {
      return new Unchecked(
          TOPIC,
          price.isEmpty()
              ? "the price of the model %s is not known".formatted(subject.model().name())
              : ReplayResult.NO_SUCCESS);
    }
    long simple = inputs.countOf(TaskComplexity.SIMPLE);
    if (simple == 0) {
      return new Fine(TOPIC, "no input is simple by the rules for the complexity of tasks");
    }
    Optional<CheaperModel> cheaper = CheaperModel.find(subject, usage);
    return cheaper
        .map(other -> found(subject, usage, price.get(), other))
        .orElseGet(() ->
            new Fine(
                TOPIC,
                "%s has no smaller variant at a lower price in the catalog"
                    .formatted(subject.model().name())));
  }

  private static TopicResult found(
      ReviewSubject subject, Usage usage, BigDecimal price, CheaperModel other) {
    InputCensus inputs = subject.inputs();
    long simple = inputs.countOf(TaskComplexity.SIMPLE);
    String name = other.profile().name();
    BigDecimal all = price.multiply(BigDecimal.valueOf(inputs.valid()));
    BigDecimal saved = price.subtract(other.cost()).multiply(BigDecimal.valueOf(simple));
    double share = saved.divide(all, DIGITS, RoundingMode.HALF_UP).doubleValue();
    ReviewEvidence prices =
        ReviewEvidence.estimate(
                "%s at %s tokens in and %s out%s: %s with %s alone, %s with %s for simple ones"
                    .formatted(
                        ReviewFigures.count(inputs.valid(), "input"),
                        ReviewFigures.count(usage.inputTokens()),
                        ReviewFigures.count(usage.outputTokens()),
                        subject.isReasoning() ? ", without reasoning" : "",
                        subject.money(all),
                        subject.model().name(),
                        subject.money(all.subtract(saved)),
                        name))
            .with("cost" + subject.currency(), all.stripTrailingZeros())
            .with("saved" + subject.currency(), saved.stripTrailingZeros());
    return TopicResult.found(
        ReviewFinding.of(
            TOPIC,
            "Send simple inputs to %s".formatted(name),
            new ReviewEffect(Quantity.COST, share),
            List.of(levels(inputs), prices, quality(name)),
            remedy(subject, name)));
  }

  private static ReviewEvidence levels(InputCensus inputs) {
    ReviewEvidence evidence =
        ReviewEvidence.measured(
            "%s of %s are simple (30 words or fewer, no keyword), %s medium, %s complex"
                .formatted(
                    ReviewFigures.count(inputs.countOf(TaskComplexity.SIMPLE)),
                    ReviewFigures.count(inputs.valid(), "input"),
                    ReviewFigures.count(inputs.countOf(TaskComplexity.MEDIUM)),
                    ReviewFigures.count(inputs.countOf(TaskComplexity.COMPLEX))));
    return evidence
        .with("simpleInputs", inputs.countOf(TaskComplexity.SIMPLE))
        .with("mediumInputs", inputs.countOf(TaskComplexity.MEDIUM))
        .with("complexInputs", inputs.countOf(TaskComplexity.COMPLEX));
  }

  private static ReviewEvidence quality(String name) {
    return ReviewEvidence.estimate(
        "whether the outputs of %s are good enough is not known: compare them".formatted(name));
  }

  private static ReviewRemedy remedy(ReviewSubject subject, String name) {
    String option = subject.service().id() + ":" + name;
    ReviewRemedy remedy =
        ReviewRemedy.none()
            .withCommand(subject.batchCommand("--model", option, "--limit", "50"))
            .withJava(
                "ModelSelector.byComplexity(input -> text(input),",
                "    Map.of(SIMPLE, small, MEDIUM, large, COMPLEX, large))");
    boolean isAllSimple =
        subject.inputs().countOf(TaskComplexity.SIMPLE) == subject.inputs().valid();
    return isAllSimple ? remedy.withFile(subject.text().set("", "model", option)) : remedy;
  }
}
