package org.atomicagents.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atomicagents.routing.RoutingTypes.QUESTION;
import static org.atomicagents.routing.RoutingTypes.answer;
import static org.atomicagents.routing.RoutingTypes.json;
import static org.atomicagents.routing.RoutingTypes.response;

import jakarta.validation.constraints.NotBlank;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.atomicagents.Agent;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.OverlapPolicy;
import org.atomicagents.error.AllModelsFailedException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.InvalidInputException;
import org.atomicagents.error.InvalidOutputException;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.error.TransportException;
import org.atomicagents.message.Usage;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.AgentEvent.RunEscalated;
import org.atomicagents.model.Budget;
import org.atomicagents.routing.RoutingTypes.Answer;
import org.atomicagents.routing.RoutingTypes.Question;
import org.atomicagents.schema.Description;
import org.atomicagents.testing.ScriptedModel;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FallbackAgentTest {
  private final TransportException lost =
      TransportException.of("x.example is down", TransportException.Stage.CONNECT, null);

  @Test
  @DisplayName("F15 the first agent fails, the second one answers")
  void f15Second() {
    Agent<Question, Answer> x = agent("x", ScriptedModel.throwing(lost));
    Agent<Question, Answer> y = agent("y", ScriptedModel.of(response("y", 0.9)));

    assertThat(FallbackAgent.of(x, y).run(QUESTION)).isEqualTo(answer("y", 0.9));
  }

  @Test
  @DisplayName("F15 all agents fail: the error contains all causes")
  void f15All() {
    Agent<Question, Answer> x = agent("x", ScriptedModel.throwing(lost));
    Agent<Question, Answer> y = agent("y", ScriptedModel.answering("no", "no", "no"));
    var history = ChatHistory.unbounded();

    assertThatThrownBy(() -> FallbackAgent.of(x, y).run(QUESTION, RunOptions.history(history)))
        .isInstanceOfSatisfying(
            AllModelsFailedException.class,
            e -> {
              assertThat(e.causes()).hasSize(2);
              assertThat(e.causes().get(0)).isSameAs(lost);
              assertThat(e.causes().get(1)).isInstanceOf(InvalidOutputException.class);
              assertThat(e)
                  .hasMessageContaining("x.example is down")
                  .hasMessageContaining("Agent 'y' got no valid Answer in 3 attempts");
              assertThat(e.requests()).isEqualTo(4);
            });
    assertThat(history.turns()).isEmpty();
  }

  @Test
  void usesTheFirstAgentThatAnswers() {
    ScriptedModel second = ScriptedModel.answering();

    FallbackAgent.of(agent("x", ScriptedModel.of(response("x", 0.9))), agent("y", second))
        .run(QUESTION);

    assertThat(second.requests()).isEmpty();
  }

  @Test
  void fallsBackIfACheckRejectsTheOutput() {
    var events = new ArrayList<AgentEvent>();
    var fallback =
        FallbackAgent.of(
                agent("x", ScriptedModel.of(response("I cannot help", 0.9))),
                agent("y", ScriptedModel.of(response("y", 0.9))))
            .withCheck(answer ->
                answer.text().startsWith("I cannot") ? Optional.of("declined") : Optional.empty());

    RunResult<Answer> result =
        fallback.call(QUESTION, RunOptions.defaults().withListener(events::add));

    assertThat(result.output().text()).isEqualTo("y");
    assertThat(result.usage()).isEqualTo(Usage.of(20, 10));
    assertThat(result.attempts()).isEqualTo(2);
    assertThat(events.stream().filter(RunEscalated.class::isInstance))
        .containsExactly(new RunEscalated("fallback", "x", "y", List.of("declined"), null));
  }

  @Test
  void commitsTheReturnedOutputOnly() {
    var history = ChatHistory.unbounded();
    var fallback =
        FallbackAgent.of(
            agent("x", ScriptedModel.answering("no", "no", "no")),
            agent("y", ScriptedModel.of(response("y", 0.9))));

    fallback.run(QUESTION, RunOptions.history(history));

    assertThat(history.turns()).hasSize(1);
    assertThat(history.messages().getLast().text()).isEqualTo(json("y", 0.9));
  }

  @Test
  void throwsTheFailureOfASingleAgentUnchanged() {
    Agent<Question, Answer> x = agent("x", ScriptedModel.throwing(lost));

    assertThatThrownBy(() -> FallbackAgent.of(x).run(QUESTION)).isSameAs(lost);
  }

  @Test
  void doesNotFallBackAfterFailuresOfTheCaller() {
    ScriptedModel second = ScriptedModel.answering();
    Agent<Question, Answer> y = agent("y", second);
    Agent<Question, Answer> cancelled =
        agent("x", ScriptedModel.throwing(CancelledException.closed("waiting")));
    Agent<Question, Answer> broken =
        (input, options) -> {
          throw new IllegalStateException("a bug");
        };

    assertThatThrownBy(() -> FallbackAgent.of(cancelled, y).run(QUESTION))
        .isInstanceOf(CancelledException.class);
    assertThatThrownBy(() -> FallbackAgent.of(broken, y).run(QUESTION)).hasMessage("a bug");
    assertThat(second.requests()).isEmpty();
  }

  @Test
  void doesNotFallBackAfterAnInvalidInput() {
    ScriptedModel script = ScriptedModel.answering();
    Agent<Strict, Answer> agent = AtomicAgent.of(Strict.class, Answer.class, script.model());

    assertThatThrownBy(() -> FallbackAgent.of(agent, agent).run(new Strict(" ")))
        .isInstanceOf(InvalidInputException.class);
    assertThat(script.requests()).isEmpty();
  }

  @Test
  void doesNotFallBackAfterTheBudgetIsUsed() {
    ScriptedModel second = ScriptedModel.answering();
    Agent<Question, Answer> x = agent("x", ScriptedModel.answering("no"));

    assertThatThrownBy(() ->
            FallbackAgent.of(x, agent("y", second))
                .run(QUESTION, RunOptions.defaults().withBudget(Budget.ofRequests(1))))
        .isInstanceOf(LimitExceededException.class);
    assertThat(second.requests()).isEmpty();
  }

  @Test
  void fallsBackAfterAnInterruptNever() {
    ScriptedModel second = ScriptedModel.answering();
    Agent<Question, Answer> x =
        agent(
            "x",
            ScriptedModel.by(request -> {
              Thread.currentThread().interrupt();
              return response("x", 0.9);
            }));

    try {
      assertThatThrownBy(() -> FallbackAgent.of(x, agent("y", second)).run(QUESTION))
          .isInstanceOf(CancelledException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(second.requests()).isEmpty();
  }

  @Test
  void fallsBackWithinAFallback() {
    Agent<Question, Answer> x = agent("x", ScriptedModel.throwing(lost));
    Agent<Question, Answer> y = agent("y", ScriptedModel.throwing(lost));
    Agent<Question, Answer> z = agent("z", ScriptedModel.of(response("z", 0.9)));
    var history = ChatHistory.unbounded();

    RunResult<Answer> result =
        FallbackAgent.of(FallbackAgent.of(x, y), z).call(QUESTION, RunOptions.history(history));

    assertThat(result.output().text()).isEqualTo("z");
    assertThat(result.requests()).isEqualTo(3);
    assertThat(history.turns()).hasSize(1);
  }

  @Test
  void streamsEachAgentOrTheReturnedOutputOnly() {
    var fallback =
        FallbackAgent.of(
                agent("x", ScriptedModel.by(request -> response("bad", 0.9))),
                agent("y", ScriptedModel.by(request -> response("y", 0.9))))
            .withCheck(
                answer -> answer.text().equals("bad") ? Optional.of("bad") : Optional.empty());

    assertThat(streamed(fallback)).containsExactly("1 bad", "2 y");
    assertThat(streamed(fallback.withAcceptedStreamsOnly())).containsExactly("1 y");
  }

  private static List<String> streamed(Agent<Question, Answer> agent) {
    var texts = new ArrayList<String>();
    try (AgentStream<Answer> stream = agent.stream(QUESTION)) {
      stream.text("$.text").forEach(delta -> texts.add(delta.draft() + " " + delta.text()));
    }
    return texts;
  }

  @Test
  void releasesTheConversationIfACheckThrows() {
    var history = ChatHistory.unbounded().withOverlapPolicy(OverlapPolicy.REJECT);
    Agent<Question, Answer> x = agent("x", ScriptedModel.by(request -> response("x", 0.9)));
    var broken =
        FallbackAgent.of(x, x)
            .withCheck(answer -> {
              throw new IllegalStateException("a bug in a check");
            });

    assertThatThrownBy(() -> broken.run(QUESTION, RunOptions.history(history)))
        .hasMessage("a bug in a check");
    try (AgentStream<Answer> stream = broken.stream(QUESTION, RunOptions.history(history))) {
      assertThatThrownBy(stream::result).hasMessage("a bug in a check");
    }
    x.run(QUESTION, RunOptions.history(history));

    assertThat(history.turns()).hasSize(1);
  }

  @Description("A question that is not blank")
  record Strict(@Description("The text") @NotBlank String text) {}

  private static Agent<Question, Answer> agent(String name, ScriptedModel script) {
    return AtomicAgent.builder(Question.class, Answer.class, script.model(name)).name(name).build();
  }
}
