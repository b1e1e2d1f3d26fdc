package org.atomicagents.routing;

import java.util.List;
import org.atomicagents.AtomicAgent;
import org.atomicagents.DecisionAgent;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelEvent.TokenProbability;
import org.atomicagents.routing.RoutingTypes.Question;
import org.atomicagents.schema.Description;
import org.atomicagents.testing.ScriptedResponse;

/** The types and responses of the tests of decisions. */
final class DecisionTypes {
  private DecisionTypes() {}

  @Description("An assessment of a statement")
  record Assessment(@Description("Whether it is true") boolean isTrue) {}

  static DecisionAgent<Question, Assessment> agent(Model model) {
    return DecisionAgent.of(AtomicAgent.of(Question.class, Assessment.class, model));
  }

  /** Returns a response with {@code true}, of a probability. */
  static ScriptedResponse response(double probability) {
    TokenProbability chosen = TokenProbability.of("true", probability);
    return ScriptedResponse.events(
            new ModelEvent.TextDelta("{\"isTrue\":true}"),
            new ModelEvent.TextProbabilities(
                List.of(
                    TokenProbability.of("{\"isTrue\":", 1),
                    chosen.withAlternatives(
                        List.of(chosen, TokenProbability.of("false", 1 - probability))),
                    TokenProbability.of("}", 1))),
            new ModelEvent.Finished(FinishReason.STOP, "stop"))
        .withUsage(Usage.of(10, 5));
  }
}
