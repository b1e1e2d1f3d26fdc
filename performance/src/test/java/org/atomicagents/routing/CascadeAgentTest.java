package org.atomicagents.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.atomicagents.routing.RoutingTypes.QUESTION;
import static org.atomicagents.routing.RoutingTypes.answer;
import static org.atomicagents.routing.RoutingTypes.json;
import static org.atomicagents.routing.RoutingTypes.response;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.atomicagents.AtomicAgent;
import org.atomicagents.PreparedRun;
import org.atomicagents.RunLimits;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.OverlapPolicy;
import org.atomicagents.error.AllModelsFailedException;
import org.atomicagents.error.ConflictException;
import org.atomicagents.error.InvalidOutputException;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.error.TransportException;
import org.atomicagents.limit.DrivenClock;
import org.atomicagents.message.Usage;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.AgentEvent.RunEscalated;
import org.atomicagents.model.Budget;
import org.atomicagents.routing.RoutingTypes.Answer;
import org.atomicagents.routing.RoutingTypes.Question;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.junit.jupiter.api.Test;

class CascadeAgentTest {
  private static final String INVALID = json("long", 7);

  private final List<AgentEvent> events = new ArrayList<>();
  private final RunOptions recorded = RunOptions.defaults().withListener(events::add);

  @Test
  void returnsAnAcceptedOutputOfTheFirstModel() {
    ScriptedModel small = ScriptedModel.of(response("short", 0.9));
    ScriptedModel large = ScriptedModel.answering();

    RunResult<Answer> result = cascade(small, large).call(QUESTION, recorded);

    assertThat(result.output()).isEqualTo(answer("short", 0.9));
    assertThat(result.isAccepted()).isTrue();
    assertThat(result.requests()).isEqualTo(1);
    assertThat(large.requests()).isEmpty();
    assertThat(escalations()).isEmpty();
  }

  @Test
  void escalatesAnOutputThatViolatesAConstraint() {
    ScriptedModel small = ScriptedModel.answering(INVALID, INVALID, INVALID);
    ScriptedModel large = ScriptedModel.of(response("long", 0.9));

    RunResult<Answer> result = cascade(small, large).call(QUESTION, recorded);

    assertThat(result.output()).isEqualTo(answer("long", 0.9));
    assertThat(result.attempts()).isEqualTo(4);
    assertThat(result.requests()).isEqualTo(4);
    assertThat(escalations())
        .extracting(RunEscalated::from, RunEscalated::to, RunEscalated::reasons)
        .containsExactly(tuple("small", "large", List.of("InvalidOutputException")));
  }

  @Test
  void escalatesAnOutputThatACheckRejects() {
    ScriptedModel small = ScriptedModel.of(response("bad", 0.9));
    ScriptedModel large = ScriptedModel.of(response("good", 0.9));

    RunResult<Answer> result = cascade(small, large).call(QUESTION, recorded);

    assertThat(result.output().text()).isEqualTo("good");
    assertThat(result.usage()).isEqualTo(Usage.of(20, 10));
    assertThat(result.charges()).hasSize(2);
    assertThat(escalations())
        .containsExactly(
            new RunEscalated("Answer", "small", "large", List.of("contains bad"), null));
  }

  @Test
  void escalatesALowConfidence() {
    ScriptedModel small = ScriptedModel.of(response("unsure", 0.5));
    ScriptedModel large = ScriptedModel.of(response("sure", 0.7));

    RunResult<Answer> result = cascade(small, large).call(QUESTION, recorded);

    assertThat(result.output().text()).isEqualTo("sure");
    assertThat(escalations())
        .extracting(RunEscalated::reasons)
        .containsExactly(List.of("confidence 0.5 is below 0.7"));
  }

  @Test
  void marksAnOutputOfTheLastModelBelowTheBound() {
    ScriptedModel small = ScriptedModel.of(response("unsure", 0.6));
    ScriptedModel large = ScriptedModel.of(response("better", 0.5));

    RunResult<Answer> result = cascade(small, large).call(QUESTION, recorded);

    assertThat(result.output().text()).isEqualTo("better");
    assertThat(result.shortfalls()).containsExactly("confidence 0.5 is below 0.7");
    assertThat(events)
        .contains(
            new AgentEvent.BestOutputReturned(
                "Answer", "large", List.of("confidence 0.5 is below 0.7")));
  }

  @Test
  void failsWithAllReasonsIfChecksRejectAllOutputs() {
    ScriptedModel small = ScriptedModel.of(response("bad", 0.9));
    ScriptedModel large = ScriptedModel.of(response("bad too", 0.9));
    var history = ChatHistory.unbounded();

    assertThatThrownBy(() -> cascade(small, large).run(QUESTION, RunOptions.history(history)))
        .isInstanceOfSatisfying(
            AllModelsFailedException.class,
            e -> {
              assertThat(e)
                  .hasMessage(
                      """
                      All 2 models failed:
                        Agent 'Answer' accepted no Answer of small:
                        contains bad
                      Add a model, or relax the checks.
                        Agent 'Answer' accepted no Answer of large:
                        contains bad
                      Add a model, or relax the checks.\
                      """);
              assertThat(e.causes()).hasOnlyElementsOfType(InvalidOutputException.class);
              assertThat(e.usage()).isEqualTo(Usage.of(20, 10));
              assertThat(e.requests()).isEqualTo(2);
              assertThat(e.attempts()).isEqualTo(2);
            });
    assertThat(history.turns()).isEmpty();
  }

  @Test
  void returnsARejectedOutputOnRequestOnly() {
    ScriptedModel small = ScriptedModel.of(response("bad", 0.9));
    ScriptedModel large = ScriptedModel.of(response("bad too", 0.9));

    RunResult<Answer> result = cascade(small, large).withRejectedOutputs().call(QUESTION);

    assertThat(result.output().text()).isEqualTo("bad too");
    assertThat(result.shortfalls()).containsExactly("contains bad");
  }

  @Test
  void prefersAnOutputBelowTheBoundToARejectedOne() {
    ScriptedModel small = ScriptedModel.of(response("unsure", 0.1));
    ScriptedModel large = ScriptedModel.of(response("bad", 0.9));

    RunResult<Answer> result = cascade(small, large).withRejectedOutputs().call(QUESTION);

    assertThat(result.output().text()).isEqualTo("unsure");
  }

  @Test
  void returnsTheBestOutputIfTheBudgetIsUsed() {
    ScriptedModel small = ScriptedModel.of(response("unsure", 0.5));
    ScriptedModel large = ScriptedModel.answering();
    var history = ChatHistory.unbounded();

    RunResult<Answer> result =
        cascade(small, large)
            .call(QUESTION, RunOptions.history(history).withBudget(Budget.ofRequests(1)));

    assertThat(result.output().text()).isEqualTo("unsure");
    assertThat(result.shortfalls())
        .containsExactly("confidence 0.5 is below 0.7", "large failed: LimitExceededException");
    assertThat(result.requests()).isEqualTo(1);
    assertThat(history.turns()).hasSize(1);
  }

  @Test
  void failsIfTheBudgetIsUsedAndNoOutputIsValid() {
    ScriptedModel small = ScriptedModel.of(response("bad", 0.5));
    ScriptedModel large = ScriptedModel.answering();

    assertThatThrownBy(() ->
            cascade(small, large)
                .run(QUESTION, RunOptions.defaults().withBudget(Budget.ofRequests(1))))
        .isInstanceOfSatisfying(
            LimitExceededException.class,
            e -> {
              assertThat(e.usage()).isEqualTo(Usage.of(10, 5));
              assertThat(e.getSuppressed()).hasOnlyElementsOfType(InvalidOutputException.class);
            });
    assertThat(large.requests()).isEmpty();
  }

  @Test
  void returnsTheBestOutputIfTheDeadlineHasPassed() {
    DrivenClock clock = DrivenClock.stopped();
    ScriptedModel small = ScriptedModel.of(response("unsure", 0.5));
    ScriptedModel large = ScriptedModel.answering();
    AtomicAgent<Question, Answer> agent = agent(small).toBuilder().timeSource(clock).build();
    CascadeAgent<Question, Answer> slow =
        cascade(agent, small, large)
            .withCheck(answer -> {
              clock.advance(Duration.ofSeconds(6));
              return Optional.empty();
            });

    RunResult<Answer> result = slow.call(QUESTION, RunOptions.timeout(Duration.ofSeconds(5)));

    assertThat(result.output().text()).isEqualTo("unsure");
    assertThat(result.shortfalls()).contains("large failed: TimedOutException");
    assertThat(large.requests()).isEmpty();
  }

  @Test
  void endsAtTheDeadlineWithoutAnOutput() {
    DrivenClock clock = DrivenClock.stopped();
    ScriptedModel small =
        ScriptedModel.by(request -> {
          clock.advance(Duration.ofSeconds(6));
          return ScriptedResponse.throwing(
              TransportException.of("connection lost", TransportException.Stage.CONNECT, null));
        });
    ScriptedModel large = ScriptedModel.answering();
    AtomicAgent<Question, Answer> agent = agent(small).toBuilder().timeSource(clock).build();

    assertThatThrownBy(() ->
            cascade(agent, small, large).call(QUESTION, RunOptions.timeout(Duration.ofSeconds(5))))
        .isInstanceOfAny(TransportException.class, TimedOutException.class);
    assertThat(large.requests()).isEmpty();
  }

  @Test
  void escalatesRefusalsAndFailuresOfTheProvider() {
    ScriptedModel small =
        ScriptedModel.throwing(
            TransportException.of("connection lost", TransportException.Stage.CONNECT, null));
    ScriptedModel middle = ScriptedModel.of(ScriptedResponse.refusal("I cannot answer this"));
    ScriptedModel large = ScriptedModel.of(response("good", 0.9));
    CascadeAgent<Question, Answer> cascade =
        CascadeAgent.of(
            agent(small), small.model("small"), middle.model("middle"), large.model("large"));

    RunResult<Answer> result = cascade.call(QUESTION, recorded);

    assertThat(result.requests()).isEqualTo(3);
    assertThat(escalations())
        .extracting(event -> event.reasons().getFirst())
        .containsExactly("TransportException", "ModelRefusalException");
  }

  @Test
  void endsAfterAFailureThatIsExcluded() {
    ScriptedModel small =
        ScriptedModel.throwing(
            TransportException.of("connection lost", TransportException.Stage.CONNECT, null));
    ScriptedModel large = ScriptedModel.answering();

    assertThatThrownBy(() ->
            cascade(small, large)
                .withFailures(e -> e instanceof InvalidOutputException)
                .run(QUESTION))
        .isInstanceOf(TransportException.class);
    assertThat(large.requests()).isEmpty();
  }

  @Test
  void commitsTheReturnedOutputOnly() {
    var history = ChatHistory.unbounded();
    ScriptedModel small = ScriptedModel.of(response("bad", 0.9));
    ScriptedModel large = ScriptedModel.of(response("good", 0.9));
    agent(ScriptedModel.of(response("earlier", 0.9)))
        .run(new Question("Before?"), RunOptions.history(history));

    cascade(small, large).run(QUESTION, RunOptions.history(history));

    assertThat(history.turns()).hasSize(2);
    assertThat(history.messages()).hasSize(4);
    assertThat(history.messages().getLast().text()).isEqualTo(json("good", 0.9));
    assertThat(large.lastRequest().messages())
        .as("both stages read the same conversation")
        .isEqualTo(small.lastRequest().messages());
  }

  @Test
  void continuesTheLastTurnOnce() {
    var history = ChatHistory.unbounded();
    ScriptedModel small = ScriptedModel.of(response("a", 0.9), response("bad", 0.9));
    ScriptedModel large = ScriptedModel.of(response("good", 0.9));
    CascadeAgent<Question, Answer> cascade = cascade(small, large);
    cascade.run(QUESTION, RunOptions.history(history));

    cascade.run(RunOptions.history(history));

    assertThat(history.turns()).hasSize(1);
    assertThat(history.messages()).hasSize(3);
  }

  @Test
  void excludesOtherRunsUntilItsEnd() {
    var history = ChatHistory.unbounded().withOverlapPolicy(OverlapPolicy.REJECT);
    ScriptedModel small = ScriptedModel.of(response("bad", 0.9), response("good", 0.9));
    ScriptedModel large = ScriptedModel.of(response("good", 0.9));
    CascadeAgent<Question, Answer> cascade = cascade(small, large);
    RunOptions options = RunOptions.history(history);

    PreparedRun<Answer> prepared = cascade.prepare(QUESTION, options);
    assertThatThrownBy(() -> cascade.prepare(QUESTION, options))
        .isInstanceOf(ConflictException.class);
    prepared.call();
    cascade.run(QUESTION, options);

    assertThat(history.turns()).hasSize(2);
    assertThatThrownBy(prepared::call)
        .hasMessage("This run of 'Answer' was used or closed already.\nPrepare another run.");
  }

  @Test
  void usesTheConversationOfTheAgent() {
    var history = ChatHistory.unbounded();
    ScriptedModel small = ScriptedModel.of(response("bad", 0.9));
    ScriptedModel large = ScriptedModel.of(response("good", 0.9));
    AtomicAgent<Question, Answer> agent = agent(small).toBuilder().history(history).build();

    cascade(agent, small, large).run(QUESTION);

    assertThat(history.turns()).hasSize(1);
  }

  @Test
  void refusesAgentsWithDifferentConversations() {
    ScriptedModel script = ScriptedModel.answering();
    var first = agent(script).toBuilder().history(ChatHistory.unbounded()).build();
    var second = agent(script).toBuilder().history(ChatHistory.unbounded()).build();

    assertThatThrownBy(() -> CascadeAgent.ofAgents(List.of(first, second)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "agents: expected agents without a history, or with the same one, found 2 histories.\n"
                + "Pass the history in the RunOptions.");
    assertThatThrownBy(() -> CascadeAgent.of(agent(script)))
        .hasMessage("models: expected at least one, found none");
    assertThatThrownBy(() -> CascadeAgent.ofAgents(List.<AtomicAgent<Question, Answer>>of()))
        .hasMessage("agents: expected at least one, found none");
  }

  @Test
  void runsOneStageWithAModelOfTheOptions() {
    ScriptedModel small = ScriptedModel.answering();
    ScriptedModel other = ScriptedModel.of(response("good", 0.9));

    cascade(small, small).run(QUESTION, RunOptions.defaults().withModel(other.model("other")));

    assertThat(other.lastRequest().model()).isEqualTo("other");
    assertThat(small.requests()).isEmpty();
  }

  @Test
  void appliesTheSettingsOfAStage() {
    ScriptedModel small = ScriptedModel.answering(INVALID);
    ScriptedModel large = ScriptedModel.of(response("good", 0.9));
    CascadeAgent<Question, Answer> cascade =
        CascadeAgent.of(
            agent(small),
            List.of(
                ModelSelection.of(small.model("small"), "cheap").withLimits(new RunLimits(1, 1)),
                ModelSelection.of(large.model("large"), "good")));

    RunResult<Answer> result = cascade.call(QUESTION);

    assertThat(result.requests()).isEqualTo(2);
  }

  @Test
  void closesAllExchanges() {
    ScriptedModel small = ScriptedModel.of(response("bad", 0.9));
    ScriptedModel large = ScriptedModel.of(response("bad", 0.9));

    assertThatThrownBy(() -> cascade(small, large).run(QUESTION))
        .isInstanceOf(AllModelsFailedException.class);

    assertThat(small.closed()).isEqualTo(small.opened());
    assertThat(large.closed()).isEqualTo(large.opened());
  }

  private List<RunEscalated> escalations() {
    return events.stream()
        .filter(RunEscalated.class::isInstance)
        .map(RunEscalated.class::cast)
        .toList();
  }

  private static AtomicAgent<Question, Answer> agent(ScriptedModel script) {
    return AtomicAgent.builder(Question.class, Answer.class, script.model()).name("Answer").build();
  }

  private static CascadeAgent<Question, Answer> cascade(ScriptedModel small, ScriptedModel large) {
    return cascade(agent(small), small, large);
  }

  private static CascadeAgent<Question, Answer> cascade(
      AtomicAgent<Question, Answer> agent, ScriptedModel small, ScriptedModel large) {
    return CascadeAgent.of(agent, small.model("small"), large.model("large"))
        .withCheck(answer ->
            answer.text().contains("bad") ? Optional.of("contains bad") : Optional.empty())
        .withMinConfidence(Answer::confidence, 0.7);
  }
}
