package org.atomicagents.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.atomicagents.routing.RoutingTypes.QUESTION;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import org.atomicagents.AtomicAgent;
import org.atomicagents.CacheState;
import org.atomicagents.Decision;
import org.atomicagents.DecisionAgent;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.batch.Batch;
import org.atomicagents.batch.BatchJournal;
import org.atomicagents.batch.Outcome;
import org.atomicagents.cache.CachedAgent;
import org.atomicagents.cache.ResponseCache;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.metrics.TimedAgent;
import org.atomicagents.model.Model;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.routing.DecisionTypes.Assessment;
import org.atomicagents.routing.RoutingTypes.Question;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the layers around agents of decisions. */
class DecisionLayersTest {
  private final ScriptedModel script =
      ScriptedModel.by(request ->
          request.model().equals("silent")
              ? ScriptedResponse.text("{\"isTrue\":true}")
              : DecisionTypes.response(request.model().equals("large") ? 0.95 : 0.6));
  private final Model small = script.model("small");
  private final Model large = script.model("large");
  private final DecisionAgent<Question, Assessment> agent = DecisionTypes.agent(small);

  @Test
  void aCascadeRunsTheNextModelBelowABoundOfTheProbability() {
    CascadeAgent<Question, Decision<Assessment>> cascade = CascadeAgent.of(agent, small, large);

    RunResult<Decision<Assessment>> escalated =
        cascade.withMinConfidence(Decision::minProbability, 0.9).call(QUESTION);
    RunResult<Decision<Assessment>> accepted =
        cascade
            .withMinConfidence(decision -> decision.probability("isTrue").orElse(0), 0.5)
            .call(QUESTION);

    assertThat(escalated.model()).isEqualTo("large");
    assertThat(escalated.isAccepted()).isTrue();
    assertThat(escalated.output().minProbability()).isEqualTo(0.95, within(1e-9));
    assertThat(accepted.model()).isEqualTo("small");
  }

  @Test
  void aModelWithoutProbabilitiesIsBelowEveryBound() {
    Model silent = script.model("silent").withModes(ResponseMode.JSON_SCHEMA);
    CascadeAgent<Question, Decision<Assessment>> cascade =
        CascadeAgent.of(agent, silent, small).withMinConfidence(Decision::minProbability, 0.5);

    assertThat(cascade.call(QUESTION).model()).isEqualTo("small");
  }

  @Test
  void aCacheReturnsTheProbabilities() {
    var history = ChatHistory.unbounded();
    var cached = CachedAgent.of(agent, agent.output().orElseThrow(), ResponseCache.create());

    Decision<Assessment> first = cached.run(QUESTION);
    RunResult<Decision<Assessment>> hit = cached.call(QUESTION, RunOptions.history(history));

    assertThat(hit.cacheState()).isEqualTo(CacheState.HIT);
    assertThat(hit.output()).isEqualTo(first);
    assertThat(hit.output().hasProbabilities()).isTrue();
    assertThat(history.messages().getLast().text()).isEqualTo("{\"isTrue\":true}");
    assertThat(script.requests()).hasSize(1);
  }

  @Test
  void aCacheDistinguishesDecisionsFromOutputs() {
    var cache = ResponseCache.create();
    CachedAgent.of(agent.agent(), cache).run(QUESTION, decisionMode());

    CachedAgent.of(agent, agent.output().orElseThrow(), cache).run(QUESTION);

    assertThat(script.requests()).hasSize(2);
  }

  @Test
  void aBatchWithAJournalReturnsTheProbabilities(@TempDir Path folder) {
    List<Question> inputs = List.of(QUESTION, new Question("Is water wet?"));
    List<Outcome<Decision<Assessment>>> first;
    List<Outcome<Decision<Assessment>>> resumed;

    try (var journal = BatchJournal.open(folder.resolve("journal"))) {
      first = Batch.of(agent).withJournal(journal).run(inputs);
    }
    try (var journal = BatchJournal.open(folder.resolve("journal"))) {
      resumed = Batch.of(agent).withJournal(journal).run(inputs);
    }

    assertThat(script.requests()).hasSize(2);
    assertThat(first).hasSize(2).allMatch(DecisionLayersTest::hasProbabilities);
    assertThat(resumed).hasSize(2).allMatch(DecisionLayersTest::hasProbabilities);
  }

  @Test
  void theItemsOfABatchHaveForksOfTheHistoryOfTheAgentInside() {
    ChatHistory history = ChatHistory.unbounded();
    var atomic =
        AtomicAgent.builder(Question.class, Assessment.class, small).history(history).build();
    DecisionAgent<Question, Assessment> talking = DecisionAgent.of(atomic);
    talking.run(QUESTION);

    List<Outcome<Decision<Assessment>>> outcomes =
        Batch.of(TimedAgent.of(talking)).run(List.of(QUESTION, QUESTION));

    assertThat(outcomes).hasSize(2).allMatch(DecisionLayersTest::hasProbabilities);
    assertThat(script.requests().getLast().messages()).hasSize(4);
    assertThat(history.messages()).hasSize(2);
  }

  @Test
  void aBatchWithAMaximumCostRejectsDecisionsOfAnUnknownPrice() {
    Batch<Question, Decision<Assessment>> batch = Batch.of(agent).withMaxCost(BigDecimal.ONE);

    assertThatThrownBy(() -> batch.start(List.of(QUESTION)))
        .isInstanceOf(ConfigurationException.class);
    assertThat(script.requests()).isEmpty();
  }

  @Test
  void timedRunsAreRecorded() {
    var timed = TimedAgent.of(agent);

    timed.run(QUESTION);

    assertThat(timed.metrics().summary().count()).isEqualTo(1);
  }

  private static boolean hasProbabilities(Outcome<Decision<Assessment>> outcome) {
    return outcome instanceof Outcome.Success<Decision<Assessment>> success
        && success.result().output().minProbability() > 0.5;
  }

  private static RunOptions decisionMode() {
    return RunOptions.defaults().withMode(ResponseMode.DECISION);
  }
}
