package org.atomicagents.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.atomicagents.tools.WeatherTypes.QUESTION;
import static org.atomicagents.tools.WeatherTypes.answer;
import static org.atomicagents.tools.WeatherTypes.calls;
import static org.atomicagents.tools.WeatherTypes.onlyCall;
import static org.atomicagents.tools.WeatherTypes.refund;
import static org.atomicagents.tools.WeatherTypes.result;
import static org.atomicagents.tools.WeatherTypes.results;
import static org.atomicagents.tools.WeatherTypes.weather;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.atomicagents.AtomicAgent;
import org.atomicagents.RunOptions;
import org.atomicagents.agent.AutoAdvanceClock;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.OverlapPolicy;
import org.atomicagents.error.ApprovalRequiredException;
import org.atomicagents.error.ConflictException;
import org.atomicagents.error.InvalidInputException;
import org.atomicagents.error.InvalidOutputException;
import org.atomicagents.message.Message;
import org.atomicagents.message.Usage;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.atomicagents.tool.Approval;
import org.atomicagents.tool.Completed;
import org.atomicagents.tool.PendingCall;
import org.atomicagents.tool.ResumeClaims;
import org.atomicagents.tool.Suspended;
import org.atomicagents.tool.Tool;
import org.atomicagents.tool.ToolContext;
import org.atomicagents.tool.ToolLoop;
import org.atomicagents.tool.ToolLoopBuilder;
import org.atomicagents.tool.ToolLoopResult;
import org.atomicagents.tools.WeatherTypes.Answer;
import org.atomicagents.tools.WeatherTypes.City;
import org.atomicagents.tools.WeatherTypes.Payment;
import org.atomicagents.tools.WeatherTypes.Question;
import org.atomicagents.tools.WeatherTypes.Refund;
import org.atomicagents.tools.WeatherTypes.Weather;
import org.junit.jupiter.api.Test;

class ApprovalTest {
  private final List<String> executed = new ArrayList<>();
  private final List<ToolContext> contexts = new ArrayList<>();
  private final ChatHistory history = ChatHistory.unbounded();
  private final RunOptions options = RunOptions.history(history);
  private final Tool<City, Weather> weather =
      Tool.of(
          "weather",
          City.class,
          Weather.class,
          city -> {
            executed.add("weather " + city.name());
            return new Weather(6);
          });
  private final Tool<Refund, Payment> refund =
      Tool.withContext(
              "refund",
              Refund.class,
              Payment.class,
              (refund, context) -> {
                contexts.add(context);
                executed.add("refund " + refund.order() + " " + refund.euros());
                return new Payment("P1");
              })
          .requiringApproval();

  @Test
  void suspendsBeforeACallThatRequiresApproval() {
    var script = ScriptedModel.answering(calls(weather("Bergen"), refund("A7", 20)));

    Suspended<Answer> state = suspended(loop(script).build().start(QUESTION, options));

    assertThat(executed).containsExactly("weather Bergen");
    assertThat(state.calls())
        .extracting(PendingCall::tool, PendingCall::input)
        .containsExactly(tuple("refund", "{\"order\":\"A7\",\"euros\":20}"));
    assertThat(history.turns()).isEmpty();
  }

  @Test
  void resumesWithAnApprovalAndRunsEachCallOnce() {
    var script =
        ScriptedModel.of(
            ScriptedResponse.text(calls(weather("Bergen"), refund("A7", 20)))
                .withUsage(Usage.of(10, 5)),
            ScriptedResponse.text(answer("Done.")).withUsage(Usage.of(20, 2)));
    var loop = loop(script).build();
    Suspended<Answer> state = suspended(loop.start(QUESTION, options));

    var completed =
        completed(loop.resume(copy(state), Map.of(onlyCall(state), Approval.approve()), options));

    assertThat(completed.output()).isEqualTo(new Answer("Done."));
    assertThat(completed.result().usage()).isEqualTo(Usage.of(30, 7));
    assertThat(completed.result().attempts()).isEqualTo(2);
    assertThat(executed).containsExactly("weather Bergen", "refund A7 20");
    assertThat(contexts.getFirst().callId()).isEqualTo(onlyCall(state));
    assertThat(script.lastRequest().messages().getLast().text())
        .isEqualTo(
            results(result("weather", "{\"celsius\":6}"), result("refund", "{\"number\":\"P1\"}")));
    assertThat(history.turns()).hasSize(1);
    assertThat(history.turns().getFirst().entries().getFirst())
        .isEqualTo(ChatEntry.of(QUESTION, Message.user("{\"text\":\"Do I need an umbrella?\"}")));
    assertThat(history.messageCount()).isEqualTo(4);
  }

  @Test
  void givesTheModelTheReasonOfADenial() {
    var script = ScriptedModel.answering(calls(refund("A7", 20)), answer("Sorry."));
    var loop = loop(script).build();
    Suspended<Answer> state = suspended(loop.start(QUESTION));

    completed(loop.resume(state, Map.of(onlyCall(state), Approval.deny("too late"))));

    assertThat(executed).isEmpty();
    assertThat(script.lastRequest().messages().getLast().text())
        .isEqualTo(
            results(result("refund", "{\"error\":\"The call was denied. Reason: too late\"}")));
  }

  @Test
  void runsACallWithEditedArguments() {
    var script = ScriptedModel.answering(calls(refund("A7", 200)), answer("Done."));
    var loop = loop(script).build();
    Suspended<Answer> state = suspended(loop.start(QUESTION));

    completed(
        loop.resume(
            state, Map.of(onlyCall(state), Approval.edit("{\"order\": \"A7\", \"euros\": 50}"))));

    assertThat(executed).containsExactly("refund A7 50");
    assertThat(script.lastRequest().messages().getLast().text())
        .isEqualTo(
            results(
                result(
                    "refund",
                    "{\"edited_input\":{\"order\": \"A7\", \"euros\":"
                        + " 50},\"result\":{\"number\":\"P1\"}}")));
  }

  @Test
  void refusesInvalidEditedArgumentsBeforeAnythingRuns() {
    var script = ScriptedModel.answering(calls(refund("A7", 200)), answer("Done."));
    var loop = loop(script).claims(ResumeClaims.inMemory()).build();
    Suspended<Answer> state = suspended(loop.start(QUESTION));
    String id = onlyCall(state);

    assertThatThrownBy(
            () -> loop.resume(state, Map.of(id, Approval.edit("{\"order\":\"A7\",\"euros\":501}"))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "Tool 'refund' was called with an invalid Refund:\n"
                + "  $.euros: expected at most 500, found 501");

    assertThat(executed).isEmpty();
    completed(loop.resume(state, Map.of(id, Approval.approve())));
  }

  @Test
  void waitsForTheRemainingDecisions() {
    var script =
        ScriptedModel.answering(calls(refund("A7", 20), refund("B8", 30)), answer("Done."));
    var loop = loop(script).build();
    Suspended<Answer> first = suspended(loop.start(QUESTION));
    String one = first.calls().get(0).id();
    String other = first.calls().get(1).id();

    Suspended<Answer> second = suspended(loop.resume(first, Map.of(other, Approval.approve())));

    assertThat(executed).containsExactly("refund B8 30");
    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(onlyCall(second)).isEqualTo(one);
    completed(loop.resume(second, Map.of(one, Approval.deny(""))));
    assertThat(executed).containsExactly("refund B8 30");
    assertThat(script.requests()).hasSize(2);
    assertThat(script.lastRequest().messages().getLast().text())
        .isEqualTo(
            results(
                result("refund", "{\"error\":\"The call was denied.\"}"),
                result("refund", "{\"number\":\"P1\"}")));
  }

  @Test
  void asksAgainForTheNextCallThatRequiresApproval() {
    var script =
        ScriptedModel.answering(calls(refund("A7", 20)), calls(refund("B8", 30)), answer("Done."));
    var loop = loop(script).build();

    Suspended<Answer> first = suspended(loop.start(QUESTION, options));
    Suspended<Answer> second =
        suspended(loop.resume(first, Map.of(onlyCall(first), Approval.approve()), options));
    completed(loop.resume(second, Map.of(onlyCall(second), Approval.approve()), options));

    assertThat(executed).containsExactly("refund A7 20", "refund B8 30");
    assertThat(history.turns()).hasSize(1);
    assertThat(history.messageCount()).isEqualTo(6);
  }

  @Test
  void refusesAStateWhoseTurnIsInTheHistory() {
    var script = ScriptedModel.answering(calls(refund("A7", 20)), answer("Done."));
    var loop = loop(script).build();
    Suspended<Answer> state = suspended(loop.start(QUESTION, options));
    Map<String, Approval> approved = Map.of(onlyCall(state), Approval.approve());
    completed(loop.resume(state, approved, options));

    assertThatThrownBy(() -> loop.resume(state, approved, options))
        .isInstanceOf(ConflictException.class)
        .hasMessage("The suspended loop was resumed before.\nUse the result of that run.");
    assertThat(executed).hasSize(1);
  }

  @Test
  void refusesAStateThatWasClaimed() {
    var script = ScriptedModel.answering(calls(refund("A7", 20)), answer("Done."));
    var loop = loop(script).claims(ResumeClaims.inMemory()).build();
    Suspended<Answer> state = suspended(loop.start(QUESTION));
    Map<String, Approval> approved = Map.of(onlyCall(state), Approval.approve());
    completed(loop.resume(state, approved));

    assertThatThrownBy(() -> loop.resume(copy(state), approved))
        .isInstanceOf(ConflictException.class);
    assertThat(executed).hasSize(1);
  }

  @Test
  void refusesAChangedStateBeforeItIsClaimed() {
    var script = ScriptedModel.answering(calls(refund("A7", 20)), answer("Done."));
    var claimed = new ArrayList<String>();
    var loop = loop(script).claims(claimed::add).build();
    String json = suspended(loop.start(QUESTION)).toJson();
    String call = json.substring(json.indexOf("\"calls\":[") + 9, json.lastIndexOf(']'));
    var changes =
        Map.of(
            json.replace("\"tool\":\"refund\"", "\"tool\":\"transfer\""),
            "\"transfer\"",
            json.replace(call, call + "," + call),
            "twice",
            json.replace("\"step\":1", "\"step\":2147483647"),
            "$.step",
            json.replace("\"step\":1", "\"step\":0"),
            "$.step",
            json.replaceFirst("\"turnId\":\"[^\"]*\"", "\"turnId\":\"\""),
            "$.turnId",
            json.replace("\"role\":\"user\"", "\"role\":\"system\""),
            "a role of a message",
            json + json,
            "expected one JSON object");

    changes.forEach((changed, message) ->
        assertThatThrownBy(() -> loop.resume(Suspended.fromJson(changed), Map.of()))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining(message));

    assertThat(claimed).isEmpty();
    assertThat(executed).isEmpty();
  }

  @Test
  void repeatsNoTextOfAMalformedState() {
    assertThatThrownBy(() -> Suspended.fromJson("{\"messages\":\"secret\""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("$: expected one JSON object, found 20 characters of another form")
        .hasMessageNotContaining("secret");
  }

  @Test
  void continuesTheLastTurnOnlyOnce() {
    history.add(ChatEntry.of(Message.user("Give me my money back")));
    var script = ScriptedModel.answering(calls(refund("A7", 20)), answer("Done."));
    var loop = loop(script).build();
    Suspended<Answer> state;
    try (var prepared = loop.prepare(null, options)) {
      prepared.call();
      throw new AssertionError("expected a suspension");
    } catch (ApprovalRequiredException e) {
      state = Suspended.fromJson(e.suspended());
    }
    Map<String, Approval> approved = Map.of(onlyCall(state), Approval.approve());

    completed(loop.resume(state, approved, options));

    assertThat(history.turns()).hasSize(1);
    assertThat(history.messageCount()).isEqualTo(4);
    assertThatThrownBy(() -> loop.resume(state, approved, options))
        .isInstanceOf(ConflictException.class);
    assertThat(executed).hasSize(1);
  }

  @Test
  void continuesTheLastTurnAfterTwoSuspensions() {
    history.add(ChatEntry.of(Message.user("Give me my money back")));
    var script =
        ScriptedModel.answering(calls(refund("A7", 20)), calls(refund("B8", 30)), answer("Done."));
    var loop = loop(script).build();
    Suspended<Answer> first;
    try {
      loop.run(options);
      throw new AssertionError("expected a suspension");
    } catch (ApprovalRequiredException e) {
      first = Suspended.fromJson(e.suspended());
    }

    Suspended<Answer> second =
        suspended(loop.resume(first, Map.of(onlyCall(first), Approval.approve()), options));
    completed(loop.resume(second, Map.of(onlyCall(second), Approval.approve()), options));

    assertThat(executed).containsExactly("refund A7 20", "refund B8 30");
    assertThat(history.turns()).hasSize(1);
    assertThat(history.messageCount()).isEqualTo(6);
  }

  @Test
  void runsACallOnceIfManyThreadsResumeItsClaimedState() throws Exception {
    assertThat(completedByManyThreads(ResumeClaims.inMemory(), OverlapPolicy.APPEND)).isEqualTo(1);
    assertThat(executed).containsExactly("refund A7 20");
  }

  @Test
  void runsACallOnceIfManyThreadsResumeItInAQueuedConversation() throws Exception {
    assertThat(completedByManyThreads(id -> true, OverlapPolicy.QUEUE)).isEqualTo(1);
    assertThat(executed).containsExactly("refund A7 20");
  }

  /** Returns how many of the threads that resume one state complete it; the others conflict. */
  private int completedByManyThreads(ResumeClaims claims, OverlapPolicy policy) throws Exception {
    var first = new AtomicBoolean(true);
    var script =
        ScriptedModel.by(request ->
            ScriptedResponse.text(
                first.getAndSet(false) ? calls(refund("A7", 20)) : answer("Done.")));
    var shared = history.withOverlapPolicy(policy);
    var loop = loop(script).claims(claims).build();
    Suspended<Answer> state = suspended(loop.start(QUESTION, RunOptions.history(shared)));
    Map<String, Approval> approved = Map.of(onlyCall(state), Approval.approve());
    var completed = new AtomicInteger();
    var conflicts = new AtomicInteger();

    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 16; i++) {
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                try {
                  completed(loop.resume(state, approved, RunOptions.history(shared)));
                  completed.incrementAndGet();
                } catch (ConflictException e) {
                  conflicts.incrementAndGet();
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(conflicts).hasValue(15);
    assertThat(shared.turns()).hasSize(1);
    return completed.get();
  }

  @Test
  void refusesDecisionsAboutOtherCalls() {
    var loop = loop(ScriptedModel.answering(calls(refund("A7", 20)))).build();
    Suspended<Answer> state = suspended(loop.start(QUESTION));

    assertThatThrownBy(() -> loop.resume(state, Map.of("x", Approval.approve())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Suspended loop: expected the id of a waiting call, found \"x\".");
  }

  @Test
  void refusesTheStateOfALoopWithOtherTools() {
    Suspended<Answer> state =
        suspended(loop(ScriptedModel.answering(calls(refund("A7", 20)))).build().start(QUESTION));
    var other =
        ToolLoop.builder(Question.class, Answer.class, ScriptedModel.answering().model())
            .tool(Tool.of("weather", Refund.class, Weather.class, r -> new Weather(1)))
            .tool(Tool.of("delete", City.class, Weather.class, city -> new Weather(1)))
            .build();

    assertThatThrownBy(() -> other.resume(state, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Loop 'Answer' cannot resume the state of another loop: tool 'delete' is new, tool"
                + " 'refund' is missing, the input of tool 'weather' has changed.\n"
                + "Resume it with the loop that was suspended.");
  }

  @Test
  void asksTheApproverWhileTheLoopRuns() {
    var asked = new ArrayList<String>();
    var script =
        ScriptedModel.answering(calls(refund("A7", 20), refund("B8", 300)), answer("Done."));

    loop(script)
        .approver(call -> {
          asked.add(call.input());
          return call.input().contains("300") ? Approval.deny("too much") : Approval.approve();
        })
        .build()
        .run(QUESTION);

    assertThat(asked).hasSize(2);
    assertThat(executed).containsExactly("refund A7 20");
  }

  @Test
  void throwsAnExceptionWithTheStateIfItRunsAsAnAgent() {
    var events = new ArrayList<AgentEvent>();
    var script = ScriptedModel.answering(calls(refund("A7", 20)));

    assertThatThrownBy(() -> loop(script).build().run(QUESTION, options.withListener(events::add)))
        .isInstanceOfSatisfying(
            ApprovalRequiredException.class,
            e -> assertThat(Suspended.fromJson(e.suspended()).calls()).hasSize(1))
        .hasMessage(
            "Loop 'Answer' waits for the approval of calls of [refund].\n"
                + "Use ToolLoop.start and resume, or set an approver.");
    assertThat(events).contains(new AgentEvent.LoopSuspended("Answer", 1));
  }

  @Test
  void resumesFromTheLatestCheckpointAfterAFailure() {
    var checkpoints = new ArrayList<Suspended<Answer>>();
    var script =
        ScriptedModel.answering(calls(weather("Bergen")), "{}", "{}", "{}", answer("Done."));
    var loop = loop(script).checkpoint(checkpoints::add).build();

    assertThatThrownBy(() -> loop.run(QUESTION, options))
        .isInstanceOf(InvalidOutputException.class);
    completed(loop.resume(checkpoints.getLast(), Map.of(), options));

    assertThat(checkpoints).hasSize(3);
    assertThat(executed).containsExactly("weather Bergen");
    assertThat(history.turns()).hasSize(1);
    assertThat(history.messageCount()).isEqualTo(4);
  }

  @Test
  void resumesFromTheCheckpointOfAResumedRunThatFailed() {
    var checkpoints = new ArrayList<Suspended<Answer>>();
    var script =
        ScriptedModel.answering(
            calls(refund("A7", 20)), "{}", "{}", "{}", "{}", "{}", "{}", answer("Done."));
    var loop = loop(script).claims(ResumeClaims.inMemory()).checkpoint(checkpoints::add).build();
    Suspended<Answer> state = suspended(loop.start(QUESTION, options));
    Map<String, Approval> approved = Map.of(onlyCall(state), Approval.approve());

    assertThatThrownBy(() -> loop.resume(state, approved, options))
        .isInstanceOf(InvalidOutputException.class);
    assertThatThrownBy(() -> loop.resume(checkpoints.getLast(), Map.of(), options))
        .isInstanceOf(InvalidOutputException.class);
    completed(loop.resume(checkpoints.getLast(), Map.of(), options));

    assertThat(executed).containsExactly("refund A7 20");
    assertThat(history.turns()).hasSize(1);
  }

  @Test
  void returnsTheStateIfTheDeadlinePassesWhileToolsRun() {
    var clock = new AutoAdvanceClock();
    var agent =
        AtomicAgent.builder(
                Question.class,
                Answer.class,
                ScriptedModel.answering(calls(weather("Bergen"), refund("A7", 20))).model())
            .timeSource(clock)
            .timeout(Duration.ofSeconds(5))
            .build();
    Tool<City, Weather> hanging =
        Tool.of(
            "weather",
            City.class,
            Weather.class,
            city -> {
              new CountDownLatch(1).await();
              return new Weather(0);
            });

    Suspended<Answer> state =
        suspended(ToolLoop.builder(agent).tool(hanging).tool(refund).build().start(QUESTION));

    assertThat(state.calls()).hasSize(1);
  }

  @Test
  void repeatsACallOfACheckpointWithTheSameId() {
    var ids = new ArrayList<String>();
    var checkpoints = new ArrayList<Suspended<Answer>>();
    Tool<City, Weather> crashing =
        Tool.withContext(
            "weather",
            City.class,
            Weather.class,
            (city, context) -> {
              ids.add(context.callId());
              if (ids.size() == 1) {
                throw new OutOfMemoryError("simulated");
              }
              return new Weather(1);
            });
    var loop =
        ToolLoop.builder(
                Question.class,
                Answer.class,
                ScriptedModel.answering(calls(weather("Bergen")), answer("Done.")).model())
            .tool(crashing)
            .checkpoint(checkpoints::add)
            .build();

    assertThatThrownBy(() -> loop.run(QUESTION)).isInstanceOf(OutOfMemoryError.class);
    completed(loop.resume(checkpoints.getLast(), Map.of()));

    assertThat(ids).hasSize(2);
    assertThat(ids.get(0)).isEqualTo(ids.get(1));
  }

  private ToolLoopBuilder<Question, Answer> loop(ScriptedModel script) {
    return ToolLoop.builder(Question.class, Answer.class, script.model())
        .tool(weather)
        .tool(refund);
  }

  private static Suspended<Answer> copy(Suspended<Answer> state) {
    return Suspended.fromJson(state.toJson());
  }

  private static Suspended<Answer> suspended(ToolLoopResult<Answer> result) {
    return switch (result) {
      case Suspended<Answer> waiting -> waiting;
      case Completed<Answer> done -> throw new AssertionError("completed: " + done);
    };
  }

  private static Completed<Answer> completed(ToolLoopResult<Answer> result) {
    return switch (result) {
      case Completed<Answer> done -> done;
      case Suspended<Answer> waiting -> throw new AssertionError("suspended: " + waiting);
    };
  }
}
