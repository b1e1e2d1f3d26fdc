package org.atomicagents.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.atomicagents.routing.RoutingTypes.QUESTION;
import static org.atomicagents.routing.RoutingTypes.response;
import static org.atomicagents.routing.TaskComplexity.COMPLEX;
import static org.atomicagents.routing.TaskComplexity.MEDIUM;
import static org.atomicagents.routing.TaskComplexity.SIMPLE;

import java.util.Map;
import java.util.Optional;
import org.atomicagents.Agent;
import org.atomicagents.AtomicAgent;
import org.atomicagents.Decision;
import org.atomicagents.DecisionAgent;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.model.Model;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.routing.DecisionTypes.Assessment;
import org.atomicagents.routing.RoutingTypes.Answer;
import org.atomicagents.routing.RoutingTypes.Question;
import org.atomicagents.testing.ScriptedModel;
import org.junit.jupiter.api.Test;

class RoutingSnippets {
  private final ScriptedModel script = ScriptedModel.by(request -> response("short", 0.9));
  private final Model mini = script.model("gpt-5-mini");
  private final Model large = script.model("gpt-5");
  private final AtomicAgent<Question, Answer> agent =
      AtomicAgent.of(Question.class, Answer.class, mini);

  @Test
  void selector() {
    // @start region="selector"
    ModelSelector<Question> byComplexity =
        ModelSelector.byComplexity(
            Question::text, Map.of(SIMPLE, mini, MEDIUM, mini, COMPLEX, large));
    ModelSelector<Question> selector =
        ModelSelector.<Question>of(large)
            .when(context -> context.tokens().total() > 50_000)
            .orElse(byComplexity);
    // @end
    RoutedAgent.of(agent, selector).run(new Question("Compare red and blue."));
    assertThat(script.lastRequest().model()).isEqualTo("gpt-5");
  }

  @Test
  void routed() {
    ModelSelector<Question> selector = ModelSelector.of(large);
    var history = ChatHistory.unbounded();
    // @start region="routed"
    Agent<Question, Answer> routed = RoutedAgent.of(agent, selector);
    Answer answer = routed.run(new Question("Why is the sky blue?"), RunOptions.history(history));
    // @end
    assertThat(answer.text()).isEqualTo("short");
    assertThat(script.lastRequest().model()).isEqualTo("gpt-5");
  }

  @Test
  void candidates() {
    var tracker = ModelTracker.create();
    // @start region="candidates"
    ModelSelector<Question> selector =
        ModelCandidates.of(mini, large)
            .supporting(ResponseMode.JSON_SCHEMA)
            .healthy(tracker, 0.5)
            .first();
    // @end
    RoutedAgent.of(agent, selector).run(QUESTION);
    assertThat(script.lastRequest().model()).isEqualTo("gpt-5-mini");
  }

  @Test
  void health() {
    // @start region="health"
    var tracker = ModelTracker.create();
    Model measuredMini = tracker.track(mini);
    Model measuredLarge = tracker.track(large);
    ModelSelector<Question> fastest =
        ModelCandidates.of(measuredMini, measuredLarge).healthy(tracker, 0.5).fastest(tracker);
    // @end
    RoutedAgent.of(agent, fastest).run(QUESTION);
    assertThat(tracker.latency(mini)).isPresent();
    assertThat(tracker.latency(large)).isEmpty();
  }

  @Test
  void cascade() {
    // @start region="cascade"
    Agent<Question, Answer> cascade =
        CascadeAgent.of(agent, mini, large)
            .withCheck(
                answer -> answer.sources().isEmpty() ? Optional.of("no sources") : Optional.empty())
            .withMinConfidence(Answer::confidence, 0.7);
    Answer answer = cascade.run(new Question("Why is the sky blue?"));
    // @end
    assertThat(answer.text()).isEqualTo("short");
  }

  @Test
  void decisions() {
    var responses =
        ScriptedModel.by(
            request -> DecisionTypes.response(request.model().equals("gpt-5") ? 0.95 : 0.6));
    Model mini = responses.model("gpt-5-mini");
    Model large = responses.model("gpt-5");
    AtomicAgent<Question, Assessment> assessor =
        AtomicAgent.of(Question.class, Assessment.class, mini);
    // @start region="decisions"
    Agent<Question, Decision<Assessment>> cascade =
        CascadeAgent.of(DecisionAgent.of(assessor), mini, large)
            .withMinConfidence(Decision::minProbability, 0.9);
    Decision<Assessment> decision = cascade.run(new Question("Is the sky blue?"));
    // @end
    assertThat(decision.minProbability()).isGreaterThan(0.9);
  }

  @Test
  void fallback() {
    Agent<Question, Answer> first = agent;
    Agent<Question, Answer> second = agent.withModel(large);
    // @start region="fallback"
    Agent<Question, Answer> safe =
        FallbackAgent.of(first, second)
            .withCheck(
                answer -> answer.text().isBlank() ? Optional.of("no text") : Optional.empty());
    Answer answer = safe.run(new Question("Why is the sky blue?"));
    // @end
    assertThat(answer.text()).isEqualTo("short");
  }
}
