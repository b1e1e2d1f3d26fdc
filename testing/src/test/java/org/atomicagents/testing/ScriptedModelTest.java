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
import org.atomicagents.model.TimeSource;
import org.atomicagents.model.Timings;
import org.junit.jupiter.api.Test;

class ScriptedModelTest {
  private static final ModelRequest REQUEST =
      ModelRequest.of("gpt-5-mini", List.of(Message.user("hello")));

  @Test
  void answersInOrderAndRecordsWhatWasAsked() {
    var script = ScriptedModel.answering("one", "two");

    List<ModelEvent> first = ask(script, REQUEST);
    List<ModelEvent> second =
        ask(script, REQUEST.withStream(true).withModel(script.model("other")));

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
  void streamsATextInPiecesOfWholeCharacters() {
    var script = ScriptedModel.of(ScriptedResponse.text("ab😀cde").withChunkSize(3));

    List<ModelEvent> events = ask(script, REQUEST.withStream(true));

    assertThat(events).contains(new ModelEvent.TextDelta("ab😀"), new ModelEvent.TextDelta("cde"));
  }

  @Test
  void deliversATextAsTheArgumentsOfTheFunctionAskedFor() {
    var format = new OutputFormat(ResponseMode.TOOL_CALL, "answer", "", "{}");
    var script = ScriptedModel.answering("{\"a\":1}", "{\"a\":1}");

    List<ModelEvent> whole = ask(script, REQUEST.withOutput(format));
    List<ModelEvent> streamed = ask(script, REQUEST.withOutput(format).withStream(true));

    assertThat(whole)
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
  void saysAllThatAnAnswerConsistsOf() {
    var answer =
        ScriptedResponse.text("Looking.")
            .withReasoning("hm")
            .withToolCall("search", "{}")
            .withToolCall("read", "{")
            .withUsage(Usage.of(7, 3))
            .withFinish(FinishReason.LENGTH);

    List<ModelEvent> events = ask(ScriptedModel.of(answer), REQUEST);

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
  void refuses() {
    List<ModelEvent> events = ask(ScriptedModel.of(ScriptedResponse.refusal("No.")), REQUEST);

    assertThat(events).contains(new ModelEvent.Refused("No."));
  }

  @Test
  void passesEventsAsTheyAre() {
    var event = new ModelEvent.Other("scripted", "{}");

    List<ModelEvent> events = ask(ScriptedModel.of(ScriptedResponse.events(event)), REQUEST);

    assertThat(events).containsExactly(event);
  }

  @Test
  void answersByAFunctionOfTheRequest() {
    var script =
        ScriptedModel.by(request -> ScriptedResponse.text(request.messages().getLast().text()));

    List<ModelEvent> events = ask(script, REQUEST);

    assertThat(events).contains(new ModelEvent.TextDelta("hello"));
  }

  @Test
  void failsBeforeAnAnswerBegins() {
    var failure = broken();
    var script = ScriptedModel.throwing(failure);

    assertThatThrownBy(() -> ask(script, REQUEST)).isSameAs(failure);
    assertThat(script.requests()).hasSize(1);
    assertThat(script.opened()).isZero();
  }

  @Test
  void breaksOffInTheMiddleOfAnAnswer() {
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
  void saysHowManyAnswersWereGivenWhenNoneIsLeft() {
    var script = ScriptedModel.answering("only");
    ask(script, REQUEST);

    assertThatThrownBy(() -> ask(script, REQUEST))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "ScriptedModel has no answer for request 2: 1 answer was given.\n"
                + "Give it more answers, or make them from the requests with ScriptedModel.by.");
  }

  @Test
  void countsTheExchangesThatWereClosed() {
    var script = ScriptedModel.answering("a", "b");
    var left = script.open(REQUEST, RunContext.standalone());
    var closed = script.open(REQUEST, RunContext.standalone());

    closed.close();
    closed.close();

    assertThat(script.opened()).isEqualTo(2);
    assertThat(script.closed()).isEqualTo(1);
    left.close();
  }

  @Test
  void givesTheEventsOfAnExchangeOnce() {
    var exchange = ScriptedModel.answering("a").open(REQUEST, RunContext.standalone());
    var unused = exchange.iterator();

    assertThatThrownBy(exchange::iterator)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The events of an exchange can be read once.");
  }

  @Test
  void endsWhenItIsClosedOrInterruptedOrOutOfTime() {
    var script = ScriptedModel.answering("a", "b", "c");

    var closed = script.open(REQUEST, RunContext.standalone());
    closed.close();
    assertThatThrownBy(() -> closed.iterator().hasNext()).isInstanceOf(CancelledException.class);

    var interrupted = script.open(REQUEST, RunContext.standalone()).iterator();
    Thread.currentThread().interrupt();
    assertThatThrownBy(interrupted::hasNext).isInstanceOf(CancelledException.class);
    assertThat(Thread.interrupted()).isTrue();

    assertThatThrownBy(() -> script.open(REQUEST, outOfTime()))
        .isInstanceOf(TimedOutException.class);
  }

  @Test
  void givesEachOfManyConcurrentRequestsAnAnswerOfItsOwn() throws Exception {
    int many = 500;
    var script =
        ScriptedModel.answering(
            IntStream.range(0, many).mapToObj(String::valueOf).toArray(String[]::new));
    Callable<ModelEvent> call = () -> ask(script, REQUEST).get(1);

    List<ModelEvent> said;
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      said =
          executor.invokeAll(Stream.generate(() -> call).limit(many).toList()).stream()
              .map(Future::resultNow)
              .toList();
    }

    assertThat(said).doesNotHaveDuplicates().hasSize(many);
    assertThat(script.closed()).isEqualTo(many);
  }

  private static List<ModelEvent> ask(ScriptedModel script, ModelRequest request) {
    try (var exchange = script.open(request, RunContext.standalone())) {
      var events = new ArrayList<ModelEvent>();
      exchange.forEach(events::add);
      return events;
    }
  }

  private static TransportException broken() {
    return TransportException.of("broken", TransportException.Stage.RESPONSE, null);
  }

  private static RunContext outOfTime() {
    return new RunContext(
        "test",
        Deadline.after(Duration.ZERO),
        Budget.unlimited(),
        1,
        Listeners.none(),
        new Timings.Recorder(TimeSource.system()));
  }
}
