package org.atomicagents.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import jakarta.validation.constraints.Max;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.Element;
import org.atomicagents.FieldDelta;
import org.atomicagents.Partial;
import org.atomicagents.RunLimits;
import org.atomicagents.RunOptions;
import org.atomicagents.StreamOptions;
import org.atomicagents.agent.OrderTypes.Wish;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.OverlapPolicy;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.EmptyResponseException;
import org.atomicagents.error.InvalidOutputException;
import org.atomicagents.error.ProviderError;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.error.TransportException;
import org.atomicagents.error.TruncatedException;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Message;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.StreamNotNull;
import org.atomicagents.schema.StreamWhenDone;
import org.atomicagents.schema.Strictness;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.MDC;

/** Partial values, deltas and elements of streams. */
@Timeout(60)
class PartialTest {
  private static final Wish WISH = new Wish("a report");
  private static final String COMPLETE =
      "{\"title\":\"Tea\",\"items\":[{\"name\":\"a\",\"count\":1},{\"name\":\"b\",\"count\":2}],"
          + "\"summary\":\"Two cups\"}";
  private static final Report REPORT =
      new Report("Tea", List.of(new Item("a", 1), new Item("b", 2)), "Two cups");

  @Description("A report")
  record Report(String title, List<Item> items, String summary) {}

  @Description("An item")
  record Item(String name, @Max(9) int count) {}

  @Test
  void endsWithTheResult() {
    for (ResponseMode mode : ResponseMode.values()) {
      var script = ScriptedModel.of(ScriptedResponse.text(COMPLETE).withChunkSize(1));
      try (var stream = agent(script.model()).stream(WISH, RunOptions.defaults().withMode(mode))) {
        List<Partial<Report>> partials = list(stream);

        assertThat(partials).allMatch(partial -> partial.attempt() == 1);
        assertThat(partials.getLast().value()).isEqualTo(REPORT).isEqualTo(stream.result());
        assertThat(partials.getLast().isComplete("$")).isTrue();
        assertThat(partials.stream().map(Partial::newText).collect(Collectors.joining()))
            .isEqualTo(COMPLETE);
      }
    }
  }

  @Test
  void returnsAPartialAfterEachChunk() {
    var exchange = new ControlledExchange();
    try (var stream = agent(ControlledExchange.model(exchange)).stream(WISH)) {
      Iterator<Partial<Report>> partials = stream.iterator();

      exchange.emitText("{\"title\":\"Te");
      assertThat(partials.next().value()).isEqualTo(new Report("Te", List.of(), null));
      exchange.emitText("a\",\"items\":[{\"name\":\"a\",\"count\":1");
      assertThat(partials.next().value())
          .isEqualTo(new Report("Tea", List.of(new Item("a", 0)), null));
      exchange.emitText("},{\"na");
      Partial<Report> partial = partials.next();
      assertThat(partial.value().items()).containsExactly(new Item("a", 1), new Item(null, 0));
      assertThat(partial.isComplete("$.items[0]")).isTrue();
      assertThat(partial.isPresent("$.items[1]")).isTrue();
      assertThat(partial.isPresent("$.items[1].name")).isFalse();
      assertThat(partial.isPresent("$.summary")).isFalse();
      exchange.emitText("me\":\"b\",\"count\":2}],\"summary\":\"Two cups\"}").end();
      assertThat(partials.next().value()).isEqualTo(REPORT);
      assertThat(partials.hasNext()).isFalse();
    }
  }

  @Test
  void nextReturnsAPartialNewerThanHasNextFound() throws Exception {
    var exchange = new ControlledExchange().emitText("{\"title\":\"Te");
    try (var stream = agent(ControlledExchange.model(exchange)).stream(WISH)) {
      Iterator<Partial<Report>> partials = stream.iterator();
      assertThat(partials.hasNext()).isTrue();
      exchange.emitText(COMPLETE.substring("{\"title\":\"Te".length())).end();
      exchange.awaitEnd();

      Partial<Report> partial = partials.next();

      assertThat(partial.value()).isEqualTo(REPORT);
      assertThat(partial.newText()).isEqualTo(COMPLETE);
      assertThat(partials.hasNext()).isFalse();
    }
  }

  @Test
  void returnsTheFirstAndTheLastPartialForAnEndlessInterval() {
    var endless = StreamOptions.defaults().withInterval(Duration.ofSeconds(Long.MAX_VALUE));
    var exchange = new ControlledExchange().emitText("{\"title\":\"Te");
    var options = RunOptions.defaults().withStream(endless);
    try (var stream = agent(ControlledExchange.model(exchange)).stream(WISH, options)) {
      Iterator<Partial<Report>> partials = stream.iterator();
      assertThat(partials.next().value().title()).isEqualTo("Te");

      exchange.emitText("a\"").emitText(COMPLETE.substring("{\"title\":\"Tea\"".length())).end();

      assertThat(partials.next().value()).isEqualTo(REPORT);
      assertThat(partials.hasNext()).isFalse();
    }
  }

  @Test
  void rejectsASecondReaderWithoutAffectingTheFirst() throws Exception {
    var exchange = new ControlledExchange().emitText("{\"title\":\"Te");
    try (var stream = agent(ControlledExchange.model(exchange)).stream(WISH)) {
      Iterator<Partial<Report>> partials = stream.iterator();
      partials.next();
      var refused = new CompletableFuture<Throwable>();
      stream.publisher().subscribe(requestingOne(refused));

      assertThat(refused.get())
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("The partial values of a stream can be read once.");
      exchange.emitText(COMPLETE.substring("{\"title\":\"Te".length())).end();
      assertThat(partials.next().value()).isEqualTo(REPORT);
    }
  }

  private static Flow.Subscriber<Object> requestingOne(CompletableFuture<Throwable> failed) {
    return new Flow.Subscriber<>() {
      @Override
      public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(1);
      }

      @Override
      public void onNext(Object item) {}

      @Override
      public void onError(Throwable failure) {
        failed.complete(failure);
      }

      @Override
      public void onComplete() {}
    };
  }

  /**
   * A response that fails.
   *
   * @param message the complete message of the failure
   */
  record FailingResponse(
      String name, ScriptedResponse response, Class<? extends Throwable> failure, String message) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<FailingResponse> failingResponses() {
    var dropped =
        TransportException.of("The connection ended.", TransportException.Stage.RESPONSE, null);
    var error =
        UnavailableException.of(new ProviderError("scripted", 503, null, "Busy", "{}"), null);
    return Stream.of(
        new FailingResponse(
            "truncated in a string",
            ScriptedResponse.text("{\"title\":\"Tea\",\"items\":[],\"summary\":\"Two c"),
            InvalidOutputException.class,
            """
            Agent 'Report' got no valid Report in 1 attempt:
              $.summary: expected a string, found "Two c" that is truncated
            Raise maxAttempts, or relax Report.\
            """),
        new FailingResponse(
            "truncated in a number",
            ScriptedResponse.text("{\"title\":\"Tea\",\"items\":[{\"name\":\"a\",\"count\":1"),
            InvalidOutputException.class,
            """
            Agent 'Report' got no valid Report in 1 attempt:
              $.items: expected a complete list, found a list of 1 item that is truncated
              $.items[0].count: expected an integer, found 1 that is truncated
              $.summary: expected a value, found nothing
            Raise maxAttempts, or relax Report.\
            """),
        new FailingResponse(
            "connection lost",
            ScriptedResponse.text("{\"title\":\"Tea\",\"it").withFailure(dropped),
            TransportException.class,
            "The connection ended."),
        new FailingResponse(
            "error event",
            ScriptedResponse.text("{\"title\":\"Tea\",\"it").withFailure(error),
            UnavailableException.class,
            "scripted is unavailable (503): Busy\nTry again later."),
        new FailingResponse(
            "empty",
            ScriptedResponse.text(""),
            EmptyResponseException.class,
            "Agent 'Report' got an empty response (finish reason \"stop\").\n"
                + "Try again, or try another model."),
        new FailingResponse(
            "white space",
            ScriptedResponse.text(" \n\t "),
            EmptyResponseException.class,
            "Agent 'Report' got an empty response (finish reason \"stop\").\n"
                + "Try again, or try another model."),
        new FailingResponse(
            "text after the JSON",
            ScriptedResponse.text(COMPLETE + "{\"title\":\"Cof"),
            InvalidOutputException.class,
            """
            Agent 'Report' got no valid Report in 1 attempt:
              $: expected a single JSON value, found another one that is truncated or ambiguous
            Raise maxAttempts, or relax Report.\
            """),
        new FailingResponse(
            "truncated by length",
            ScriptedResponse.text("{\"title\":\"Tea\",\"items\":[").withFinish(FinishReason.LENGTH),
            TruncatedException.class,
            """
            Agent 'Report' got a response that was cut off after 0 output tokens.
            Raise Sampling.maxTokens, or ask for a smaller output.\
            """));
  }

  @ParameterizedTest
  @MethodSource("failingResponses")
  void failsWithTheMessageAndDoesNotCommit(FailingResponse failing) {
    for (ResponseMode mode : List.of(ResponseMode.JSON_SCHEMA, ResponseMode.TOOL_CALL)) {
      var history = ChatHistory.unbounded();
      var script = ScriptedModel.of(failing.response());
      var options =
          RunOptions.history(history)
              .withMode(mode)
              .withLimits(RunLimits.defaults().withMaxAttempts(1));
      try (var stream = agent(script.model()).stream(WISH, options)) {
        Throwable failure = catchThrowable(() -> list(stream));

        assertThat(failure).isInstanceOf(AgentException.class);
        // A call without arguments is not an empty response.
        if (mode == ResponseMode.JSON_SCHEMA) {
          assertThat(failure).isExactlyInstanceOf(failing.failure()).hasMessage(failing.message());
        }
        assertThat(catchThrowable(stream::result)).isSameAs(failure);
        assertThat(catchThrowable(() -> list(stream.text("$.title")))).isSameAs(failure);
      }
      assertThat(history.messages()).isEmpty();
      assertThat(script.closed()).isEqualTo(1);
    }
  }

  @Test
  void ignoresTextBeforeAndAfterTheJson() {
    var exchange = new ControlledExchange();
    try (var stream = agent(ControlledExchange.model(exchange)).stream(WISH)) {
      Iterator<Partial<Report>> partials = stream.iterator();
      exchange.emitText("Here it is:\n```json\n" + COMPLETE.substring(0, COMPLETE.indexOf("ea")));

      assertThat(partials.next().value().title()).isEqualTo("T");

      exchange.emitText(COMPLETE.substring(COMPLETE.indexOf("ea")) + "\n```\nIs that all?").end();
      assertThat(rest(partials).getLast().value()).isEqualTo(REPORT);
    }
  }

  @Test
  void returnsAllDeltasAndElementsToASlowReader() throws Exception {
    int count = 20_000;
    var exchange = new ControlledExchange().emitText("{\"title\":\"");
    IntStream.range(0, count).forEach(i -> exchange.emitText("t" + i + " "));
    exchange.emitText("\",\"items\":[");
    IntStream.range(0, count)
        .forEach(
            i -> exchange.emitText((i == 0 ? "" : ",") + "{\"name\":\"n" + i + "\",\"count\":1}"));
    exchange.emitText("],\"summary\":\"end\"}").end();
    try (var stream = agent(ControlledExchange.model(exchange)).stream(WISH)) {
      Iterator<Partial<Report>> partials = stream.iterator();
      Iterator<FieldDelta> text = stream.text("$.title").iterator();
      Iterator<Element<Item>> elements = stream.elements("$.items", Item.class).iterator();
      String first = text.next().text();
      exchange.awaitEnd();

      List<Partial<Report>> remaining = rest(partials);
      String title =
          first + rest(text).stream().map(FieldDelta::text).collect(Collectors.joining());
      List<Element<Item>> items = rest(elements);

      assertThat(remaining).hasSizeLessThanOrEqualTo(2);
      assertThat(remaining.getLast().value()).isEqualTo(stream.result());
      assertThat(title).isEqualTo(stream.result().title()).endsWith("t19999 ");
      assertThat(items).extracting(Element::value).isEqualTo(stream.result().items());
      assertThat(items).extracting(Element::index).startsWith(0, 1, 2).hasSize(count);
    }
  }

  @Test
  void closingByAnotherThreadEndsTheWait() throws Exception {
    for (ThreadFactory threads :
        List.of(Thread.ofPlatform().factory(), Thread.ofVirtual().factory())) {
      var history = ChatHistory.unbounded();
      var exchange = new ControlledExchange().emitText("{\"title\":\"T");
      AgentStream<Report> stream =
          agent(ControlledExchange.model(exchange)).stream(WISH, RunOptions.history(history));
      var waiting = new CountDownLatch(1);
      Future<Throwable> reader =
          start(
              threads,
              () -> {
                Iterator<Partial<Report>> partials = stream.iterator();
                partials.next();
                waiting.countDown();
                return catchThrowable(partials::hasNext);
              });
      waiting.await();

      stream.close();

      assertThat(reader.get())
          .isInstanceOf(CancelledException.class)
          .hasMessage("Closed while reading the response of agent 'Report'.");
      exchange.awaitClosed();
      assertThatThrownBy(stream::result).isInstanceOf(CancelledException.class);
      assertThat(history.messages()).isEmpty();
    }
  }

  @Test
  void interruptingTheReaderClosesTheExchange() throws Exception {
    for (ThreadFactory threads :
        List.of(Thread.ofPlatform().factory(), Thread.ofVirtual().factory())) {
      var history = ChatHistory.unbounded();
      var exchange = new ControlledExchange().emitText("{\"title\":\"T");
      AgentStream<Report> stream =
          agent(ControlledExchange.model(exchange)).stream(WISH, RunOptions.history(history));
      var reader = new ConcurrentLinkedQueue<Thread>();
      var waiting = new CountDownLatch(1);
      Future<Boolean> flag =
          start(
              threads,
              () -> {
                reader.add(Thread.currentThread());
                Iterator<Partial<Report>> partials = stream.iterator();
                partials.next();
                waiting.countDown();
                assertThatThrownBy(partials::hasNext)
                    .isInstanceOf(CancelledException.class)
                    .hasMessage("Interrupted while reading the response of agent 'Report'.");
                return Thread.currentThread().isInterrupted();
              });
      waiting.await();

      reader.element().interrupt();

      assertThat(flag.get()).isTrue();
      exchange.awaitClosed();
      assertThat(history.messages()).isEmpty();
    }
  }

  @Test
  void supportsConcurrentReaders() throws Exception {
    int count = 2_000;
    var history = ChatHistory.unbounded();
    String items =
        IntStream.range(0, count)
            .mapToObj(i -> "{\"name\":\"n" + i + "\",\"count\":1}")
            .collect(Collectors.joining(","));
    String text =
        "{\"title\":\"T\",\"items\":[" + items + "],\"summary\":\"" + "s ".repeat(count) + "\"}";
    var script = ScriptedModel.answering(text);
    try (var stream = agent(script.model()).stream(WISH, RunOptions.history(history));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<List<Element<Item>>> elements =
          threads.submit(() -> list(stream.elements("$.items", Item.class)));
      Future<List<FieldDelta>> summary = threads.submit(() -> list(stream.text("$.summary")));
      Future<List<Partial<Report>>> partials = threads.submit(() -> list(stream));

      assertThat(elements.get()).extracting(Element::value).isEqualTo(stream.result().items());
      assertThat(summary.get().stream().map(FieldDelta::text).collect(Collectors.joining()))
          .isEqualTo(stream.result().summary());
      assertThat(partials.get().getLast().value()).isEqualTo(stream.result());
    }
    assertThat(history.messages())
        .containsExactly(Message.user("{\"text\":\"a report\"}"), Message.assistant(text));
  }

  @Test
  void labelsDeltasAndElementsWithTheirDraft() {
    String bad = COMPLETE.replace("\"count\":2", "\"count\":\"two\"").replace("Tea", "Bad");
    for (ResponseMode mode : ResponseMode.values()) {
      var script =
          ScriptedModel.of(
              ScriptedResponse.text(bad).withChunkSize(1),
              ScriptedResponse.text(COMPLETE).withChunkSize(1));
      try (var stream = agent(script.model()).stream(WISH, RunOptions.defaults().withMode(mode))) {
        Iterator<FieldDelta> title = stream.text("$.title").iterator();
        Iterator<Element<Item>> items = stream.elements("$.items", Item.class).iterator();
        List<Partial<Report>> partials = list(stream);

        assertThat(partials.getLast().attempt()).isEqualTo(2);
        assertThat(partials.getLast().value()).isEqualTo(REPORT);
        assertThat(partials).isSortedAccordingTo(Comparator.comparingInt(Partial::attempt));
        assertThat(text(rest(title), 2)).isEqualTo("Tea");
        assertThat(rest(items).stream().filter(item -> item.draft() == 2))
            .containsExactly(
                new Element<>(2, 0, new Item("a", 1)), new Element<>(2, 1, new Item("b", 2)));
        assertThat(stream.runResult().attempts()).isEqualTo(2);
      }
    }
  }

  @Test
  void patchesReplaceThePreviousDraft() {
    var first = new ControlledExchange();
    var second = new ControlledExchange();
    try (var stream = agent(ControlledExchange.model(first, second)).stream(WISH)) {
      Iterator<Partial<Report>> partials = stream.iterator();
      first.emitText("{\"title\":\"Bad\",\"summary\":1");
      Partial<Report> before = partials.next();
      first.emitText("}").end();
      second.emitText("{\"title\":\"T");
      Partial<Report> after = partials.next();

      assertThat(after.attempt()).isEqualTo(2);
      assertThat(after.patchSince(before))
          .isEqualTo("[{\"op\":\"replace\",\"path\":\"\",\"value\":{\"title\":\"T\"}}]");
    }
  }

  @Test
  void cancelsAResponseAsSoonAsAPartViolatesAConstraint() throws Exception {
    var bad = new ControlledExchange();
    var good = new ControlledExchange();
    var options = RunOptions.defaults().withStream(StreamOptions.defaults().withEarlyAbort());
    try (var stream = agent(ControlledExchange.model(bad, good)).stream(WISH, options)) {
      Iterator<Partial<Report>> partials = stream.iterator();
      bad.emitText("{\"title\":\"Bad\",\"items\":[{\"name\":\"a\",\"count\":10}");
      partials.next();
      bad.awaitClosed();
      good.emitText(COMPLETE).end();

      List<Partial<Report>> remaining = rest(partials);

      assertThat(remaining.getLast().value()).isEqualTo(REPORT);
      assertThat(remaining.getLast().attempt()).isEqualTo(2);
      assertThat(stream.runResult().attempts()).isEqualTo(2);
    }
  }

  @Test
  void reAsksACancelledResponseWithItsViolation() {
    String bad = "{\"title\":\"Bad\",\"items\":[{\"name\":\"a\",\"count\":10},{\"name\":\"never";
    var script = ScriptedModel.answering(bad, COMPLETE);
    var options = RunOptions.defaults().withStream(StreamOptions.defaults().withEarlyAbort());
    try (var stream = agent(script.model()).stream(WISH, options)) {
      assertThat(stream.result()).isEqualTo(REPORT);
    }
    assertThat(script.lastRequest().messages().getLast())
        .isEqualTo(
            Message.user(
                """
                Your response is invalid:
                  $.items[0].count: expected at most 9, found 10
                Return the complete JSON again with these errors fixed.\
                """));
    assertThat(script.closed()).isEqualTo(2);
  }

  @Test
  void skipsItemsThatViolateAConstraint() {
    String bad = COMPLETE.replace("\"count\":1", "\"count\":10");
    var script = ScriptedModel.answering(bad, COMPLETE);
    try (var stream = agent(script.model()).stream(WISH)) {
      List<Element<Item>> items = list(stream.elements("$.items", Item.class));

      assertThat(items)
          .doesNotContain(new Element<>(1, 0, new Item("a", 10)))
          .endsWith(new Element<>(2, 0, new Item("a", 1)), new Element<>(2, 1, new Item("b", 2)));
    }
  }

  @Test
  void waitsForTheIntervalBetweenPartials() throws Exception {
    var clock = new ManualClock();
    var exchange = new ControlledExchange().emitText("{\"title\":\"T");
    var agent =
        AtomicAgent.builder(
                Schema.of(Wish.class), Schema.of(Report.class), ControlledExchange.model(exchange))
            .timeSource(clock)
            .build();
    var options =
        RunOptions.defaults()
            .withStream(StreamOptions.defaults().withInterval(Duration.ofMillis(100)));
    try (var stream = agent.stream(WISH, options)) {
      Iterator<Partial<Report>> partials = stream.iterator();
      assertThat(partials.next().value().title()).isEqualTo("T");
      var second = start(Thread.ofVirtual().factory(), () -> partials.next().value().title());

      assertThat(clock.awaitSleep()).isEqualTo(Duration.ofMillis(100));
      exchange.emitText("e").emitText("a");
      assertThat(second.isDone()).isFalse();
      clock.advance(Duration.ofMillis(100));

      assertThat(second.get()).startsWith("Te");
      exchange.emitText(COMPLETE.substring(COMPLETE.indexOf("\",\"items"))).end();
      assertThat(rest(partials).getLast().value()).isEqualTo(REPORT);
    }
  }

  @Description("A note with withheld fields")
  record Kept(@StreamWhenDone String text, List<Needy> needies, String end) {}

  @Description("Of no use without an id")
  record Needy(String text, @StreamNotNull String id) {}

  @Test
  void withholdsIncompleteFieldsThatMustBeComplete() {
    var exchange = new ControlledExchange();
    var agent = AtomicAgent.of(Wish.class, Kept.class, ControlledExchange.model(exchange));
    try (var stream = agent.stream(WISH)) {
      Iterator<Partial<Kept>> partials = stream.iterator();
      exchange.emitText("{\"text\":\"long").emitText(" text\",\"needies\":[");
      assertThat(first(partials, partial -> partial.value().text() != null).value())
          .isEqualTo(new Kept("long text", List.of(), null));
      exchange.emitText("{\"text\":\"a").emitText("b\",\"id\":\"1");
      assertThat(first(partials, partial -> !partial.value().needies().isEmpty()).value().needies())
          .containsExactly(new Needy("ab", "1"));
      exchange.emitText("\"}],\"end\":\"e\"}").end();
      assertThat(rest(partials)).isNotEmpty();
    }
  }

  @Test
  void commitsOnceForSeveralReaders() {
    var history = ChatHistory.unbounded();
    var script = ScriptedModel.answering(COMPLETE);
    try (var stream = agent(script.model()).stream(WISH, RunOptions.history(history))) {
      list(stream);
      list(stream.text("$.title"));
      list(stream.deltas());
      stream.result();
      stream.runResult();
      list(stream.elements("$.items", Item.class));
    }
    assertThat(history.messages())
        .containsExactly(Message.user("{\"text\":\"a report\"}"), Message.assistant(COMPLETE));
  }

  @Test
  void doesNotCommitIfClosedBeforeTheEndWasRead() throws Exception {
    var history = ChatHistory.unbounded();
    var exchange = new ControlledExchange().emitText(COMPLETE).end();
    AgentStream<Report> stream =
        agent(ControlledExchange.model(exchange)).stream(WISH, RunOptions.history(history));
    Iterator<Partial<Report>> partials = stream.iterator();
    assertThat(partials.next().value().title()).isEqualTo("Tea");
    exchange.awaitEnd();

    stream.close();

    assertThat(history.messages()).isEmpty();
    assertThatThrownBy(partials::hasNext).isInstanceOf(CancelledException.class);
    assertThatThrownBy(stream::result).isInstanceOf(CancelledException.class);
    assertThat(history.messages()).isEmpty();
  }

  @Test
  void callsListenersInTheLoggingContextOfTheCaller() {
    var requestIds = new ConcurrentLinkedQueue<String>();
    var options =
        RunOptions.defaults()
            .withListener(event -> requestIds.add(String.valueOf(MDC.get("request"))));
    MDC.put("request", "r-1");
    try (var stream = agent(ScriptedModel.answering(COMPLETE).model()).stream(WISH, options)) {
      stream.result();
    } finally {
      MDC.remove("request");
    }
    assertThat(requestIds).isNotEmpty().containsOnly("r-1");
  }

  @Test
  void decodesStrictlyIfRequested() {
    var script = ScriptedModel.answering("Here: " + COMPLETE, COMPLETE);
    var agent = agent(script.model()).toBuilder().strictness(Strictness.STRICT).build();
    try (var stream = agent.stream(WISH)) {
      assertThat(list(stream)).isNotEmpty().allMatch(partial -> partial.attempt() == 2);
    }
  }

  @Description("A draft")
  record Draft(int n, String s) {}

  @Test
  void startsNewDraftAfterReasoningText() {
    String text =
        "maybe {\"n\":1,\"s\":\"draft one\"} no </think>{\"n\":2,\"s\":\"the final text\"}";
    var script = ScriptedModel.of(ScriptedResponse.text(text).withChunkSize(1));
    var agent = AtomicAgent.of(Wish.class, Draft.class, script.model());
    try (var stream = agent.stream(WISH)) {
      Iterator<FieldDelta> deltas = stream.text("$.s").iterator();
      List<Partial<Draft>> partials = list(stream);

      assertThat(partials.getLast().draft()).isEqualTo(2);
      assertThat(partials).allMatch(partial -> partial.attempt() == 1);
      assertThat(text(rest(deltas), 2)).isEqualTo("the final text");
      assertThat(stream.runResult().attempts()).isEqualTo(1);
    }
  }

  @Test
  void startsNewDraftIfTheFinalOutputDiffers() {
    var exchange = new ControlledExchange();
    var agent = AtomicAgent.of(Wish.class, Draft.class, ControlledExchange.model(exchange));
    try (var stream = agent.stream(WISH)) {
      Iterator<FieldDelta> deltas = stream.text("$.s").iterator();
      Iterator<Partial<Draft>> partials = stream.iterator();
      exchange.emitText("{\"s\":\"abc");
      Partial<Draft> first = first(partials, partial -> "abc".equals(partial.value().s()));
      exchange.emitText("\"}</think>{\"n\":2,\"s\":\"xyz123\"}").end();

      Partial<Draft> last = rest(partials).getLast();

      assertThat(first.draft()).isEqualTo(1);
      assertThat(last.value()).isEqualTo(new Draft(2, "xyz123"));
      assertThat(last.draft()).isEqualTo(2);
      assertThat(last.patchSince(first))
          .isEqualTo("[{\"op\":\"replace\",\"path\":\"\",\"value\":{\"n\":2,\"s\":\"xyz123\"}}]");
      assertThat(text(rest(deltas), 2)).isEqualTo("xyz123");
    }
  }

  @Test
  void startsTheNextDraftRightAfterTheReasoning() {
    var exchange = new ControlledExchange();
    var agent = AtomicAgent.of(Wish.class, Draft.class, ControlledExchange.model(exchange));
    try (var stream = agent.stream(WISH)) {
      Iterator<Partial<Draft>> partials = stream.iterator();
      exchange.emitText("maybe {\"n\":1,\"s\":\"draft\"} no </think>{\"n\":2,\"s\":\"the");

      Partial<Draft> partial = first(partials, next -> next.draft() == 2);

      assertThat(partial.value()).isEqualTo(new Draft(2, "the"));
      exchange.emitText("\"}").end();
      assertThat(rest(partials).getLast().value()).isEqualTo(new Draft(2, "the"));
    }
  }

  @Description("Words")
  record Stripped(List<String> words) {
    Stripped {
      words = words == null ? List.of() : words.stream().map(String::strip).toList();
    }
  }

  @Test
  void keepsTheDraftIfAConstructorChangesTheOutput() {
    var script = ScriptedModel.answering("{\"words\":[\" a\",\"b \"]}");
    var agent = AtomicAgent.of(Wish.class, Stripped.class, script.model());
    try (var stream = agent.stream(WISH)) {
      Iterator<Element<String>> words = stream.elements("$.words", String.class).iterator();

      assertThat(list(stream)).allMatch(partial -> partial.draft() == 1);
      assertThat(rest(words)).hasSize(2);
    }
  }

  @Description("Words and how many")
  record Counted(List<String> words, int count) {
    Counted {
      words = words == null ? List.of() : words.stream().map(String::strip).toList();
    }
  }

  @Test
  void keepsTheDraftIfAnotherPartIsRepaired() {
    var script = ScriptedModel.answering("{\"words\":[\" a\",\"b \"],\"count\":\"5\"}");
    var agent = AtomicAgent.of(Wish.class, Counted.class, script.model());
    try (var stream = agent.stream(WISH)) {
      Iterator<Element<String>> words = stream.elements("$.words", String.class).iterator();

      assertThat(list(stream)).allMatch(partial -> partial.draft() == 1);
      assertThat(stream.result()).isEqualTo(new Counted(List.of("a", "b"), 5));
      assertThat(rest(words)).hasSize(2);
    }
  }

  @Description("Sorted tasks")
  record Sorted(List<String> tasks) {
    Sorted {
      tasks = tasks == null ? List.of() : tasks.stream().sorted().toList();
    }
  }

  @Test
  void returnsEveryElementIfAConstructorSorts() {
    var exchange = new ControlledExchange();
    var agent =
        AtomicAgent.builder(Wish.class, Sorted.class, ControlledExchange.model(exchange))
            .strictness(Strictness.STRICT)
            .build();
    try (var stream = agent.stream(WISH)) {
      Iterator<Element<String>> tasks = stream.elements("$.tasks", String.class).iterator();
      exchange.emitText("{\"tasks\":[\"b\",");
      Element<String> first = tasks.next();
      exchange.emitText("\"a\"]}").end();
      assertThat(stream.result()).isEqualTo(new Sorted(List.of("a", "b")));

      assertThat(first).isEqualTo(new Element<>(1, 0, "b"));
      assertThat(rest(tasks)).containsExactly(new Element<>(1, 1, "a"));
    }
  }

  @Test
  void startsNewDraftIfACompleteTextIsExtended() {
    String text = "Draft: {\"s\":\"abc\"}</think>{\"n\":2,\"s\":\"abcdef\"}";
    var agent = AtomicAgent.of(Wish.class, Draft.class, ScriptedModel.answering(text).model());
    try (var stream = agent.stream(WISH)) {
      assertThat(list(stream).getLast().draft()).isEqualTo(2);
    }
  }

  @Description("A map and a number that is there")
  record Picky(int n, Map<String, String> m) {
    Picky {
      if (n == 0) {
        throw new IllegalArgumentException("no number");
      }
    }
  }

  @Test
  void startsNewDraftIfAMapEntryIsRemoved() {
    String text = "E.g. {\"m\":{\"a\":\"1\"}}</think>{\"n\":2,\"m\":{}}";
    var agent = AtomicAgent.of(Wish.class, Picky.class, ScriptedModel.answering(text).model());
    try (var stream = agent.stream(WISH)) {
      assertThat(list(stream).getLast().draft()).isEqualTo(2);
    }
  }

  @Description("A text that is never null")
  record Loud(int n, String s) {
    @Override
    public String s() {
      return s.strip();
    }
  }

  @Test
  void acceptsAValidOutputWhoseAccessorsFailOnPartialValues() {
    String text = "E.g. {\"n\":1}</think>{\"n\":2,\"s\":\"x\"}";
    var agent = AtomicAgent.of(Wish.class, Loud.class, ScriptedModel.answering(text).model());
    try (var stream = agent.stream(WISH)) {
      assertThat(stream.result()).isEqualTo(new Loud(2, "x"));
    }
  }

  @Description("A text whose constructor ends everything")
  record Fatal(int n, String s) {
    Fatal {
      if (s != null) {
        throw new LinkageError("a text");
      }
    }
  }

  @Test
  void releasesTheConversationIfAConstructorFails() {
    String text = "E.g. {\"n\":1}</think>{\"n\":2,\"s\":\"x\"}";
    var history = ChatHistory.unbounded().withOverlapPolicy(OverlapPolicy.QUEUE);
    var agent = AtomicAgent.of(Wish.class, Fatal.class, ScriptedModel.answering(text).model());
    AgentStream<Fatal> failing = agent.stream(WISH, RunOptions.history(history));
    assertThatThrownBy(failing::result).isInstanceOf(LinkageError.class);

    var next = agent(ScriptedModel.answering(COMPLETE).model());
    assertThat(next.run(WISH, RunOptions.history(history))).isEqualTo(REPORT);
  }

  @Test
  void doesNotCountDraftsWithoutAPartial() {
    var events =
        List.of(
            new ModelEvent.Started("1", "m", Map.of()),
            new ModelEvent.TextDelta("I call it. "),
            new ModelEvent.ToolCallDelta(0, "c", "Draft", "{\"n\":2,\"s\":\"x\"}"),
            new ModelEvent.Finished(FinishReason.TOOL_CALLS, "tool_calls"));
    Model model = Model.of((request, context) -> ModelExchange.of(events), "m");
    var agent = AtomicAgent.of(Wish.class, Draft.class, model);
    var options = RunOptions.defaults().withMode(ResponseMode.JSON_SCHEMA);
    try (var stream = agent.stream(WISH, options)) {
      assertThat(list(stream)).allMatch(partial -> partial.draft() == 1);
    }
  }

  @Test
  void keepsTheDraftIfTheEndIsRepaired() {
    var script = ScriptedModel.answering(COMPLETE.substring(0, COMPLETE.length() - 1));
    try (var stream = agent(script.model()).stream(WISH)) {
      assertThat(list(stream)).allMatch(partial -> partial.draft() == 1);
      assertThat(stream.result()).isEqualTo(REPORT);
    }
  }

  @Test
  void ignoresTextBeforeAToolCall() {
    var options = RunOptions.defaults().withMode(ResponseMode.TOOL_CALL);
    var events =
        List.of(
            new ModelEvent.Started("1", "m", Map.of()),
            new ModelEvent.TextDelta("Perhaps {\"n\":1,\"s\":\"draft\"}. "),
            new ModelEvent.ToolCallDelta(0, "c", "Draft", "{\"n\":2,\"s\":\"fin"),
            new ModelEvent.ToolCallDelta(0, null, null, "al\"}"),
            new ModelEvent.Finished(FinishReason.TOOL_CALLS, "tool_calls"));
    Model model = Model.of((request, context) -> ModelExchange.of(events), "m");
    var agent = AtomicAgent.of(Wish.class, Draft.class, model);
    try (var stream = agent.stream(WISH, options)) {
      assertThat(text(list(stream.text("$.s")), 1)).isEqualTo("final");
    }
  }

  @Test
  void releasesTheConversationOfAnUnreadStreamAtItsDeadline() {
    var history = ChatHistory.unbounded().withOverlapPolicy(OverlapPolicy.QUEUE);
    var agent = agent(ScriptedModel.answering(COMPLETE).model());
    AgentStream<Report> forgotten =
        agent.stream(WISH, RunOptions.history(history).withTimeout(Duration.ofSeconds(1)));

    assertThat(agent.run(WISH, RunOptions.history(history))).isEqualTo(REPORT);
    assertThatThrownBy(forgotten::result).isInstanceOf(TimedOutException.class);
  }

  private static AtomicAgent<Wish, Report> agent(Model model) {
    return AtomicAgent.of(Wish.class, Report.class, model);
  }

  private static <T> List<T> list(Iterable<T> items) {
    return rest(items.iterator());
  }

  private static <T> List<T> rest(Iterator<T> items) {
    var all = new ArrayList<T>();
    items.forEachRemaining(all::add);
    return all;
  }

  private static <T> T first(Iterator<T> items, Predicate<T> condition) {
    T item = items.next();
    while (!condition.test(item)) {
      item = items.next();
    }
    return item;
  }

  private static String text(List<FieldDelta> deltas, int draft) {
    return deltas.stream()
        .filter(delta -> delta.draft() == draft)
        .map(FieldDelta::text)
        .collect(Collectors.joining());
  }

  private static <T> Future<T> start(ThreadFactory threads, Callable<T> work) {
    var task = new FutureTask<>(work);
    threads.newThread(task).start();
    return task;
  }
}
