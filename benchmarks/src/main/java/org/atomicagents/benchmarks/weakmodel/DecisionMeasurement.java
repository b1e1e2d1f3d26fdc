package org.atomicagents.benchmarks.weakmodel;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.atomicagents.AtomicAgent;
import org.atomicagents.Decision;
import org.atomicagents.DecisionAgent;
import org.atomicagents.DecisionDistribution;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.model.Model;
import org.atomicagents.model.PromptProfile;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.Sampling;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.schema.Description;

/**
 * Measures how the probabilities of decisions relate to their correctness, on 60 short reviews with
 * known sentiments and a model of a llama.cpp server, whose URL is the argument.
 */
public final class DecisionMeasurement {
  private static final String[] POSITIVE = {
    "I love this phone, the battery lasts for days.",
    "Wonderful service, the staff was so kind.",
    "The soup was delicious and the portions were huge.",
    "Best purchase I have made this year.",
    "The film made me laugh from beginning to end.",
    "Fast delivery and the shoes fit perfectly.",
    "A beautiful hotel with a great view.",
    "The teacher explains everything clearly and patiently.",
    "It works exactly as promised, I am very happy.",
    "My children adore this toy.",
    "The concert was amazing, I would go again tomorrow.",
    "Excellent quality for a fair price.",
    "The book is thrilling, I could not put it down.",
    "Support answered within minutes and solved my problem.",
    "The coffee here is fantastic.",
    "Comfortable seats and a smooth ride.",
    "I recommend this doctor to everyone.",
    "The new update is a great improvement.",
    "Such a friendly and clean restaurant.",
    "The garden tools are solid and easy to use.",
    "I am delighted with the colour and the fabric.",
    "The museum was fascinating for the whole family.",
    "A superb sound for such a small speaker.",
    "Everything arrived intact and early, thank you.",
    "The pizza was the best I have ever had.",
    "Great game with a touching story.",
    "The room was quiet and the bed was perfect.",
    "This cream healed my skin in a week.",
    "Setup took two minutes and it just works.",
    "What a charming little town, we had a lovely stay."
  };
  private static final String[] NEGATIVE = {
    "The phone broke after two days, a waste of money.",
    "Terrible service, we waited for an hour.",
    "The soup was cold and tasted of nothing.",
    "Worst purchase I have made this year.",
    "The film was boring and far too long.",
    "The shoes arrived late and in the wrong size.",
    "A dirty hotel next to a noisy road.",
    "The teacher is rude and never prepared.",
    "It does not work at all, I am very disappointed.",
    "My children were scared of this ugly toy.",
    "The concert was awful, the singer was drunk.",
    "Poor quality for an absurd price.",
    "The book is dull, I gave up after ten pages.",
    "Support never answered and ignored my complaint.",
    "The coffee here is disgusting.",
    "Hard seats and a bumpy ride.",
    "I warn everyone against this doctor.",
    "The new update ruined the whole app.",
    "Such an unfriendly and filthy restaurant.",
    "The garden tools bend and rust at once.",
    "I hate the colour and the fabric itches.",
    "The museum was closed and nobody told us.",
    "A horrible sound that hurts my ears.",
    "Everything arrived smashed, and nobody apologised.",
    "The pizza was burnt and greasy.",
    "A broken game full of bugs.",
    "The room was loud and the bed was a nightmare.",
    "This cream gave me a painful rash.",
    "Setup took two days and it still fails.",
    "What a miserable little town, we left early."
  };
  private static final double[] BOUNDS = {0.5, 0.6, 0.7, 0.8, 0.9};

  private DecisionMeasurement() {}

  /** The sentiment of a review. */
  public enum Sentiment {
    POSITIVE,
    NEGATIVE
  }

  /** A review. */
  @Description("A review.")
  public record Review(@Description("The text of the review.") String text) {}

  /** An assessment of a review. */
  @Description("An assessment of a review.")
  public record Assessment(
      @Description("Whether the customer is happy.") boolean isHappy,
      @Description("The sentiment of the review.") Sentiment sentiment) {}

  private record Measured(boolean isRight, DecisionDistribution distribution) {}

  /** Prints the shares of correct decisions above and below bounds of the probability. */
  public static void main(String[] arguments) {
    try (OpenAi client = OpenAi.at(URI.create(arguments[0]))) {
      Model model =
          client
              .model("default")
              .withModes(ResponseMode.JSON_SCHEMA, ResponseMode.DECISION)
              .withPrompt(PromptProfile.SMALL);
      DecisionAgent<Review, Assessment> agent =
          DecisionAgent.of(
              AtomicAgent.builder(Review.class, Assessment.class, model)
                  .systemPrompt(
                      SystemPrompt.builder()
                          .background("You assess whether the review of a customer is positive.")
                          .build())
                  .sampling(Sampling.defaults().withTemperature(0).withMaxTokens(60))
                  .build());
      var happy = new ArrayList<Measured>();
      var sentiment = new ArrayList<Measured>();
      for (int i = 0; i < POSITIVE.length; i++) {
        measure(agent, POSITIVE[i], Sentiment.POSITIVE, happy, sentiment);
        measure(agent, NEGATIVE[i], Sentiment.NEGATIVE, happy, sentiment);
      }
      print("isHappy", happy);
      print("sentiment", sentiment);
    }
  }

  private static void measure(
      DecisionAgent<Review, Assessment> agent,
      String text,
      Sentiment expected,
      List<Measured> happy,
      List<Measured> sentiment) {
    Decision<Assessment> decision = agent.run(new Review(text));
    Assessment value = decision.value();
    boolean isHappy = expected == Sentiment.POSITIVE;
    decision
        .distribution("isHappy")
        .ifPresent(found -> happy.add(new Measured(value.isHappy() == isHappy, found)));
    decision
        .distribution("sentiment")
        .ifPresent(found -> sentiment.add(new Measured(value.sentiment() == expected, found)));
  }

  private static void print(String component, List<Measured> measured) {
    System.out.printf(
        Locale.ROOT,
        "%s: %d measured, %.0f%% right, mean unknown share %.3f%n",
        component,
        measured.size(),
        percent(measured),
        measured.stream().mapToDouble(one -> one.distribution.unknown()).average().orElse(0));
    print("probability", measured, one -> one.distribution.probability());
    print(
        "share of known", measured, one -> one.distribution.shareOfKnown(one.distribution.value()));
  }

  private static void print(
      String name, List<Measured> measured, ToDoubleFunction<Measured> figure) {
    for (double bound : BOUNDS) {
      List<Measured> above =
          measured.stream().filter(one -> figure.applyAsDouble(one) >= bound).toList();
      List<Measured> below =
          measured.stream().filter(one -> figure.applyAsDouble(one) < bound).toList();
      System.out.printf(
          Locale.ROOT,
          "  %s >= %.1f: %d, %.0f%% right; below: %d, %.0f%% right%n",
          name,
          bound,
          above.size(),
          percent(above),
          below.size(),
          percent(below));
    }
  }

  private static double percent(List<Measured> measured) {
    return measured.isEmpty()
        ? Double.NaN
        : 100.0 * measured.stream().filter(Measured::isRight).count() / measured.size();
  }
}
