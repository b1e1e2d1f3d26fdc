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
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.Sampling;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.Strictness;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReAskConformanceTest {
  private static final In IN = new In("q");
  private static final String BAD = "{\"a\":\"x\"}";
  private static final String GOOD = "{\"a\":1}";
  private static final RunOptions TOOLS = RunOptions.defaults().withMode(ResponseMode.TOOL_CALL);

  @Test
  @DisplayName("E01 tools mode: the call, and its result with the errors and what to do")
  void e01() {
    var script =
        ScriptedModel.of(
            ScriptedResponse.events(
                new ModelEvent.ToolCallDelta(0, "c1", "Out", BAD),
                new ModelEvent.Finished(FinishReason.TOOL_CALLS, "tool_calls")),
            ScriptedResponse.text(GOOD));

    assertThat(agent(script).run(IN, TOOLS)).isEqualTo(new Out(1));

    assertAdded(
        script,
        new Message(Role.ASSISTANT, List.of(new Content.ToolCall("c1", "Out", BAD))),
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
  @DisplayName("E03 JSON modes: the answer, and one message of the user with the errors")
  void e03() {
    for (ResponseMode mode :
        List.of(ResponseMode.JSON_SCHEMA, ResponseMode.JSON_OBJECT, ResponseMode.PROMPTED_JSON)) {
      var script = ScriptedModel.answering(BAD, GOOD);

      agent(script).run(IN, RunOptions.defaults().withMode(mode));

      assertAdded(
          script,
          Message.assistant(BAD),
          Message.user(
              """
              Your response is invalid:
                $.a: expected an integer, found "x"
              Return the complete JSON again with these errors fixed.\
              """));
    }
  }

  @Test
  @DisplayName("E04 three attempts, then an error with their number and their usage")
  void e04() {
    ScriptedResponse bad = ScriptedResponse.text(BAD).withUsage(Usage.of(10, 5));
    var script = ScriptedModel.of(bad, bad, bad, ScriptedResponse.text(GOOD));

    var failure = catchThrowableOfType(InvalidOutputException.class, () -> agent(script).run(IN));

    assertThat(script.requests()).hasSize(3);
    assertThat(failure.attempts()).isEqualTo(3);
    assertThat(failure.usage()).isEqualTo(Usage.of(30, 15));
  }

  @Test
  @DisplayName("E06 an answer cut at its limit is not asked for again unchanged")
  void e06() {
    for (ResponseMode mode : ResponseMode.values()) {
      var script =
          ScriptedModel.of(
              ScriptedResponse.text("{\"a\":1").withFinish(FinishReason.LENGTH),
              ScriptedResponse.text(GOOD));

      var failure =
          catchThrowableOfType(
              TruncatedException.class,
              () -> agent(script).run(IN, RunOptions.defaults().withMode(mode)));

      assertThat(failure.partialResponse()).isEqualTo("{\"a\":1");
      assertThat(script.requests()).hasSize(1);
    }
  }

  @Test
  @DisplayName("E06 by policy, it is asked for once more with a larger limit")
  void e06Larger() {
    var limits = RunLimits.defaults().withMaxTokensAfterTruncation(2_000);
    var options =
        RunOptions.defaults()
            .withSampling(Sampling.defaults().withMaxTokens(500))
            .withLimits(limits);
    ScriptedResponse cut = ScriptedResponse.text("{\"a\":1").withFinish(FinishReason.LENGTH);
    var script = ScriptedModel.of(cut, ScriptedResponse.text(BAD), ScriptedResponse.text(GOOD));
    var twice = ScriptedModel.of(cut, cut);

    RunResult<Out> reply = agent(script).call(IN, options);

    assertThat(reply.attempts()).isEqualTo(3);
    assertThat(script.requests())
        .extracting(request -> request.sampling().maxTokens())
        .containsExactly(500, 2_000, 2_000);
    assertThat(script.requests().get(1).messages()).isEqualTo(script.requests().get(0).messages());
    assertThatThrownBy(() -> agent(twice).run(IN, options)).isInstanceOf(TruncatedException.class);
    assertThat(twice.requests()).hasSize(2);
  }

  @Test
  @DisplayName("E07 words in the place of a call: asked again to call the function")
  void e07Text() {
    var script =
        ScriptedModel.of(
            ScriptedResponse.events(new ModelEvent.TextDelta("It is one.")),
            ScriptedResponse.text(GOOD));

    assertThat(agent(script).run(IN, TOOLS)).isEqualTo(new Out(1));

    assertAdded(
        script,
        Message.assistant("It is one."),
        Message.user(
            """
            Your response is invalid:
              $: expected one call of the function 'Out', found the text "It is one."
            Call the function 'Out' exactly once, with the complete output as its arguments.\
            """));
  }

  @Test
  @DisplayName("E07 JSON in the place of a call: taken if valid, and told; not if strict")
  void e07Json() {
    ScriptedResponse text = ScriptedResponse.events(new ModelEvent.TextDelta(GOOD));
    var lenient = ScriptedModel.of(text);
    var strict = ScriptedModel.of(text, ScriptedResponse.text(GOOD));
    var wrong =
        ScriptedModel.of(
            ScriptedResponse.events(new ModelEvent.TextDelta(BAD)), ScriptedResponse.text(GOOD));

    RunResult<Out> reply = agent(lenient).call(IN, TOOLS);
    agent(strict).toBuilder().strictness(Strictness.STRICT).build().run(IN, TOOLS);
    agent(wrong).run(IN, TOOLS);

    assertThat(reply.repairs()).extracting(r -> r.kind().name()).containsExactly("CALL");
    assertThat(strict.requests()).hasSize(2);
    assertThat(wrong.lastRequest().messages().getLast().text())
        .isEqualTo(
            """
            Your response is invalid:
              $: expected one call of the function 'Out', found the text "{\\"a\\":\\"x\\"}"
              $.a: expected an integer, found "x"
            Call the function 'Out' exactly once, with the complete output as its arguments.\
            """);
  }

  @Test
  @DisplayName("E07 a call of another function: its result says which to call")
  void e07Name() {
    var script =
        ScriptedModel.of(ScriptedResponse.toolCall("other", "{}"), ScriptedResponse.text(GOOD));

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
  @DisplayName("E08 re-asks are in no history and in no list of the caller")
  void e08() {
    var history = ChatHistory.unbounded();
    var script = ScriptedModel.answering(BAD, BAD, GOOD);
    try (var prepared = agent(script).prepare(IN, RunOptions.history(history))) {
      ModelRequest before = prepared.request();
      List<Message> messages = List.copyOf(before.messages());

      prepared.call();

      assertThat(prepared.request()).isEqualTo(before);
      assertThat(before.messages()).isEqualTo(messages);
    }
    assertThat(history.messages())
        .containsExactly(Message.user("{\"q\":\"q\"}"), Message.assistant(GOOD));
    assertThat(script.requests().get(2).messages())
        .hasSize(script.requests().get(1).messages().size());
  }

  @Test
  @DisplayName("E09 broken JSON is told and asked for again")
  void e09() {
    var told = new ArrayList<AgentEvent.OutputRejected>();
    var script = ScriptedModel.answering("{\"a\" 1 2", GOOD);
    var options =
        RunOptions.defaults()
            .withMode(ResponseMode.JSON_OBJECT)
            .withListener(event -> {
              if (event instanceof AgentEvent.OutputRejected rejected) {
                told.add(rejected);
              }
            });

    assertThat(agent(script).run(IN, options)).isEqualTo(new Out(1));
    assertThat(told).hasSize(1);
    assertThat(script.requests()).hasSize(2);
  }

  /** The second request is the first, with these messages behind it. */
  private static void assertAdded(ScriptedModel script, Message... added) {
    var expected = new ArrayList<>(script.requests().get(0).messages());
    expected.addAll(List.of(added));
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
