package org.atomicagents.examples;

import java.util.List;
import org.atomicagents.AtomicAgent;
import org.atomicagents.Decision;
import org.atomicagents.DecisionAgent;
import org.atomicagents.RunOptions;
import org.atomicagents.model.AgentEvent.ProbabilitiesMissing;
import org.atomicagents.model.Model;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.schema.Description;

/**
 * Mails that are sorted by themselves where the model is certain, and left to a person otherwise.
 *
 * <p>The probabilities are those of the response's tokens. A model without them leaves everything
 * to the person.
 */
public final class SpamDecision {
  private static final double BOUND = 0.9;

  private SpamDecision() {}

  @Description("A mail")
  record IncomingMail(@Description("The text of the mail") String text) {}

  /** The folder of a mail. */
  enum Folder {
    INBOX,
    ADVERTS,
    JUNK
  }

  @Description("How a mail is sorted")
  record Sorting(
      @Description("Whether the mail is spam") boolean isSpam,
      @Description("The folder of the mail") Folder folder) {}

  public static void main(String... args) {
    List<String> texts =
        List.of(
            "You won 1,000,000 dollars. Send us your bank account!",
            "The meeting is moved to 3 pm. Can you bring the figures?",
            "20% off all shoes until Sunday.");
    try (var example = ExampleModel.select(args)) {
      Model model = withProbabilities(example.model());
      var agent = DecisionAgent.of(AtomicAgent.of(IncomingMail.class, Sorting.class, model));
      var options =
          RunOptions.defaults()
              .withListener(event -> {
                if (event instanceof ProbabilitiesMissing missing) {
                  System.out.println("No probabilities: " + missing.reason());
                }
              });

      for (String text : texts) {
        Decision<Sorting> decision = agent.run(new IncomingMail(text), options);
        boolean isCertain = decision.minProbability() >= BOUND;
        System.out.printf(
            "%s %s: %s%n",
            isCertain ? "sorted" : "to a person",
            decision.value(),
            decision.distributions().values());
      }
    }
  }

  /** Adds the mode to a model of which nothing is known: it falls back where it is refused. */
  private static Model withProbabilities(Model model) {
    return model.capabilities().modes().equals(List.of(ResponseMode.PROMPTED_JSON))
        ? model.withModes(
            ResponseMode.JSON_SCHEMA, ResponseMode.PROMPTED_JSON, ResponseMode.DECISION)
        : model;
  }
}
