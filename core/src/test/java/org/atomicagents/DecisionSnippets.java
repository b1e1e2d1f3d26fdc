package org.atomicagents;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.message.FinishReason;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelEvent.TokenProbability;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.schema.Description;
import org.junit.jupiter.api.Test;

/** The examples in the Javadoc of decisions. */
class DecisionSnippets {
  private static final TokenProbability TRUE = TokenProbability.of("true", 0.8);
  private static final List<ModelEvent> EVENTS =
      List.of(
          new ModelEvent.TextDelta("{\"isSpam\":true}"),
          new ModelEvent.TextProbabilities(
              List.of(
                  TokenProbability.of("{\"isSpam\":", 1),
                  TRUE.withAlternatives(List.of(TRUE, TokenProbability.of("false", 0.2))),
                  TokenProbability.of("}", 1))),
          new ModelEvent.Finished(FinishReason.STOP, "stop"));

  private final Model model =
      Model.of((request, context) -> ModelExchange.of(EVENTS), "some-model")
          .withModes(ResponseMode.JSON_SCHEMA, ResponseMode.DECISION);

  @Description("A mail")
  record Mail(String text) {}

  @Description("Whether a mail is spam")
  record Spam(boolean isSpam) {}

  @Test
  void run() {
    Mail mail = new Mail("You won!");
    // @start region="run"
    DecisionAgent<Mail, Spam> agent =
        DecisionAgent.of(AtomicAgent.of(Mail.class, Spam.class, model));
    Decision<Spam> decision = agent.run(mail);
    // @end
    assertThat(decision.value()).isEqualTo(new Spam(true));
  }

  @Test
  void decision() {
    var forReview = new ArrayList<Spam>();
    Decision<Spam> decision =
        DecisionAgent.of(AtomicAgent.of(Mail.class, Spam.class, model)).run(new Mail("You won!"));

    // @start region="decision"
    if (decision.probability("isSpam").orElse(0) < 0.9) {
      forReview.add(decision.value());
    }
    // @end

    assertThat(forReview).containsExactly(new Spam(true));
  }
}
