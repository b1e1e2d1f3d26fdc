package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomicagents.Agent;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.RunLimits;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.message.Image;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Budget;
import org.atomicagents.model.Model;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.resilience.CircuitBreaker;
import org.atomicagents.routing.CascadeAgent;
import org.atomicagents.routing.ComplexityRules;
import org.atomicagents.routing.FallbackAgent;
import org.atomicagents.routing.ModelCandidates;
import org.atomicagents.routing.ModelSelection;
import org.atomicagents.routing.ModelSelector;
import org.atomicagents.routing.ModelTracker;
import org.atomicagents.routing.RoutedAgent;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.Schema;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.Test;

class RoutingPageSnippets {
  @Description("A question")
  record Question(@Description("The text") String text) {}

  @Description("An answer")
  record Answer(
      @Description("The text") String text,
      @Description("The sources") List<String> sources,
      @Description("The confidence from 0 to 1") double confidence) {}

  enum Topic {
    SMALL_TALK,
    LAW
  }

  private final ScriptedModel script =
      ScriptedModel.by(request ->
          ScriptedResponse.text(
              request.model().equals("judge")
                  ? "\"LAW\""
                  : "{\"text\":\"Scattering\",\"sources\":[\"a\"],\"confidence\":0.9}"));
  private final Model mini = script.model("gpt-5-mini");
  private final Model large = script.model("gpt-5");
  private final AtomicAgent<Question, Answer> agent =
      AtomicAgent.of(Question.class, Answer.class, mini);
  private final Question question = new Question("Why is the sky blue?");

  @Test
  void firstRouting() throws Exception {
    try (var provider = SimulatedProvider.start()) {
      List<String> lines = ChildJvm.run(provider, FirstRouting.class);

      assertThat(lines).containsExactly("gpt-5-mini", "gpt-5");
    }
  }

  @Test
  void complexity() {
    // @start region="complexity"
    var rules =
        ComplexityRules.ofDefaults()
            .withKeywords(List.of("analysiere", "vergleiche", "entwirf"))
            .withWords(50, 200); // more words: MEDIUM, COMPLEX
    // @end
    assertThat(rules.classify("Vergleiche Tee und Kaffee")).hasToString("COMPLEX");
  }

  @Test
  void combine() {
    // @start region="combine"
    ModelSelector<Question> byLanguage =
        ModelSelector.byTag(
            input -> input.text().startsWith("¿") ? "es" : "en", Map.of("es", large));
    ModelSelector<Question> selector =
        ModelSelector.<Question>of(large)
            .when(context -> context.tokens().total() > 50_000)
            .orElse(byLanguage)
            .orElse(mini)
            .map(choice -> choice.withLimits(new RunLimits(2, 4)));
    // @end
    assertThat(RoutedAgent.of(agent, selector).call(question).model()).isEqualTo("gpt-5-mini");
  }

  @Test
  void classifier() {
    Model judge = script.model("judge");
    // @start region="classifier"
    var classifier = AtomicAgent.of(Question.class, Schema.of(Topic.class), judge);
    ModelSelector<Question> byTopic =
        ModelSelector.<Question, Topic>byClassifier(classifier, Map.of(Topic.LAW, large))
            .orElse(mini);
    // @end
    assertThat(RoutedAgent.of(agent, byTopic).call(question).model()).isEqualTo("gpt-5");
  }

  @Test
  void candidates() {
    CircuitBreaker breaker = CircuitBreaker.ofDefaults();
    List<String> withVision = List.of("gpt-5");
    // @start region="candidates"
    ModelSelector<Question> selector =
        ModelCandidates.of(mini, large)
            .supporting(ResponseMode.JSON_SCHEMA)
            .that(
                model -> withVision.contains(model.name()),
                context -> context.hasContent(Image.class))
            .that(breaker::isAvailable)
            .first();
    // @end
    assertThat(RoutedAgent.of(agent, selector).call(question).model()).isEqualTo("gpt-5-mini");
  }

  @Test
  void tracker() {
    // @start region="tracker"
    var tracker = ModelTracker.create();
    Model measuredMini = tracker.track(mini);
    Model measuredLarge = tracker.track(large);
    ModelSelector<Question> fastest =
        ModelCandidates.of(measuredMini, measuredLarge).healthy(tracker, 0.5).fastest(tracker);
    // @end
    RoutedAgent.of(agent, fastest).run(question);
    assertThat(tracker.failureRate(mini)).hasValue(0);
  }

  @Test
  void shadow() {
    ModelSelector<Question> candidate = ModelSelector.of(large);
    // @start region="shadow"
    var agentWithShadow = RoutedAgent.of(agent, candidate).withShadow();
    var options =
        RunOptions.defaults()
            .withListener(event -> {
              if (event instanceof AgentEvent.ModelSelected choice) {
                System.out.println(choice.model() + ": " + choice.reason());
              }
            });
    agentWithShadow.run(question, options); // runs on the agent's own model
    // @end
    assertThat(script.lastRequest().model()).isEqualTo("gpt-5-mini");
  }

  @Test
  void cascade() {
    // @start region="cascade"
    Agent<Question, Answer> cascade =
        CascadeAgent.of(
                agent,
                List.of(
                    ModelSelection.of(mini, "cheap").withLimits(new RunLimits(1, 2)),
                    ModelSelection.of(large, "good")))
            .withCheck(
                answer -> answer.sources().isEmpty() ? Optional.of("no sources") : Optional.empty())
            .withMinConfidence(Answer::confidence, 0.7);

    RunResult<Answer> result =
        cascade.call(question, RunOptions.defaults().withBudget(Budget.ofTokens(20_000)));
    if (!result.isAccepted()) {
      System.out.println("Best available answer: " + result.shortfalls());
    }
    // @end
    assertThat(result.isAccepted()).isTrue();
  }

  @Test
  void streams() {
    var cascade = CascadeAgent.of(agent, mini, large);
    // @start region="stream"
    try (AgentStream<Answer> stream = cascade.stream(question)) {
      stream.forEach(
          partial -> System.out.println(partial.attempt() + ": " + partial.value().text()));
    }
    // @end
    assertThat(script.requests()).hasSize(1);
  }

  @Test
  void fallback() {
    Agent<Question, Answer> first = agent;
    Agent<Question, Answer> second = agent.withModel(large);
    var history = ChatHistory.unbounded();
    // @start region="fallback"
    Agent<Question, Answer> safe =
        FallbackAgent.of(first, second)
            .withCheck(answer ->
                answer.text().startsWith("I cannot") ? Optional.of("declined") : Optional.empty());
    Answer answer = safe.run(question, RunOptions.history(history)); // one turn, by either agent
    // @end
    assertThat(answer.text()).isEqualTo("Scattering");
    assertThat(history.turns()).hasSize(1);
  }
}
