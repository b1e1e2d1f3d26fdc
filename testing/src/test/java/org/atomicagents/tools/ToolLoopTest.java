package org.atomicagents.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atomicagents.tools.WeatherTypes.QUESTION;
import static org.atomicagents.tools.WeatherTypes.answer;
import static org.atomicagents.tools.WeatherTypes.calls;
import static org.atomicagents.tools.WeatherTypes.result;
import static org.atomicagents.tools.WeatherTypes.results;
import static org.atomicagents.tools.WeatherTypes.weather;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.atomicagents.AtomicAgent;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.Turn;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.error.ConflictException;
import org.atomicagents.error.InvalidOutputException;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.message.Image;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.atomicagents.message.Usage;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Budget;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.schema.Description;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.atomicagents.tool.Tool;
import org.atomicagents.tool.ToolException;
import org.atomicagents.tool.ToolLoop;
import org.atomicagents.tool.ToolLoopBuilder;
import org.atomicagents.tools.WeatherTypes.Answer;
import org.atomicagents.tools.WeatherTypes.City;
import org.atomicagents.tools.WeatherTypes.Question;
import org.atomicagents.tools.WeatherTypes.Weather;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ToolLoopTest {
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  @Description("A chart")
  record Chart(String title, Image image) {}

  private final List<String> asked = new ArrayList<>();
  private final Tool<City, Weather> tool =
      Tool.of(
          "weather",
          City.class,
          Weather.class,
          city -> {
            synchronized (asked) {
              asked.add(city.name());
            }
            return new Weather(city.name().length());
          });

  @ParameterizedTest
  @EnumSource(ResponseMode.class)
  void runsToolsUntilTheAnswerInEveryMode(ResponseMode mode) {
    var script = ScriptedModel.answering(calls(weather("Bergen")), answer("Yes."));
    var loop =
        ToolLoop.builder(Question.class, Answer.class, script.model().withModes(mode))
            .tool(tool)
            .build();

    assertThat(loop.run(QUESTION)).isEqualTo(new Answer("Yes."));

    assertThat(asked).containsExactly("Bergen");
    assertThat(script.lastRequest().messages().getLast())
        .isEqualTo(Message.user(results(result("weather", "{\"celsius\":6}"))));
    assertThat(script.lastRequest().messages().stream().map(Message::role))
        .containsExactly(Role.SYSTEM, Role.USER, Role.ASSISTANT, Role.USER);
  }

  @Test
  void asksForAStepThatIsACallOrTheAnswer() {
    var script = ScriptedModel.answering(answer("Yes."));

    loop(script).build().run(QUESTION);

    assertThat(script.lastRequest().output().schema())
        .isEqualTo(
            """
            {"type":"object","properties":{"step":{\
            "description":"The next step: calls of tools, or the final answer","anyOf":[\
            {"description":"Call tools, independent ones together; their results are in the next message",\
            "type":"object","properties":{"type":{"type":"string","const":"call_tools"},\
            "calls":{"type":"array","items":{"anyOf":[\
            {"type":"object","properties":{"tool":{"type":"string","const":"weather"},\
            "input":{"description":"A city whose weather is asked for","type":"object",\
            "properties":{"name":{"type":"string","pattern":"\\\\S"}},"required":["name"],\
            "additionalProperties":false}},"required":["tool","input"],\
            "additionalProperties":false}]},"minItems":1,"maxItems":16}},\
            "required":["type","calls"],"additionalProperties":false},\
            {"description":"Give the final answer","type":"object",\
            "properties":{"type":{"type":"string","const":"answer"},\
            "answer":{"description":"An answer","type":"object",\
            "properties":{"text":{"type":"string"}},"required":["text"],\
            "additionalProperties":false}},"required":["type","answer"],\
            "additionalProperties":false}]}},"required":["step"],"additionalProperties":false}\
            """);
  }

  @Test
  void usesStrictSchemasWhereTheModelSupportsThem() {
    var script = ScriptedModel.answering(answer("Yes."));
    var strict =
        script.model().withCapabilities(script.model().capabilities().withStrictSchemas(true));

    ToolLoop.builder(Question.class, Answer.class, strict).tool(tool).build().run(QUESTION);

    assertThat(script.lastRequest().output().isStrict()).isTrue();
  }

  @Test
  void runsTheCallsOfAStepConcurrentlyAndKeepsTheirOrder() {
    var together = new CountDownLatch(2);
    var slow =
        Tool.of(
            "weather",
            City.class,
            Weather.class,
            city -> {
              together.countDown();
              assertThat(together.await(30, TimeUnit.SECONDS)).isTrue();
              return new Weather(city.name().length());
            });
    var script = ScriptedModel.answering(calls(weather("Bergen"), weather("Oslo")), answer("Yes."));

    ToolLoop.builder(Question.class, Answer.class, script.model()).tool(slow).build().run(QUESTION);

    assertThat(script.lastRequest().messages().getLast())
        .isEqualTo(
            Message.user(
                results(
                    result("weather", "{\"celsius\":6}"), result("weather", "{\"celsius\":4}"))));
  }

  // A thread that yields lets others run into a limit that is not applied.
  @SuppressWarnings("ThreadPriorityCheck")
  @Test
  void limitsTheCallsThatRunAtTheSameTime() {
    var running = new AtomicInteger();
    var most = new AtomicInteger();
    var counting =
        Tool.of(
            "weather",
            City.class,
            Weather.class,
            city -> {
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              Thread.yield();
              running.decrementAndGet();
              return new Weather(0);
            });
    var script =
        ScriptedModel.answering(
            calls(weather("a"), weather("b"), weather("c"), weather("d"), weather("e")),
            answer("Yes."));

    ToolLoop.builder(Question.class, Answer.class, script.model())
        .tool(counting)
        .maxParallelTools(1)
        .build()
        .run(QUESTION);

    assertThat(most).hasValue(1);
  }

  @Test
  void commitsOneTurn() {
    var history = ChatHistory.unbounded();
    var script =
        ScriptedModel.answering(
            calls(weather("Bergen")), calls(weather("Oslo")), answer("Yes."), answer("No."));
    var loop = loop(script).build();

    loop.run(QUESTION, RunOptions.history(history));
    loop.run(QUESTION, RunOptions.history(history));

    assertThat(history.turns()).hasSize(2);
    assertThat(history.turns().getFirst().entries().stream().map(ChatEntry::role))
        .containsExactly(
            Role.USER, Role.ASSISTANT, Role.TOOL, Role.ASSISTANT, Role.TOOL, Role.ASSISTANT);
    assertThat(history.turns().getFirst().entries().getFirst().value()).isEqualTo(QUESTION);
    assertThat(history.turns().getFirst().entries().getLast())
        .isEqualTo(ChatEntry.of(new Answer("Yes."), Message.assistant("{\"text\":\"Yes.\"}")));
    assertThat(script.lastRequest().messages()).hasSize(1 + 6 + 1);
  }

  @Test
  void reportsTheUsageIfTheTurnCannotBeCommitted() {
    var history = ChatHistory.unbounded();
    history.add(ChatEntry.of(Message.user("Do I need an umbrella?")));
    var overtaken =
        Tool.of(
            "weather",
            City.class,
            Weather.class,
            city -> {
              history.commit(Turn.of(ChatEntry.of(Message.user("another request"))));
              return new Weather(1);
            });
    var script =
        ScriptedModel.of(
            ScriptedResponse.text(calls(weather("Bergen"))).withUsage(Usage.of(10, 5)),
            ScriptedResponse.text(answer("Yes.")).withUsage(Usage.of(20, 7)));
    var loop =
        ToolLoop.builder(Question.class, Answer.class, script.model()).tool(overtaken).build();

    assertThatThrownBy(() -> loop.run(RunOptions.history(history)))
        .isInstanceOfSatisfying(
            ConflictException.class, e -> assertThat(e.usage()).isEqualTo(Usage.of(30, 12)));
    assertThat(history.messageCount()).isEqualTo(2);
  }

  @Test
  void keepsItsTurnApartFromConcurrentRuns() {
    var history = ChatHistory.unbounded();
    var interloper =
        Tool.of(
            "weather",
            City.class,
            Weather.class,
            city -> {
              history.add(ChatEntry.of(Message.user("another request")));
              return new Weather(1);
            });
    var script = ScriptedModel.answering(calls(weather("Bergen")), answer("Yes."));

    ToolLoop.builder(Question.class, Answer.class, script.model())
        .tool(interloper)
        .build()
        .run(QUESTION, RunOptions.history(history));

    assertThat(history.turns()).hasSize(2);
    assertThat(history.turns().getFirst().entries()).hasSize(1);
    assertThat(history.turns().getLast().entries()).hasSize(4);
  }

  @Test
  void continuesTheLastTurn() {
    var history = ChatHistory.unbounded();
    history.add(ChatEntry.of(Message.user("Do I need an umbrella?")));
    var script = ScriptedModel.answering(calls(weather("Bergen")), answer("Yes."));

    loop(script).build().run(RunOptions.history(history));

    assertThat(history.turns()).hasSize(1);
    assertThat(history.messageCount()).isEqualTo(4);
  }

  @Test
  void leavesTheHistoryUnchangedIfAStepFails() {
    var history = ChatHistory.unbounded();
    var script =
        ScriptedModel.of(
            ScriptedResponse.text(calls(weather("Bergen"))).withUsage(Usage.of(10, 5)),
            ScriptedResponse.text("{}").withUsage(Usage.of(20, 1)),
            ScriptedResponse.text("{}"),
            ScriptedResponse.text("{}"));

    assertThatThrownBy(() -> loop(script).build().run(QUESTION, RunOptions.history(history)))
        .isInstanceOfSatisfying(
            InvalidOutputException.class, e -> assertThat(e.usage()).isEqualTo(Usage.of(30, 6)));

    assertThat(history.turns()).isEmpty();
  }

  @Test
  void neverRunsAToolThatWasNotOffered() {
    var danger =
        Tool.of(
            "delete",
            City.class,
            Weather.class,
            city -> {
              throw new AssertionError("was run");
            });
    String call = "{\"tool\":\"delete\",\"input\":{\"name\":\"Bergen\"}}";
    var script =
        ScriptedModel.answering(calls(call), calls(weather("Bergen")), calls(call), answer("No."));
    var loop = loop(script).tool(danger).filter((tool, step, called) -> tool != danger).build();

    assertThat(loop.run(QUESTION)).isEqualTo(new Answer("No."));

    assertThat(script.requests().get(1).messages().getLast().text())
        .isEqualTo(
            """
            Your response is invalid:
              $.step.calls[0].tool: expected one of [weather], found "delete"
            Return the complete JSON again with these errors fixed.\
            """);
  }

  @Test
  void offersTheToolsThatTheFilterSelects() {
    var script = ScriptedModel.answering(calls(weather("Bergen")), answer("Yes."));
    var loop = loop(script).filter((tool, step, called) -> !called.contains("weather")).build();

    loop.run(QUESTION);

    assertThat(script.requests().get(0).output().schema()).contains("call_tools", "weather");
    assertThat(script.requests().get(1).output().schema()).doesNotContain("call_tools", "weather");
  }

  @Test
  void reAsksForInvalidInputs() {
    var script =
        ScriptedModel.answering(calls(weather(" ")), calls(weather("Bergen")), answer("Yes."));

    loop(script).build().run(QUESTION);

    assertThat(asked).containsExactly("Bergen");
    assertThat(script.requests().get(1).messages().getLast().text())
        .contains("$.step.calls[0].input.name: expected a string that is not blank");
  }

  @Test
  void givesTheModelTheMessageOfAToolException() {
    Tool<City, Weather> failing =
        Tool.of(
            "weather",
            City.class,
            Weather.class,
            city -> {
              throw new ToolException("No such city: " + city.name());
            });

    assertThat(resultOf(failing)).isEqualTo("{\"error\":\"No such city: Bergen\"}");
  }

  @Test
  void givesTheModelNoDetailsOfOtherExceptions() {
    Tool<City, Weather> failing =
        Tool.of(
            "weather",
            City.class,
            Weather.class,
            city -> {
              throw new java.io.IOException("jdbc:db://admin:swordfish@host refused");
            });

    assertThat(resultOf(failing)).isEqualTo("{\"error\":\"The tool failed.\"}");
  }

  @Test
  void treatsAnInvalidOutputAsAFailure() {
    Tool<Weather, City> failing =
        Tool.of("weather", Weather.class, City.class, weather -> new City(" "));
    String call = "{\"tool\":\"weather\",\"input\":{\"celsius\":1}}";
    var script = ScriptedModel.answering(calls(call), answer("No."));

    ToolLoop.builder(Question.class, Answer.class, script.model())
        .tool(failing)
        .build()
        .run(QUESTION);

    assertThat(script.lastRequest().messages().getLast().text())
        .isEqualTo(results(result("weather", "{\"error\":\"The tool failed.\"}")));
  }

  @Test
  void sendsTheMediaOfAResult() {
    var chart = Image.of(PNG);
    var charts = Tool.of("chart", City.class, Chart.class, city -> new Chart("rain", chart));
    String call = "{\"tool\":\"chart\",\"input\":{\"name\":\"Bergen\"}}";
    var script = ScriptedModel.answering(calls(call), answer("Yes."));
    var history = ChatHistory.unbounded();

    ToolLoop.builder(Question.class, Answer.class, script.model())
        .tool(charts)
        .build()
        .run(QUESTION, RunOptions.history(history));

    Message sent = script.lastRequest().messages().getLast();
    assertThat(sent.role()).isEqualTo(Role.USER);
    assertThat(sent.parts()).hasSize(2).last().isEqualTo(chart);
    assertThat(sent.text()).contains("{\"tool\":\"chart\",\"result\":{\"title\":\"rain\"");
    assertThat(history.messages().get(2).parts()).hasSize(2);
  }

  @Test
  void rejectsToolsWhoseInputContainsMedia() {
    var input = Tool.of("look", Chart.class, City.class, chart -> new City("Bergen"));

    assertThatThrownBy(() ->
            ToolLoop.builder(Question.class, Answer.class, ScriptedModel.answering().model())
                .tool(input)
                .build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("expected an output type without media");
  }

  @Test
  void refusesATooLongResult() {
    var script = ScriptedModel.answering(calls(weather("Bergen")), answer("No."));

    loop(script).maxResultLength(5).build().run(QUESTION);

    assertThat(script.lastRequest().messages().getLast().text())
        .isEqualTo(
            results(
                result(
                    "weather",
                    "{\"error\":\"The result has 13 characters, and at most 5 are allowed. Ask for"
                        + " less.\"}")));
  }

  @Test
  void runsNoToolInTheLastStep() {
    var script =
        ScriptedModel.answering(calls(weather("a")), calls(weather("b")), calls(weather("c")));

    assertThatThrownBy(() -> loop(script).maxSteps(2).build().run(QUESTION))
        .isInstanceOf(LimitExceededException.class)
        .hasMessage("Limit reached: the steps of loop 'Answer', 2 of 2 used.");
    assertThat(asked).containsExactly("a");
  }

  @Test
  void sharesTheBudgetOfTheRunWithAllSteps() {
    var script = ScriptedModel.answering(calls(weather("a")), calls(weather("b")), answer("Yes."));
    var budget = Budget.ofRequests(2);

    assertThatThrownBy(
            () -> loop(script).build().run(QUESTION, RunOptions.defaults().withBudget(budget)))
        .isInstanceOf(LimitExceededException.class)
        .hasMessage("Limit reached: the budget's requests, 2 of 2 used.");
  }

  @Test
  void addsUpTheMetricsOfAllSteps() {
    var script =
        ScriptedModel.of(
            ScriptedResponse.text(calls(weather("Bergen"))).withUsage(Usage.of(10, 5)),
            ScriptedResponse.text(answer("Yes.")).withUsage(Usage.of(20, 7)));

    RunResult<Answer> result = loop(script).build().call(QUESTION);

    assertThat(result.usage()).isEqualTo(Usage.of(30, 12));
    assertThat(result.attempts()).isEqualTo(2);
    assertThat(result.requests()).isEqualTo(2);
    assertThat(result.requestIds()).containsExactly("scripted-1", "scripted-2");
    assertThat(result.text()).isEqualTo("{\"text\":\"Yes.\"}");
  }

  @Test
  void appliesTheChecksOfItsAgentToTheAnswer() {
    var script = ScriptedModel.answering(answer("maybe"), answer("Yes."));
    var agent =
        AtomicAgent.builder(Question.class, Answer.class, script.model())
            .check("$.text", answer -> answer.text().equals("Yes."), "a clear answer")
            .build();

    ToolLoop.builder(agent).tool(tool).build().run(QUESTION);

    assertThat(script.lastRequest().messages().getLast().text())
        .contains("$.step.answer.text: expected a clear answer, found \"maybe\"");
  }

  @Test
  void emitsTheEventsOfTools() {
    var events = new ArrayList<String>();
    Tool<City, Weather> failing =
        Tool.of(
            "fails",
            City.class,
            Weather.class,
            city -> {
              throw new IllegalStateException("swordfish");
            });
    String call = "{\"tool\":\"fails\",\"input\":{\"name\":\"Bergen\"}}";
    var script = ScriptedModel.answering(calls(weather("Bergen")), calls(call), answer("Yes."));

    loop(script)
        .tool(failing)
        .build()
        .run(
            QUESTION,
            RunOptions.defaults()
                .withListener(event -> {
                  switch (event) {
                    case AgentEvent.ToolStarted e -> events.add("started " + e.name() + e.input());
                    case AgentEvent.ToolFinished e -> events.add("finished " + e.text());
                    case AgentEvent.ToolFailed e ->
                        events.add("failed " + e.failure().getMessage() + e.text());
                    default -> {}
                  }
                }));

    assertThat(events)
        .containsExactly(
            "started weather{\"name\":\"Bergen\"}",
            "finished {\"celsius\":6}",
            "started fails{\"name\":\"Bergen\"}",
            "failed swordfish{\"error\":\"The tool failed.\"}");
  }

  @Test
  void canBeUsedOnceWhenPrepared() {
    var script = ScriptedModel.answering(answer("Yes."), answer("Yes."));
    try (var prepared = loop(script).build().prepare(QUESTION, RunOptions.defaults())) {
      assertThat(prepared.request().messages()).hasSize(2);
      assertThat(prepared.tokens().total()).isPositive();
      prepared.call();

      assertThatThrownBy(prepared::call)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "This run of loop 'Answer' was used or closed already.\nPrepare another run.");
    }
  }

  @Test
  void hasADifferentFingerprintInEachRun() {
    var loop = loop(ScriptedModel.answering()).build();
    try (var one = loop.prepare(QUESTION, RunOptions.defaults());
        var other = loop.prepare(QUESTION, RunOptions.defaults())) {
      assertThat(one.fingerprint()).isNotEqualTo(other.fingerprint());
    }
  }

  @Test
  void commitsAKnownOutput() {
    var history = ChatHistory.unbounded();
    try (var prepared =
        loop(ScriptedModel.answering()).build().prepare(QUESTION, RunOptions.history(history))) {
      prepared.commit(new Answer("Yes."));
    }

    assertThat(history.messages())
        .containsExactly(
            Message.user("{\"text\":\"Do I need an umbrella?\"}"),
            Message.assistant("{\"text\":\"Yes.\"}"));
  }

  private String resultOf(Tool<City, Weather> failing) {
    var script = ScriptedModel.answering(calls(weather("Bergen")), answer("No."));
    ToolLoop.builder(Question.class, Answer.class, script.model())
        .tool(failing)
        .build()
        .run(QUESTION);
    String text = script.lastRequest().messages().getLast().text();
    String start = results("{\"tool\":\"weather\",\"result\":").replace("]", "");
    assertThat(text).startsWith(start).endsWith("}]");
    return text.substring(start.length(), text.length() - 2);
  }

  private ToolLoopBuilder<Question, Answer> loop(ScriptedModel script) {
    return ToolLoop.builder(Question.class, Answer.class, script.model()).tool(tool);
  }
}
