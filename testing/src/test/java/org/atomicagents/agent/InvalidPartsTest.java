package org.atomicagents.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.atomicagents.agent.TripTypes.leg;
import static org.atomicagents.agent.TripTypes.trip;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.AtomicAgent;
import org.atomicagents.ReAskScope;
import org.atomicagents.RunLimits;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.agent.OrderTypes.Wish;
import org.atomicagents.agent.TripTypes.Leg;
import org.atomicagents.agent.TripTypes.Trip;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.error.InvalidOutputException;
import org.atomicagents.message.Content;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.atomicagents.message.Usage;
import org.atomicagents.message.Violation;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.TokenCounter;
import org.atomicagents.schema.Schema;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.junit.jupiter.api.Test;

class InvalidPartsTest {
  private static final Wish WISH = new Wish("to Rome");
  private static final RunOptions PARTS = RunOptions.defaults().withReAsk(ReAskScope.PART);
  private static final String BAD =
      trip(1, 3, leg("ZRH", "FCO", "684"), leg("FCO", "ZRH", "\"far\""));
  private static final String GOOD = trip(1, 3, leg("ZRH", "FCO", "684"), leg("FCO", "ZRH", "684"));

  @Test
  void requestsTheInvalidPartAndMergesIt() {
    var history = ChatHistory.unbounded();
    var script = ScriptedModel.answering(BAD, "{\"value_1\":684}");

    RunResult<Trip> result = agent(script).call(WISH, PARTS.withHistory(history));

    assertThat(result.text()).isEqualTo(GOOD);
    assertThat(result.attempts()).isEqualTo(2);
    ModelRequest first = script.requests().getFirst();
    assertThat(script.lastRequest().messages())
        .startsWith(first.messages().toArray(Message[]::new))
        .endsWith(
            Message.assistant("{\"value_1\":\"far\"}"),
            Message.user(
                """
                These parts of your response are invalid:
                  $.legs[1].length: expected an integer, found "far"
                Return only these parts again with the errors fixed:
                  value_1: $.legs[1].length, in {"from":"FCO","to":"ZRH","length":"far"}\
                """))
        .hasSize(first.messages().size() + 2);
    assertThat(script.lastRequest().output().name()).isEqualTo("Trip_parts");
    assertThat(script.lastRequest().output().schema())
        .contains("\"value_1\":{\"description\":\"$.legs[1].length: In kilometres\"")
        .doesNotContain("start");
    assertThat(history.messages()).hasSize(2).endsWith(Message.assistant(GOOD));
  }

  @Test
  void requestsPartsByTheSameToolCalls() {
    var script = ScriptedModel.answering(BAD, "{\"value_1\":684}");

    agent(script).run(WISH, PARTS.withMode(ResponseMode.TOOL_CALL));

    List<Message> messages = script.lastRequest().messages();
    assertThat(messages.get(messages.size() - 2))
        .isEqualTo(
            new Message(
                Role.ASSISTANT,
                List.of(new Content.ToolCall("call_1", "Trip_parts", "{\"value_1\":\"far\"}"))));
    assertThat(messages.getLast().parts().getFirst())
        .isInstanceOfSatisfying(
            Content.ToolResult.class, result -> assertThat(result.callId()).isEqualTo("call_1"));
  }

  @Test
  void requestsSeveralPartsAtOnce() {
    var script =
        ScriptedModel.answering(
            trip(-1, 3, leg("ZRH", "ROME", "684"), leg("FCO", "ZRH", "684")),
            "{\"value_1\":1,\"value_2\":\"FCO\"}");

    assertThat(agent(script).call(WISH, PARTS).text()).isEqualTo(GOOD);
  }

  @Test
  void mergesAMissingProperty() {
    var script =
        ScriptedModel.answering(GOOD.replace("\"to\":\"FCO\",", ""), "{\"value_1\":\"FCO\"}");

    assertThat(agent(script).run(WISH, PARTS).legs().getFirst().to()).isEqualTo("FCO");
  }

  @Test
  void rejectsTwoCallsWithParts() {
    var twoCalls =
        ScriptedResponse.events(
            new ModelEvent.ToolCallDelta(0, "a", "Trip_parts", "{\"value_1\":684}"),
            new ModelEvent.ToolCallDelta(1, "b", "Trip_parts", "{\"value_1\":685}"),
            new ModelEvent.Finished(FinishReason.STOP, "stop"));
    var script =
        ScriptedModel.of(ScriptedResponse.text(BAD), twoCalls, ScriptedResponse.text(GOOD));

    RunResult<Trip> result = agent(script).call(WISH, PARTS.withMode(ResponseMode.TOOL_CALL));

    assertThat(result.text()).isEqualTo(GOOD);
    assertThat(result.attempts()).isEqualTo(3);
  }

  @Test
  void requestsTheCompleteOutputIfThePartIsInvalidAgain() {
    var script = ScriptedModel.answering(BAD, "{\"value_1\":\"very far\"}", GOOD);

    RunResult<Trip> result = agent(script).call(WISH, PARTS);

    assertThat(result.text()).isEqualTo(GOOD);
    assertThat(script.lastRequest().output().name()).isEqualTo("Trip");
    assertThat(script.lastRequest().messages())
        .endsWith(
            Message.assistant(BAD),
            Message.user(
                """
                Your response is invalid:
                  $.legs[1].length: expected an integer, found "far"
                Return the complete JSON again with these errors fixed.\
                """));
  }

  @Test
  void reAsksWithTheMergedOutputIfItIsStillInvalid() {
    var script =
        ScriptedModel.answering(
            trip(-1, 3, leg("ZRH", "FCO", "684")),
            "{\"value_1\":-2}",
            trip(2, 3, leg("ZRH", "FCO", "684")));

    assertThat(agent(script).run(WISH, PARTS).start()).isEqualTo(2);
    assertThat(script.lastRequest().messages())
        .contains(Message.assistant(trip(-2, 3, leg("ZRH", "FCO", "684"))));
  }

  @Test
  void reportsViolationsWithPathsInTheCompleteOutput() {
    var script = ScriptedModel.answering(BAD, "{\"value_1\":\"very far\"}", BAD);

    InvalidOutputException failure =
        catchThrowableOfType(
            InvalidOutputException.class,
            () -> agent(script).run(WISH, PARTS.withLimits(new RunLimits(2, 8))));

    assertThat(failure.violations())
        .containsExactly(new Violation("$.legs[1].length", "an integer", "\"very far\""));
    assertThat(failure.lastResponse()).isEqualTo("{\"value_1\":\"very far\"}");
  }

  @Test
  void requestsTheCompleteOutputIfTheRootOrMostOfItIsInvalid() {
    for (String bad :
        List.of(
            "nonsense", "[]", "{}", trip(1, 3).replace("[]", "\"" + "none ".repeat(20) + "\""))) {
      var script = ScriptedModel.answering(bad, GOOD);

      agent(script).run(WISH, PARTS);

      assertThat(script.lastRequest().output().name()).as(bad).isEqualTo("Trip");
    }
  }

  @Test
  void requestsTheCompleteOutputOfAStream() {
    var script = ScriptedModel.answering(BAD, GOOD);

    try (var stream = agent(script).stream(WISH, PARTS)) {
      stream.result();
    }

    assertThat(script.lastRequest().output().name()).isEqualTo("Trip");
  }

  @Test
  void usesAtMostFortyPercentOfTheTokens() {
    var legs = new ArrayList<String>();
    for (int i = 0; i < 52; i++) {
      legs.add(leg("ZRH", "FCO", String.valueOf(600 + i)));
    }
    String good = trip(1, 90, legs.toArray(String[]::new));
    legs.set(20, leg("ZRH", "FCO", "\"six hundred\""));
    String bad = trip(1, 90, legs.toArray(String[]::new));
    assertThat(bad.length()).isBetween(2_000, 2_200);

    long complete = tokensOfReAsk(ReAskScope.WHOLE, bad, good);
    long part = tokensOfReAsk(ReAskScope.PART, bad, "{\"value_1\":620}");

    assertThat((double) part / complete).isLessThanOrEqualTo(0.40);
  }

  private static long tokensOfReAsk(ReAskScope scope, String first, String second) {
    var script = ScriptedModel.answering(first, second);
    agent(script).run(WISH, RunOptions.defaults().withReAsk(scope));
    TokenCounter counter = TokenCounter.heuristic();
    ModelRequest request = script.lastRequest();
    return request.messages().stream().mapToLong(counter::count).sum()
        + counter.count(request.output().effectiveSchema())
        + counter.count(second);
  }

  @Test
  void requestsPartsOfAList() {
    var script =
        ScriptedModel.answering(
            "{\"items\":[" + leg("ZRH", "FCO", "684") + "," + leg("FCO", "ZRH", "\"far\"") + "]}",
            "{\"value_1\":684}");
    var agent = AtomicAgent.of(Wish.class, Schema.listOf(Leg.class), script.model());

    assertThat(agent.run(WISH, PARTS))
        .containsExactly(new Leg("ZRH", "FCO", 684), new Leg("FCO", "ZRH", 684));
    assertThat(script.lastRequest().messages().getLast().text())
        .contains("value_1: $.items[1].length, in {\"from\":\"FCO\"");
  }

  @Test
  void requestsPartsOfASchemaFromText() {
    var schema =
        Schema.of(
            "{\"title\":\"Trip\",\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"}}}");
    var script = ScriptedModel.answering("{\"a\":\"x\"}", "{\"value_1\":1}");

    RunResult<?> result = AtomicAgent.of(Wish.class, schema, script.model()).call(WISH, PARTS);

    assertThat(result.text()).isEqualTo("{\"a\":1}");
    assertThat(script.lastRequest().output().name()).isEqualTo("Trip_parts");
  }

  @Test
  void sumsTheUsageOfAllRequests() {
    var script =
        ScriptedModel.of(
            ScriptedResponse.text(BAD).withUsage(Usage.of(100, 50)),
            ScriptedResponse.text("{\"value_1\":684}").withUsage(Usage.of(30, 5)));

    assertThat(agent(script).call(WISH, PARTS).usage()).isEqualTo(Usage.of(130, 55));
  }

  private static AtomicAgent<Wish, Trip> agent(ScriptedModel script) {
    return AtomicAgent.of(Wish.class, Trip.class, script.model());
  }
}
