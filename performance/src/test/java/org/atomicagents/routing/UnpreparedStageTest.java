package org.atomicagents.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atomicagents.routing.RoutingTypes.QUESTION;
import static org.atomicagents.routing.RoutingTypes.response;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.atomicagents.Agent;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.CacheState;
import org.atomicagents.PreparedRun;
import org.atomicagents.RunLimits;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.cache.CachedAgent;
import org.atomicagents.cache.ResponseCache;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.OverlapPolicy;
import org.atomicagents.error.AllModelsFailedException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.ContextTooLargeException;
import org.atomicagents.error.InvalidOutputException;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.error.ProviderError;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.message.Usage;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.AgentEvent.RunEscalated;
import org.atomicagents.model.Budget;
import org.atomicagents.model.Model;
import org.atomicagents.routing.RoutingTypes.Answer;
import org.atomicagents.routing.RoutingTypes.Question;
import org.atomicagents.schema.Schema;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Cascades and fallbacks whose first stages cannot be prepared. */
@Timeout(60)
class UnpreparedStageTest {
  private final ScriptedModel script = ScriptedModel.by(request -> response("good", 0.9));
  private final Agent<Question, Answer> good = agent("good", script.model("good"));
  private final UnavailableException unavailable =
      UnavailableException.of(new ProviderError("acme", 503, null, "", ""), null);
  private final ChatHistory history =
      ChatHistory.unbounded().withOverlapPolicy(OverlapPolicy.REJECT);
  private final List<AgentEvent> events = new ArrayList<>();

  @Test
  void escalatesIfTheRequestIsTooLargeForTheFirstModel() {
    RunLimits limits = RunLimits.defaults().withMaxContextTokens(10);
    Agent<Question, Answer> cascade =
        CascadeAgent.of(
            agent("qa", script.model()),
            List.of(
                ModelSelection.of(script.model("narrow"), "cheap").withLimits(limits),
                ModelSelection.of(script.model("wide"), "good")));

    RunResult<Answer> result = cascade.call(QUESTION, options());

    assertThat(result.model()).isEqualTo("wide");
    assertThat(result.attempts()).isEqualTo(1);
    assertThat(history.turns()).hasSize(1);
    assertThat(events.stream().filter(RunEscalated.class::isInstance))
        .singleElement()
        .isInstanceOfSatisfying(
            RunEscalated.class,
            e -> {
              assertThat(e.reasons()).containsExactly("ContextTooLargeException");
              assertThat(e.failure()).isInstanceOf(ContextTooLargeException.class);
            });
  }

  @Test
  void fallsBackIfTheSelectorFailsAndCountsItsUsage() {
    Agent<Question, Answer> fallback = FallbackAgent.of(selectedBy(invalid()), good);

    RunResult<Answer> result = fallback.call(QUESTION, options());

    assertThat(result.output().text()).isEqualTo("good");
    assertThat(result.requests()).as("three of the helper, one of the agent").isEqualTo(4);
    assertThat(result.usage()).isEqualTo(Usage.of(40, 20));
    assertThat(result.charges()).hasSize(4);
    assertThat(history.turns()).hasSize(1);
  }

  @Test
  void streamsTheFirstPreparedStage() {
    FallbackAgent<Question, Answer> fallback = FallbackAgent.of(selectedBy(down()), good);

    for (Agent<Question, Answer> agent : List.of(fallback, fallback.withAcceptedStreamsOnly())) {
      var texts = new StringBuilder();
      try (AgentStream<Answer> stream = agent.stream(QUESTION, options())) {
        stream.text("$.text").forEach(delta -> texts.append(delta.text()));
        assertThat(stream.runResult().requests()).isEqualTo(2);
      }
      assertThat(texts).hasToString("good");
    }
    fallback.stream(QUESTION, options()).close();
    assertThat(history.turns()).hasSize(2);
  }

  @Test
  void escalatesFurtherAfterTheFirstPreparedStage() {
    Agent<Question, Answer> bad =
        agent("bad", ScriptedModel.by(request -> response("bad", 0.9)).model("bad"));
    Agent<Question, Answer> fallback =
        FallbackAgent.of(List.of(selectedBy(down()), selectedBy(down()), bad, good))
            .withCheck(answer ->
                answer.text().equals("bad") ? Optional.of("contains bad") : Optional.empty());

    assertThat(fallback.call(QUESTION, options()).requests()).isEqualTo(4);
    assertThat(events.stream().filter(RunEscalated.class::isInstance))
        .extracting(event -> ((RunEscalated) event).to())
        .containsExactly("agent 2", "bad", "good");
  }

  @Test
  void containsTheFailuresOfAllStagesIfNoneCanBePrepared() {
    Agent<Question, Answer> fallback = FallbackAgent.of(selectedBy(down()), selectedBy(invalid()));

    assertThatThrownBy(() -> fallback.run(QUESTION, options()))
        .isInstanceOfSatisfying(
            AllModelsFailedException.class,
            e -> {
              assertThat(e.causes()).hasSize(2);
              assertThat(e.causes().getFirst()).isSameAs(unavailable);
              assertThat(e.causes().getLast()).isInstanceOf(InvalidOutputException.class);
              assertThat(e.requests()).isEqualTo(4);
              assertThat(e.usage()).isEqualTo(Usage.of(30, 15));
            });
    requireUnusedHistory();
  }

  @Test
  void containsTheFailureOfAStageThatCouldNotBePreparedIfAllFail() {
    Agent<Question, Answer> broken = agent("broken", down());
    Agent<Question, Answer> fallback = FallbackAgent.of(selectedBy(invalid()), broken);

    assertThatThrownBy(() -> fallback.run(QUESTION, options()))
        .isInstanceOfSatisfying(
            AllModelsFailedException.class,
            e -> {
              assertThat(e.causes().getFirst()).isInstanceOf(InvalidOutputException.class);
              assertThat(e.causes().getLast()).isSameAs(unavailable);
              assertThat(e.requests()).isEqualTo(4);
            });
    requireUnusedHistory();
  }

  @Test
  void doesNotEscalateAfterFailuresOfTheCaller() {
    Model cancelled = ScriptedModel.throwing(CancelledException.closed("waiting")).model();

    assertThatThrownBy(() -> FallbackAgent.of(selectedBy(cancelled), good).run(QUESTION, options()))
        .isInstanceOf(CancelledException.class);
    assertThatThrownBy(() ->
            FallbackAgent.of(selectedBy(invalid()), good)
                .run(QUESTION, options().withBudget(Budget.ofRequests(2))))
        .isInstanceOf(LimitExceededException.class);
    assertThat(script.requests()).isEmpty();
    assertThat(events).noneMatch(RunEscalated.class::isInstance);
    requireUnusedHistory();
  }

  @Test
  void cachesTheOutputOfTheFirstPreparedStage() {
    CachedAgent<Question, Answer> cached =
        CachedAgent.of(
            FallbackAgent.of(selectedBy(down()), good),
            Schema.of(Answer.class),
            ResponseCache.create());

    RunResult<Answer> miss = cached.call(QUESTION);
    RunResult<Answer> hit = cached.call(QUESTION, options());

    assertThat(miss.requests()).isEqualTo(2);
    assertThat(hit.cacheState()).isEqualTo(CacheState.HIT);
    assertThat(hit.requests()).as("that of the selector").isEqualTo(1);
    assertThat(history.turns()).hasSize(1);
    assertThat(script.requests()).hasSize(1);
  }

  @Test
  void hasAFingerprintOfTheStageThatCouldNotBePrepared() {
    assertThat(fingerprint(FallbackAgent.of(selectedBy(down()), good)))
        .isEqualTo(fingerprint(FallbackAgent.of(selectedBy(down()), good)))
        .isNotEqualTo(fingerprint(FallbackAgent.of(good)));
  }

  private static String fingerprint(Agent<Question, Answer> agent) {
    try (PreparedRun<Answer> run = agent.prepare(QUESTION, RunOptions.defaults())) {
      return run.fingerprint();
    }
  }

  private void requireUnusedHistory() {
    assertThat(history.turns()).isEmpty();
    good.run(QUESTION, RunOptions.history(history));
  }

  private RunOptions options() {
    return RunOptions.history(history).withListener(events::add);
  }

  private Model down() {
    return ScriptedModel.by(request -> ScriptedResponse.throwing(unavailable)).model("down");
  }

  /** Returns a model whose responses violate their schema in all attempts. */
  private static Model invalid() {
    return ScriptedModel.by(request -> response("far", 7)).model("invalid");
  }

  /** Returns an agent whose model is chosen by another agent, and whose choice must not fail. */
  private Agent<Question, Answer> selectedBy(Model helper) {
    Agent<Question, Answer> judge = agent("judge", helper);
    return RoutedAgent.of(
        agent("selected", script.model("selected")),
        context -> {
          context.run(judge, QUESTION);
          return Optional.empty();
        });
  }

  private static Agent<Question, Answer> agent(String name, Model model) {
    return AtomicAgent.builder(Question.class, Answer.class, model).name(name).build();
  }
}
