package org.atomicagents.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.atomicagents.agent.OrderTypes.BAD_TYPE;
import static org.atomicagents.agent.OrderTypes.BAD_VALUE;
import static org.atomicagents.agent.OrderTypes.GOOD;
import static org.atomicagents.agent.OrderTypes.LINE;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.atomicagents.AtomicAgent;
import org.atomicagents.CacheState;
import org.atomicagents.RunLimits;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.agent.OrderTypes.Line;
import org.atomicagents.agent.OrderTypes.Wish;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.OverlapPolicy;
import org.atomicagents.chat.Turn;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.ConflictException;
import org.atomicagents.error.EmptyResponseException;
import org.atomicagents.error.InvalidInputException;
import org.atomicagents.error.InvalidOutputException;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.error.ModelRefusalException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.error.TruncatedException;
import org.atomicagents.message.Content;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.atomicagents.message.Usage;
import org.atomicagents.message.Violation;
import org.atomicagents.model.Budget;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.atomicagents.time.Phase;
import org.atomicagents.time.TimeSource;
import org.junit.jupiter.api.Test;

class AgentRunTest {
  private static final Wish WISH = new Wish("two a");

  @Test
  void returnsTheOutputWithItsDetails() {
    var script = ScriptedModel.of(ScriptedResponse.text(GOOD).withUsage(Usage.of(10, 5)));

    RunResult<Line> result = agent(script).call(WISH);

    assertThat(result.output()).isEqualTo(LINE);
    assertThat(result.text()).isEqualTo(GOOD);
    assertThat(result.model()).isEqualTo("gpt-5-mini");
    assertThat(result.finishReason()).isEqualTo(FinishReason.STOP);
    assertThat(result.attempts()).isEqualTo(1);
    assertThat(result.requests()).isEqualTo(1);
    assertThat(result.usage()).isEqualTo(Usage.of(10, 5));
    assertThat(result.requestIds()).containsExactly("scripted-1");
    assertThat(result.repairs()).isEmpty();
    assertThat(result.cacheState()).isEqualTo(CacheState.NONE);
    assertThat(result.timings().nanos(Phase.PROMPT)).isPositive();
    assertThat(result.timings().nanos(Phase.READ)).isPositive();
    assertThat(result.timings().nanos(Phase.VALIDATE)).isPositive();
    assertThat(result.timings().accountedNanos())
        .isLessThanOrEqualTo(result.timings().total().toNanos());
    assertThat(script.closed()).isEqualTo(1);
  }

  @Test
  void reAsksInTextAfterAResponseInText() {
    var script = ScriptedModel.answering(BAD_TYPE, BAD_VALUE, GOOD);

    RunResult<Line> result = agent(script).call(WISH);

    assertThat(result.output()).isEqualTo(LINE);
    assertThat(result.attempts()).isEqualTo(3);
    List<Message> first = script.requests().get(0).messages();
    assertThat(script.requests().get(1).messages())
        .startsWith(first.toArray(Message[]::new))
        .endsWith(
            Message.assistant(BAD_TYPE),
            Message.user(
                """
                Your response is invalid:
                  $.count: expected an integer, found "two"
                Return the complete JSON again with these errors fixed.\
                """))
        .hasSize(first.size() + 2);
    assertThat(script.requests().get(2).messages())
        .startsWith(first.toArray(Message[]::new))
        .endsWith(
            Message.assistant(BAD_VALUE),
            Message.user(
                """
                Your response is invalid:
                  $.count: expected at least 1, found 0
                Return the complete JSON again with these errors fixed.\
                """))
        .hasSize(first.size() + 2);
    assertThat(result.timings().nanos(Phase.RE_ASK)).isPositive();
  }

  @Test
  void reAsksWithAToolResultAfterACall() {
    var script = ScriptedModel.answering(BAD_TYPE, GOOD);

    Line line = agent(script).run(WISH, RunOptions.defaults().withMode(ResponseMode.TOOL_CALL));

    assertThat(line).isEqualTo(LINE);
    assertThat(script.lastRequest().messages())
        .endsWith(
            new Message(Role.ASSISTANT, List.of(new Content.ToolCall("call_1", "Line", BAD_TYPE))),
            Message.toolResult(
                "call_1",
                "Line",
                """
                Your response is invalid:
                  $.count: expected an integer, found "two"
                Return the complete JSON again with these errors fixed.\
                """));
  }

  @Test
  void rejectsACallOfAnotherTool() {
    var script = ScriptedModel.of(ScriptedResponse.toolCall("other", "{}"));

    assertThatThrownBy(() ->
            agent(script)
                .run(
                    WISH,
                    RunOptions.defaults()
                        .withMode(ResponseMode.TOOL_CALL)
                        .withLimits(RunLimits.defaults().withMaxAttempts(1))))
        .hasMessage(
            """
            Agent 'Line' got no valid Line in 1 attempt:
              $: expected one call of the function 'Line', found a call of 'other'
            Raise maxAttempts, or relax Line.\
            """);
  }

  @Test
  void rejectsSeveralCalls() {
    var script =
        ScriptedModel.of(
            ScriptedResponse.toolCall("Line", GOOD).withToolCall("Line", GOOD),
            ScriptedResponse.text(GOOD));

    RunResult<Line> result =
        agent(script).call(WISH, RunOptions.defaults().withMode(ResponseMode.TOOL_CALL));

    assertThat(result.attempts()).isEqualTo(2);
    assertThat(script.lastRequest().messages().getLast().parts().getFirst())
        .isInstanceOfSatisfying(
            Content.ToolResult.class,
            toolResult ->
                assertThat(toolResult.text())
                    .contains(
                        "$: expected one call of the function 'Line', found calls of 'Line',"
                            + " 'Line'"));
  }

  @Test
  void failsWithTheViolationsOfTheLastResponse() {
    var history = ChatHistory.unbounded();
    var response = ScriptedResponse.text(BAD_TYPE).withUsage(Usage.of(10, 5));
    var script = ScriptedModel.of(response, response, response);

    InvalidOutputException failure =
        catchThrowableOfType(
            InvalidOutputException.class,
            () -> agent(script).run(WISH, RunOptions.history(history)));

    assertThat(failure)
        .hasMessage(
            """
            Agent 'Line' got no valid Line in 3 attempts:
              $.count: expected an integer, found "two"
            Raise maxAttempts, or relax Line.\
            """);
    assertThat(failure.violations())
        .containsExactly(new Violation("$.count", "an integer", "\"two\""));
    assertThat(failure.attempts()).isEqualTo(3);
    assertThat(failure.lastResponse()).isEqualTo(BAD_TYPE);
    assertThat(failure.usage()).isEqualTo(Usage.of(30, 15));
    assertThat(failure.requestIds()).containsExactly("scripted-1", "scripted-2", "scripted-3");
    assertThat(history.messages()).isEmpty();
    assertThat(script.closed()).isEqualTo(3);
  }

  @Test
  void keepsReAsksOutOfTheHistory() {
    var history = ChatHistory.unbounded();

    agent(ScriptedModel.answering(BAD_TYPE, GOOD)).run(WISH, RunOptions.history(history));

    assertThat(history.messages())
        .containsExactly(Message.user("{\"text\":\"two a\"}"), Message.assistant(GOOD));
  }

  @Test
  void doesNotReAskAfterRefusalsAndEmptyResponses() {
    assertFails(
        ScriptedResponse.refusal("I can't help with that."),
        ModelRefusalException.class,
        "Agent 'Line' got a refusal: I can't help with that.\nChange the input or the prompt.");
    assertFails(
        ScriptedResponse.text("{\"sku\":").withFinish(FinishReason.CONTENT_FILTER),
        ModelRefusalException.class,
        """
        Agent 'Line' got a refusal: the provider's content filter intervened
        Change the input or the prompt.\
        """);
    assertFails(
        ScriptedResponse.text(" "),
        EmptyResponseException.class,
        """
        Agent 'Line' got an empty response (finish reason "stop").
        Try again, or try another model.\
        """);
    assertFails(
        ScriptedResponse.events(new ModelEvent.Started(null, "m", Map.of())),
        EmptyResponseException.class,
        "Agent 'Line' got an empty response (finish reason \"\").\n"
            + "Try again, or try another model.");
  }

  @Test
  void rejectsAnInvalidInput() {
    var script = ScriptedModel.answering();

    InvalidInputException blank =
        catchThrowableOfType(InvalidInputException.class, () -> agent(script).run(new Wish(" ")));
    assertThat(blank)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            """
            Agent 'Line' was run with an invalid Wish:
              $.text: expected a string that is not blank, found " \"\
            """);
    assertThat(blank.violations())
        .containsExactly(new Violation("$.text", "a string that is not blank", "\" \""));
    assertThatThrownBy(() -> agent(script).run(new Wish(null)))
        .hasMessage(
            """
            Agent 'Line' was run with an invalid Wish:
              $.text: expected a value, found null\
            """);
    assertThat(script.requests()).isEmpty();
  }

  @Test
  void requiresAnInputOrATurn() {
    var agent = agent(ScriptedModel.answering());
    String message =
        """
        Agent 'Line' was run without input and without a history.
        Pass an input, or a history that has a turn.\
        """;

    assertThatThrownBy(agent::run).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    assertThatThrownBy(() -> agent.run(RunOptions.history(ChatHistory.unbounded())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void continuesOnlyTheLastTurn() {
    var history = ChatHistory.unbounded();
    history.commit(Turn.of(ChatEntry.of(Message.user("u"))));
    var script =
        ScriptedModel.by(request -> {
          history.commit(Turn.of(ChatEntry.of(Message.user("meanwhile"))));
          return ScriptedResponse.text(GOOD);
        });

    assertThatThrownBy(() -> agent(script).run(RunOptions.history(history)))
        .isInstanceOf(ConflictException.class);
    assertThat(history.messages()).containsExactly(Message.user("u"), Message.user("meanwhile"));
  }

  @Test
  void staysWithinItsLimits() {
    var script =
        ScriptedModel.by(request -> ScriptedResponse.text(BAD_TYPE).withUsage(Usage.of(6, 4)));
    var agent = agent(script);
    Budget budget = Budget.ofTokens(15);

    assertThatThrownBy(() -> agent.run(WISH, RunOptions.defaults().withLimits(new RunLimits(5, 2))))
        .isInstanceOf(LimitExceededException.class)
        .hasMessage("Limit reached: the run's requests, 2 of 2 used.");
    assertThatThrownBy(() -> agent.run(WISH, RunOptions.defaults().withBudget(budget)))
        .isInstanceOf(LimitExceededException.class)
        .hasMessage("Limit reached: the budget's tokens, 20 of 15 used.");
    assertThat(budget.tokens()).isEqualTo(20);
  }

  @Test
  void sendsNothingAfterItsDeadline() {
    var script = ScriptedModel.answering(GOOD);

    assertThatThrownBy(() -> agent(script).run(WISH, RunOptions.timeout(Duration.ZERO)))
        .isInstanceOf(TimedOutException.class)
        .hasMessage(
            """
            Timed out after 0 ms while sending a request (limit DEADLINE).
            Raise the limit, or ask for less.\
            """);
    assertThat(script.requests()).isEmpty();
  }

  @Test
  void isolatesOverlappingRuns() throws Exception {
    var history = ChatHistory.unbounded();
    var inside = new CyclicBarrier(2);
    var script =
        ScriptedModel.by(request -> {
          try {
            inside.await();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
          return ScriptedResponse.text(GOOD);
        });
    var agent = agent(script);

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var a = threads.submit(() -> agent.run(new Wish("A"), RunOptions.history(history)));
      var b = threads.submit(() -> agent.run(new Wish("B"), RunOptions.history(history)));
      a.get();
      b.get();
    }

    assertThat(script.requests()).allSatisfy(request -> assertThat(request.messages()).hasSize(2));
    assertThat(history.turns()).hasSize(2);
    assertThat(history.turns()).allSatisfy(turn -> assertThat(turn.entries()).hasSize(2));
  }

  @Test
  void releasesTheConversationAfterSuccessAndFailure() {
    var history = ChatHistory.unbounded().withOverlapPolicy(OverlapPolicy.REJECT);
    var script = ScriptedModel.answering("nonsense", GOOD, GOOD);
    var agent = agent(script);
    var once = RunOptions.history(history).withLimits(RunLimits.defaults().withMaxAttempts(1));

    assertThatThrownBy(() -> agent.run(WISH, once)).isInstanceOf(InvalidOutputException.class);
    agent.run(WISH, once);
    assertThatThrownBy(() -> agent.run(new Wish(""), once))
        .isInstanceOf(IllegalArgumentException.class);
    try (var prepared = agent.prepare(WISH, once)) {
      assertThatThrownBy(() -> agent.run(WISH, once)).isInstanceOf(ConflictException.class);
      prepared.commit(LINE);
      assertThatThrownBy(prepared::call)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "This run of agent 'Line' was used or closed already, and its conversation may have"
                  + " changed.\n"
                  + "Prepare another run.");
    }
    agent.run(WISH, once);

    assertThat(history.turns()).hasSize(3);
  }

  @Test
  void replaysOpaqueParts() {
    var history = ChatHistory.unbounded();
    var thought = new ModelEvent.OpaquePart("scripted", "{\"signature\":\"x\"}");
    var script =
        ScriptedModel.of(
            ScriptedResponse.events(thought, new ModelEvent.TextDelta(GOOD)),
            ScriptedResponse.text(GOOD));
    var agent = agent(script);
    agent.run(WISH, RunOptions.history(history));

    agent.run(WISH, RunOptions.history(history));

    assertThat(script.lastRequest().messages().get(2).parts())
        .containsExactly(
            new Content.Opaque("scripted", ScriptedModel.DEFAULT_NAME, "{\"signature\":\"x\"}"),
            new Content.Text(GOOD));
  }

  @Test
  void dropsOpaquePartsOfOtherModelsAndProviders() {
    var history = ChatHistory.unbounded();
    var ofOtherProvider = new ModelEvent.OpaquePart("other", "{\"signature\":\"y\"}");
    var ofModel = new ModelEvent.OpaquePart("scripted", "{\"signature\":\"x\"}");
    var script =
        ScriptedModel.of(
            ScriptedResponse.events(ofOtherProvider, ofModel, new ModelEvent.TextDelta(GOOD)),
            ScriptedResponse.text(GOOD),
            ScriptedResponse.text(GOOD));
    var agent = agent(script);
    var first = RunOptions.history(history).withModel(script.model("first"));
    agent.run(WISH, first);

    agent.run(WISH, RunOptions.history(history).withModel(script.model("second")));
    List<Message> toSecond = script.lastRequest().messages();
    agent.run(WISH, first);

    assertThat(toSecond.get(2).parts()).containsExactly(new Content.Text(GOOD));
    assertThat(script.lastRequest().messages().get(2).parts())
        .containsExactly(
            new Content.Opaque("scripted", "first", "{\"signature\":\"x\"}"),
            new Content.Text(GOOD));
  }

  @Test
  void releasesTheConversationAfterAnUnexpectedException() {
    var history = ChatHistory.unbounded().withOverlapPolicy(OverlapPolicy.REJECT);
    var agent = agent(ScriptedModel.answering(GOOD));
    agent.run(WISH, RunOptions.history(history));

    var events = new ArrayList<String>();

    try (var stream =
        agent.stream(
            WISH,
            RunOptions.history(history)
                .withListener(event -> events.add(event.getClass().getSimpleName())))) {
      assertThatThrownBy(stream::result).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(stream::result).isInstanceOf(IllegalStateException.class);
    }

    assertThat(events).containsExactly("RequestSent", "RunFailed");
    history.acquire(Deadline.none(), TimeSource.system()).close();
    assertThat(history.turns()).hasSize(1);
  }

  @Test
  void emitsTheEventsOfAFailedRun() {
    var events = new ArrayList<String>();
    var agent = agent(ScriptedModel.answering(BAD_TYPE));

    assertThatThrownBy(() ->
            agent.run(
                WISH,
                RunOptions.defaults()
                    .withLimits(RunLimits.defaults().withMaxAttempts(1))
                    .withListener(event -> events.add(event.getClass().getSimpleName()))))
        .isInstanceOf(InvalidOutputException.class);

    assertThat(events)
        .containsExactly(
            "RequestSent", "ResponseReceived", "OutputRejected", "AttemptsExhausted", "RunFailed");
  }

  @Test
  void failsIfEveryResponseIsTruncated() {
    var script =
        ScriptedModel.by(request ->
            ScriptedResponse.text("{\"sku\":")
                .withFinish(FinishReason.LENGTH)
                .withUsage(Usage.of(10, 7)));

    assertThatThrownBy(() -> agent(script).run(WISH))
        .isInstanceOf(TruncatedException.class)
        .hasMessage(
            """
            Agent 'Line' got a response that was cut off after 7 output tokens.
            Raise Sampling.maxTokens, or ask for a smaller output.\
            """);
    assertThat(script.requests()).hasSize(3);
    assertThat(script.closed()).isEqualTo(3);
  }

  private static void assertFails(
      ScriptedResponse response, Class<? extends AgentException> type, String message) {
    var script = ScriptedModel.of(response);
    assertThatThrownBy(() -> agent(script).run(WISH)).isInstanceOf(type).hasMessage(message);
    assertThat(script.requests()).hasSize(1);
    assertThat(script.closed()).isEqualTo(1);
  }

  private static AtomicAgent<Wish, Line> agent(ScriptedModel script) {
    return AtomicAgent.of(Wish.class, Line.class, script.model());
  }
}
