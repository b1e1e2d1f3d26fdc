package org.atomicagents.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.error.TransportException;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Message;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Budget;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.RunContext;
import org.atomicagents.time.TimeSource;
import org.atomicagents.time.Timings;
import org.junit.jupiter.api.Test;

class ScriptedModelTest {
  private static final ModelRequest REQUEST =
      ModelRequest.of("gpt-5-mini", List.of(Message.user("hello")));

  @Test
  void respondsInOrderAndRecordsTheRequests() {
    var script = ScriptedModel.answering("one", "two");

    List<ModelEvent> first = send(script, REQUEST);
    List<ModelEvent> second =
        send(script, REQUEST.withStream(true).withModel(script.model("other")));

    assertThat(first)
        .containsExactly(
            new ModelEvent.Started("scripted-1", "gpt-5-mini", Map.of()),
            new ModelEvent.TextDelta("one"),
            new ModelEvent.Finished(FinishReason.STOP, "stop"));
    assertThat(second)
        .containsExactly(
            new ModelEvent.Started("scripted-2", "other", Map.of()),
            new ModelEvent.TextDelta("two"),
            new ModelEvent.Finished(FinishReason.STOP, "stop"));
    assertThat(script.requests()).hasSize(2).first().isEqualTo(REQUEST);
    assertThat(script.lastRequest().model()).isEqualTo("other");
  }

  @Test
  void streamsATextInChunksOfCompleteCharacters() {
    var script = ScriptedModel.of(ScriptedResponse.text("ab😀cde").withChunkSize(3));

    List<ModelEvent> events = send(script, REQUEST.withStream(true));

    assertThat(events).contains(new ModelEvent.TextDelta("ab😀"), new ModelEvent.TextDelta("cde"));
  }

  @Test
  void sendsATextAsTheArgumentsOfTheRequestedFunction() {
    var format = new OutputFormat(ResponseMode.TOOL_CALL, "answer", "", "{}");
    var script = ScriptedModel.answering("{\"a\":1}", "{\"a\":1}");

    List<ModelEvent> complete = send(script, REQUEST.withOutput(format));
    List<ModelEvent> streamed = send(script, REQUEST.withOutput(format).withStream(true));

    assertThat(complete)
        .contains(
            new ModelEvent.ToolCallDelta(0, "call_1", "answer", "{\"a\":1}"),
            new ModelEvent.Finished(FinishReason.TOOL_CALLS, "tool_calls"));
    assertThat(streamed)
        .contains(
            new ModelEvent.ToolCallDelta(0, "call_1", "answer", ""),
            new ModelEvent.ToolCallDelta(0, null, null, "{\"a\""),
            new ModelEvent.ToolCallDelta(0, null, null, ":1}"));
  }

  @Test
  void emitsEveryPartOfAResponse() {
    var response =
        ScriptedResponse.text("Looking.")
            .withReasoning("hm")
            .withToolCall("search", "{}")
            .withToolCall("read", "{")
            .withUsage(Usage.of(7, 3))
            .withFinish(FinishReason.LENGTH);

    List<ModelEvent> events = send(ScriptedModel.of(response), REQUEST);

    assertThat(events)
        .containsExactly(
            new ModelEvent.Started("scripted-1", "gpt-5-mini", Map.of()),
            new ModelEvent.TextDelta("Looking."),
            new ModelEvent.ReasoningDelta("hm"),
            new ModelEvent.ToolCallDelta(0, "call_1", "search", "{}"),
            new ModelEvent.ToolCallDelta(1, "call_2", "read", "{"),
            new ModelEvent.UsageReport(Usage.of(7, 3)),
            new ModelEvent.Finished(FinishReason.LENGTH, "length"));
  }

  @Test
  void sendsARefusal() {
    List<ModelEvent> events = send(ScriptedModel.of(ScriptedResponse.refusal("No.")), REQUEST);

    assertThat(events).contains(new ModelEvent.Refused("No."));
  }

  @Test
  void emitsRawEventsUnchanged() {
    var event = new ModelEvent.Other("scripted", "{}");

    List<ModelEvent> events = send(ScriptedModel.of(ScriptedResponse.events(event)), REQUEST);

    assertThat(events).containsExactly(event);
  }

  @Test
  void computesTheResponseFromTheRequest() {
    var script =
        ScriptedModel.by(request -> ScriptedResponse.text(request.messages().getLast().text()));

    List<ModelEvent> events = send(script, REQUEST);

    assertThat(events).contains(new ModelEvent.TextDelta("hello"));
  }

  @Test
  void failsBeforeAResponseBegins() {
    var failure = broken();
    var script = ScriptedModel.throwing(failure);

    assertThatThrownBy(() -> send(script, REQUEST)).isSameAs(failure);
    assertThat(script.requests()).hasSize(1);
    assertThat(script.opened()).isZero();
  }

  @Test
  void failsInTheMiddleOfAResponse() {
    var failure = broken();
    var script = ScriptedModel.of(ScriptedResponse.text("{\"a").withFailure(failure));

    try (var exchange = script.open(REQUEST, RunContext.standalone())) {
      var events = exchange.iterator();
      events.next();

      assertThat(events.next()).isEqualTo(new ModelEvent.TextDelta("{\"a"));
      assertThatThrownBy(events::hasNext).isSameAs(failure);
    }
  }

  @Test
  void reportsTheLengthOfTheScriptWhenItIsExhausted() {
    var script = ScriptedModel.answering("only");
    send(script, REQUEST);

    assertThatThrownBy(() -> send(script, REQUEST))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "ScriptedModel has no response for request 2: the script has 1 response.\n"
                + "Add responses, or compute them from the requests with ScriptedModel.by.");
  }

  @Test
  void countsClosedExchanges() {
    var script = ScriptedModel.answering("a", "b");
    var open = script.open(REQUEST, RunContext.standalone());
    var closed = script.open(REQUEST, RunContext.standalone());

    closed.close();
    closed.close();

    assertThat(script.opened()).isEqualTo(2);
    assertThat(script.closed()).isEqualTo(1);
    open.close();
  }

  @Test
  void readsTheEventsOfAnExchangeOnce() {
    var exchange = ScriptedModel.answering("a").open(REQUEST, RunContext.standalone());
    var unused = exchange.iterator();

    assertThatThrownBy(exchange::iterator)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The events of an exchange can be read once.");
  }

  @Test
  void failsWhenClosedOrInterruptedOrTimedOut() {
    var script = ScriptedModel.answering("a", "b", "c");

    var closed = script.open(REQUEST, RunContext.standalone());
    closed.close();
    assertThatThrownBy(() -> closed.iterator().hasNext()).isInstanceOf(CancelledException.class);

    var interrupted = script.open(REQUEST, RunContext.standalone()).iterator();
    Thread.currentThread().interrupt();
    assertThatThrownBy(interrupted::hasNext).isInstanceOf(CancelledException.class);
    assertThat(Thread.interrupted()).isTrue();

    assertThatThrownBy(() -> script.open(REQUEST, timedOut()))
        .isInstanceOf(TimedOutException.class);
  }

  @Test
  void sendsEachConcurrentRequestItsOwnResponse() throws Exception {
    int count = 500;
    var script =
        ScriptedModel.answering(
            IntStream.range(0, count).mapToObj(String::valueOf).toArray(String[]::new));
    Callable<ModelEvent> call = () -> send(script, REQUEST).get(1);

    List<ModelEvent> texts;
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      texts =
          executor.invokeAll(Stream.generate(() -> call).limit(count).toList()).stream()
              .map(Future::resultNow)
              .toList();
    }

    assertThat(texts).doesNotHaveDuplicates().hasSize(count);
    assertThat(script.closed()).isEqualTo(count);
  }

  private static List<ModelEvent> send(ScriptedModel script, ModelRequest request) {
    try (var exchange = script.open(request, RunContext.standalone())) {
      var events = new ArrayList<ModelEvent>();
      exchange.forEach(events::add);
      return events;
    }
  }

  private static TransportException broken() {
    return TransportException.of("broken", TransportException.Stage.RESPONSE, null);
  }

  private static RunContext timedOut() {
    return new RunContext(
        "test",
        Deadline.after(Duration.ZERO),
        Budget.unlimited(),
        1,
        Listeners.none(),
        new Timings.Recorder(TimeSource.system()));
  }
}
