package org.atomicagents.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.AtomicAgent;
import org.atomicagents.RunLimits;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.error.InvalidOutputException;
import org.atomicagents.error.TruncatedException;
import org.atomicagents.message.Content;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.atomicagents.message.Usage;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.ModeFallback;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.Sampling;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Strictness;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReAskConformanceTest {
  private static final In IN = new In("q");
  private static final String INVALID = "{\"a\":\"x\"}";
  private static final String VALID = "{\"a\":1}";
  private static final RunOptions TOOLS = RunOptions.defaults().withMode(ResponseMode.TOOL_CALL);

  @Test
  @DisplayName("E01 tool mode: the re-ask adds the call and a tool result with the errors")
  void e01() {
    var script =
        ScriptedModel.of(
            ScriptedResponse.events(
                new ModelEvent.ToolCallDelta(0, "c1", "Out", INVALID),
                new ModelEvent.Finished(FinishReason.TOOL_CALLS, "tool_calls")),
            ScriptedResponse.text(VALID));

    assertThat(agent(script).run(IN, TOOLS)).isEqualTo(new Out(1));

    assertAdded(
        script,
        new Message(Role.ASSISTANT, List.of(new Content.ToolCall("c1", "Out", INVALID))),
        Message.toolResult(
            "c1",
            "Out",
            """
            Your response is invalid:
              $.a: expected an integer, found "x"
            Return the complete JSON again with these errors fixed.\
            """));
  }

  @Test
  @DisplayName("E03 JSON modes: the re-ask adds the response and a user message with the errors")
  void e03() {
    for (ResponseMode mode :
        List.of(ResponseMode.JSON_SCHEMA, ResponseMode.JSON_OBJECT, ResponseMode.PROMPTED_JSON)) {
      var script = ScriptedModel.answering(INVALID, VALID);

      agent(script).run(IN, RunOptions.defaults().withMode(mode));

      assertAdded(
          script,
          Message.assistant(INVALID),
          Message.user(
              """
              Your response is invalid:
                $.a: expected an integer, found "x"
              Return the complete JSON again with these errors fixed.\
              """));
    }
  }

  @Test
  @DisplayName("E04 after three attempts, an error reports their number and total usage")
  void e04() {
    ScriptedResponse invalid = ScriptedResponse.text(INVALID).withUsage(Usage.of(10, 5));
    var script = ScriptedModel.of(invalid, invalid, invalid, ScriptedResponse.text(VALID));

    var failure = catchThrowableOfType(InvalidOutputException.class, () -> agent(script).run(IN));

    assertThat(script.requests()).hasSize(3);
    assertThat(failure.attempts()).isEqualTo(3);
    assertThat(failure.usage()).isEqualTo(Usage.of(30, 15));
  }

  @Test
  @DisplayName(
      "E06 a truncated response is repeated, with the next seed, as long as attempts remain")
  void e06() {
    ScriptedResponse truncated = ScriptedResponse.text("{\"a\":1").withFinish(FinishReason.LENGTH);
    for (ResponseMode mode : ResponseMode.values()) {
      var repeated = ScriptedModel.of(truncated, ScriptedResponse.text(VALID));
      var exhausted = ScriptedModel.of(truncated, truncated, truncated);
      RunOptions options =
          RunOptions.defaults().withMode(mode).withSampling(Sampling.defaults().withSeed(7));

      RunResult<Out> result = agent(repeated).call(IN, options);
      var failure =
          catchThrowableOfType(TruncatedException.class, () -> agent(exhausted).run(IN, options));

      assertThat(result.attempts()).isEqualTo(2);
      assertThat(repeated.requests().get(1))
          .isEqualTo(repeated.requests().get(0).withSampling(Sampling.defaults().withSeed(8)));
      assertThat(failure.partialResponse()).isEqualTo("{\"a\":1");
      assertThat(exhausted.requests()).hasSize(3);
    }
  }

  @Test
  @DisplayName(
      "E06 a truncated response is not repeated at temperature 0, which would not change it")
  void e06Deterministic() {
    var script =
        ScriptedModel.of(ScriptedResponse.text("{\"a\":1").withFinish(FinishReason.LENGTH));
    RunOptions options = RunOptions.defaults().withSampling(Sampling.defaults().withTemperature(0));

    assertThatThrownBy(() -> agent(script).run(IN, options)).isInstanceOf(TruncatedException.class);
    assertThat(script.requests()).hasSize(1);
  }

  @Test
  @DisplayName("E06 a truncated response is repeated with a larger limit if configured")
  void e06Larger() {
    var limits = RunLimits.defaults().withMaxTokensAfterTruncation(2_000);
    var options =
        RunOptions.defaults()
            .withSampling(Sampling.defaults().withMaxTokens(500))
            .withLimits(limits);
    ScriptedResponse truncated = ScriptedResponse.text("{\"a\":1").withFinish(FinishReason.LENGTH);
    var script =
        ScriptedModel.of(truncated, ScriptedResponse.text(INVALID), ScriptedResponse.text(VALID));

    RunResult<Out> result = agent(script).call(IN, options);

    assertThat(result.attempts()).isEqualTo(3);
    assertThat(script.requests())
        .extracting(request -> request.sampling().maxTokens())
        .containsExactly(500, 2_000, 2_000);
    assertThat(script.requests().get(1).messages()).isEqualTo(script.requests().get(0).messages());
  }

  @Test
  @DisplayName("E07 text instead of a call: the re-ask requests a call of the function")
  void e07Text() {
    var script =
        ScriptedModel.of(
            ScriptedResponse.events(new ModelEvent.TextDelta("It is one.")),
            ScriptedResponse.text(VALID));

    assertThat(agent(script).run(IN, TOOLS)).isEqualTo(new Out(1));

    assertAdded(
        script,
        Message.assistant("It is one."),
        Message.user(
            """
            Your response is invalid:
              $: expected one call of the function 'Out', found the text "It is one."
            Call the function 'Out' exactly once, with the complete output as its arguments, which \
            match this JSON Schema:
            """
                + Schema.of(Out.class).jsonSchema()));
  }

  @Test
  @DisplayName("E07 text instead of a call: the next mode is used if the mode was not chosen")
  void e07NextMode() {
    var events = new ArrayList<AgentEvent.CallIgnored>();
    var script =
        ScriptedModel.of(
            ScriptedResponse.events(
                new ModelEvent.TextDelta("It is one."),
                new ModelEvent.Finished(FinishReason.STOP, "stop")),
            ScriptedResponse.text(VALID),
            ScriptedResponse.text(VALID));
    Model model =
        script
            .model()
            .withModes(ResponseMode.TOOL_CALL, ResponseMode.PROMPTED_JSON)
            .with(new ModeFallback());
    var agent = AtomicAgent.of(In.class, Out.class, model);
    var options =
        RunOptions.defaults()
            .withListener(event -> {
              if (event instanceof AgentEvent.CallIgnored ignored) {
                events.add(ignored);
              }
            });

    RunResult<Out> result = agent.call(IN, options);
    agent.run(IN);

    assertThat(result.attempts()).isEqualTo(2);
    assertThat(script.requests())
        .extracting(request -> request.output().mode())
        .containsExactly(
            ResponseMode.TOOL_CALL, ResponseMode.PROMPTED_JSON, ResponseMode.PROMPTED_JSON);
    assertThat(script.requests().get(1).messages().getLast())
        .isEqualTo(
            Message.user(
                """
                Your response is invalid:
                  $: expected one JSON object, found the text "It is one."
                Return the complete JSON again with these errors fixed.\
                """));
    assertThat(events)
        .containsExactly(
            new AgentEvent.CallIgnored("Out", "gpt-5-mini", ResponseMode.PROMPTED_JSON));
  }

  @Test
  @DisplayName(
      "E07 JSON instead of a call: repaired and reported if valid, rejected in strict mode")
  void e07Json() {
    ScriptedResponse text = ScriptedResponse.events(new ModelEvent.TextDelta(VALID));
    var lenient = ScriptedModel.of(text);
    var strict = ScriptedModel.of(text, ScriptedResponse.text(VALID));
    var invalid =
        ScriptedModel.of(
            ScriptedResponse.events(new ModelEvent.TextDelta(INVALID)),
            ScriptedResponse.text(VALID));

    RunResult<Out> result = agent(lenient).call(IN, TOOLS);
    agent(strict).toBuilder().strictness(Strictness.STRICT).build().run(IN, TOOLS);
    agent(invalid).run(IN, TOOLS);

    assertThat(result.repairs()).extracting(repair -> repair.kind().name()).containsExactly("CALL");
    assertThat(strict.requests()).hasSize(2);
    assertThat(invalid.lastRequest().messages().getLast().text())
        .isEqualTo(
            """
            Your response is invalid:
              $: expected one call of the function 'Out', found the text "{\\"a\\":\\"x\\"}"
              $.a: expected an integer, found "x"
            Call the function 'Out' exactly once, with the complete output as its arguments.\
            """);
  }

  @Test
  @DisplayName("E07 call of another function: the tool result names the expected function")
  void e07Name() {
    var script =
        ScriptedModel.of(ScriptedResponse.toolCall("other", "{}"), ScriptedResponse.text(VALID));

    assertThat(agent(script).run(IN, TOOLS)).isEqualTo(new Out(1));

    assertAdded(
        script,
        new Message(Role.ASSISTANT, List.of(new Content.ToolCall("call_1", "other", "{}"))),
        Message.toolResult(
            "call_1",
            "other",
            """
            Your response is invalid:
              $: expected one call of the function 'Out', found a call of 'other'
            Call the function 'Out' exactly once, with the complete output as its arguments.\
            """));
  }

  @Test
  @DisplayName("E08 re-asks change neither the history nor the prepared request")
  void e08() {
    var history = ChatHistory.unbounded();
    var script = ScriptedModel.answering(INVALID, INVALID, VALID);
    try (var prepared = agent(script).prepare(IN, RunOptions.history(history))) {
      ModelRequest before = prepared.request();
      List<Message> messages = List.copyOf(before.messages());

      prepared.call();

      assertThat(prepared.request()).isEqualTo(before);
      assertThat(before.messages()).isEqualTo(messages);
    }
    assertThat(history.messages())
        .containsExactly(Message.user("{\"q\":\"q\"}"), Message.assistant(VALID));
    assertThat(script.requests().get(2).messages())
        .hasSize(script.requests().get(1).messages().size());
  }

  @Test
  @DisplayName("E09 malformed JSON is reported and re-asked")
  void e09() {
    var rejections = new ArrayList<AgentEvent.OutputRejected>();
    var script = ScriptedModel.answering("{\"a\" 1 2", VALID);
    var options =
        RunOptions.defaults()
            .withMode(ResponseMode.JSON_OBJECT)
            .withListener(event -> {
              if (event instanceof AgentEvent.OutputRejected rejected) {
                rejections.add(rejected);
              }
            });

    assertThat(agent(script).run(IN, options)).isEqualTo(new Out(1));
    assertThat(rejections).hasSize(1);
    assertThat(script.requests()).hasSize(2);
  }

  /** Asserts that the second request is the first one with these messages appended. */
  private static void assertAdded(ScriptedModel script, Message... messages) {
    var expected = new ArrayList<>(script.requests().get(0).messages());
    expected.addAll(List.of(messages));
    assertThat(script.requests().get(1)).isEqualTo(script.requests().get(0).withMessages(expected));
  }

  private static AtomicAgent<In, Out> agent(ScriptedModel script) {
    return AtomicAgent.of(In.class, Out.class, script.model());
  }

  @Description("A question")
  record In(String q) {}

  @Description("An answer")
  record Out(int a) {}
}
