package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.constraints.Max;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.Element;
import org.atomicagents.FieldDelta;
import org.atomicagents.Partial;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.StreamFormat;
import org.atomicagents.StreamOptions;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.IncrementalDecoder;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Snapshot;
import org.atomicagents.schema.StreamNotNull;
import org.atomicagents.schema.StreamWhenDone;
import org.atomicagents.schema.Strictness;
import org.atomicagents.schema.TextPatchMode;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.atomicagents.time.Phase;
import org.atomicagents.time.TimeSource;
import org.junit.jupiter.api.Test;

class StreamingSnippets {
  private static final BasicChatInput QUESTION = new BasicChatInput("Lentil soup, please.");
  private static final String RECIPE =
      "{\"title\":\"Lentil"
          + " soup\",\"summary\":\"Warm.\",\"minutes\":25,\"steps\":[\"Chop\",\"Cook\"]}";
  private static final String PLAN =
      "{\"tasks\":[{\"what\":\"book the room\"},{\"what\":\"invite\"}],\"summary\":\"Two tasks.\"}";

  private final Screen screen = new Screen();
  private final List<String> started = new ArrayList<>();
  private final List<Recipe> cookbook = new ArrayList<>();
  private final List<Plan> plans = new ArrayList<>();

  @Description("A recipe")
  record Recipe(String title, String summary, int minutes, List<String> steps) {}

  @Description("A plan")
  record Plan(List<Task> tasks, String summary) {}

  @Description("A task")
  record Task(String what) {}

  @Description("A reason")
  record Reason(String text) {}

  // @start region="delayed"
  @Description("A request of a customer")
  record Wish(
      @StreamNotNull @Description("The article's number") String sku,
      @StreamWhenDone @Description("The response to the customer") String reply,
      List<@StreamWhenDone Reason> reasons) {}

  // @end

  /** Records the texts displayed, in order. */
  private static final class Screen {
    private final List<String> displayed = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    void show(String title, List<String> steps) {
      displayed.add(title + " " + steps);
    }

    void title(String title) {
      displayed.add(title);
    }

    void status(String status) {
      displayed.add(status);
    }

    void append(String delta) {
      text.append(delta);
    }
  }

  @Test
  void partials() {
    var agent = agent();
    var question = QUESTION;
    // @start region="partials"
    try (AgentStream<Recipe> stream = agent.stream(question)) {
      for (Partial<Recipe> partial : stream) {
        Recipe soFar = partial.value();
        screen.show(soFar.title(), soFar.steps());
      }
      cookbook.add(stream.result());
    }
    // @end
    assertThat(cookbook).extracting(Recipe::minutes).containsExactly(25);
    assertThat(screen.displayed).last().isEqualTo("Lentil soup [Chop, Cook]");
  }

  @Test
  void states() {
    try (AgentStream<Recipe> stream = agent().stream(QUESTION)) {
      // @start region="states"
      for (Partial<Recipe> partial : stream) {
        if (partial.isComplete("$.title")) {
          screen.title(partial.value().title());
        }
        switch (partial.state("$.steps")) {
          case PENDING -> screen.status("Thinking");
          case INCOMPLETE -> screen.status("Writing");
          case COMPLETE -> screen.status("Done");
        }
      }
      // @end
    }
    assertThat(screen.displayed).contains("Lentil soup").last().isEqualTo("Done");
  }

  @Test
  void delaysPartialValues() {
    IncrementalDecoder<Wish> decoder = Schema.of(Wish.class).incremental(Strictness.STRICT);

    decoder.feed("{\"reasons\":[{\"text\":\"a");
    assertThat(decoder.snapshot().value()).isNull();
    decoder.feed("b\"}],\"sku\":\"A");
    assertThat(decoder.snapshot().value())
        .isEqualTo(new Wish("A", null, List.of(new Reason("ab"))));
    decoder.feed("-1\",\"reply\":\"We ship");
    assertThat(decoder.snapshot().value())
        .isEqualTo(new Wish("A-1", null, List.of(new Reason("ab"))));
    decoder.feed(" it.\"}");
    assertThat(decoder.snapshot().value())
        .isEqualTo(new Wish("A-1", "We ship it.", List.of(new Reason("ab"))));
  }

  @Test
  void elements() {
    var planner = planner();
    var question = QUESTION;
    // @start region="elements"
    try (AgentStream<Plan> stream = planner.stream(question)) {
      for (Element<Task> element : stream.elements("$.tasks", Task.class)) {
        start(element.value());
      }
      plans.add(stream.result());
    }
    // @end
    assertThat(plans).extracting(plan -> plan.tasks().size()).containsExactly(2);
    assertThat(started).containsExactly("book the room", "invite");
  }

  private void start(Task task) {
    started.add(task.what());
  }

  @Test
  void text() {
    try (AgentStream<Plan> stream = planner().stream(QUESTION)) {
      // @start region="text"
      for (FieldDelta delta : stream.text("$.summary")) {
        screen.append(delta.text());
      }
      // @end
    }
    assertThat(screen.text).hasToString("Two tasks.");
  }

  @Test
  void options() throws InterruptedException {
    // @start region="options"
    var options =
        RunOptions.defaults()
            .withStream(
                StreamOptions.defaults().withInterval(Duration.ofMillis(100)).withEarlyAbort());
    // @end
    var clock = new StoppedClock();
    var invalid = "{\"stars\":9,\"why\":\"It is good.\"}";
    var script = ScriptedModel.answering(invalid, "{\"stars\":3,\"why\":\"It is good.\"}");
    var agent =
        AtomicAgent.builder(BasicChatInput.class, Rating.class, script.model())
            .timeSource(clock)
            .build();
    try (AgentStream<Rating> stream = agent.stream(QUESTION, options)) {
      var received = new StringBuilder();
      stream.deltas().forEach(delta -> received.append(delta.attempt() == 1 ? delta.text() : ""));
      assertThat(invalid).startsWith(received).hasSizeGreaterThan(received.length());
      assertThat(stream.result()).isEqualTo(new Rating(3, "It is good."));
    }
    try (AgentStream<Recipe> stream =
        AtomicAgent.builder(
            BasicChatInput.class, Recipe.class, ScriptedModel.answering(RECIPE).model())
            .timeSource(clock)
            .build()
            .stream(QUESTION, options)) {
      var all = new ArrayList<Partial<Recipe>>();
      stream.forEach(all::add);
      assertThat(all).last().extracting(partial -> partial.value().minutes()).isEqualTo(25);
      assertThat(clock.sleeps.poll(30, TimeUnit.SECONDS)).isEqualTo(Duration.ofMillis(100));
    }
  }

  @Description("A rating")
  record Rating(@Max(5) int stars, String why) {}

  /** A clock that never advances and records the requested sleeps. */
  private static final class StoppedClock implements TimeSource {
    private final BlockingQueue<Duration> sleeps = new LinkedBlockingQueue<>();

    @Override
    public Instant now() {
      return Instant.EPOCH;
    }

    @Override
    public long nanoTime() {
      return 0;
    }

    @Override
    public void sleep(Duration duration) {
      sleeps.add(duration);
    }
  }

  @Test
  void appendedText() throws IOException {
    var question = QUESTION;
    var body = new ResponseBody();
    List<ModelEvent> events =
        List.of(
            new ModelEvent.TextDelta("{\"title\":\"Lentil"),
            new ModelEvent.TextDelta(" soup\",\"minutes\":25,\""),
            new ModelEvent.TextDelta("summary\":\"Warm.\",\"steps\":[]}"),
            new ModelEvent.Finished(FinishReason.STOP, "stop"));
    Iterable<ModelEvent> paced =
        () -> events.stream().peek(event -> body.awaitMessage()).iterator();
    var agent =
        AtomicAgent.of(
            BasicChatInput.class,
            Recipe.class,
            ScriptedModel.of(ScriptedResponse.events(paced)).model());
    // @start region="appended"
    StreamFormat.SERVER_SENT_EVENTS.write(agent.stream(question), body, TextPatchMode.APPEND);
    // @end
    assertThat(body.written())
        .startsWith(
            """
            event: patch
            data: {"draft":1,"patch":[{"op":"replace","path":"","value":{"title":"Lentil"}}]}

            event: patch
            data: {"draft":1,"patch":[{"op":"append","path":"/title","value":" soup"},{"op":"add","path":"/minutes","value":25}]}
            """)
        .endsWith("event: done\ndata: {\"draft\":1}\n\n");
  }

  @Test
  void browser() throws IOException {
    var agent = agent();
    var question = QUESTION;
    var body = new ResponseBody();
    // @start region="browser"
    StreamFormat.SERVER_SENT_EVENTS.write(agent.stream(question), body);
    // @end
    assertThat(body.written())
        .startsWith("event: patch\ndata: {\"draft\":1,\"patch\":[{\"op\":\"replace\",\"path\":\"\"")
        .endsWith("event: done\ndata: {\"draft\":1}\n\n");
  }

  /** The body of a response, which reports each flush. */
  private static final class ResponseBody extends ByteArrayOutputStream {
    // One permit for the first chunk, which follows no message.
    private final Semaphore messages = new Semaphore(1);

    @Override
    public void flush() {
      messages.release();
    }

    void awaitMessage() {
      messages.acquireUninterruptibly();
    }

    String written() {
      return toString(StandardCharsets.UTF_8);
    }
  }

  @Test
  void publisher() throws InterruptedException {
    try (AgentStream<Recipe> stream = agent().stream(QUESTION);
        AgentStream<Plan> planning = planner().stream(QUESTION)) {
      // @start region="publisher"
      Flow.Publisher<Partial<Recipe>> values = stream.publisher();
      Flow.Publisher<Element<Task>> tasks =
          planning.publisher(planning.elements("$.tasks", Task.class));
      // @end
      assertThat(all(values)).last().extracting(partial -> partial.value().minutes()).isEqualTo(25);
      assertThat(all(tasks)).extracting(element -> element.value().what()).contains("invite");
    }
  }

  private static <T> List<T> all(Flow.Publisher<T> publisher) throws InterruptedException {
    var all = new ArrayList<T>();
    var done = new CountDownLatch(1);
    publisher.subscribe(
        new Flow.Subscriber<>() {
          @Override
          public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
          }

          @Override
          public void onNext(T item) {
            all.add(item);
          }

          @Override
          public void onError(Throwable failure) {
            done.countDown();
          }

          @Override
          public void onComplete() {
            done.countDown();
          }
        });
    done.await();
    return all;
  }

  @Test
  void status() {
    var script = ScriptedModel.of(ScriptedResponse.text(RECIPE).withUsage(Usage.of(11, 22)));
    var agent = AtomicAgent.of(BasicChatInput.class, Recipe.class, inTwoSeconds(script));
    try (AgentStream<Recipe> stream = agent.stream(QUESTION)) {
      // @start region="status"
      RunResult<Recipe> result = stream.runResult();
      Duration timeToFirstToken = result.timings().timeToFirstToken().orElseThrow();
      long tokens = result.usage().outputTokens();
      double perSecond = stream.status().tokensPerSecond();
      // @end
      assertThat(timeToFirstToken).isPositive();
      assertThat(tokens).isEqualTo(22);
      assertThat(perSecond).isEqualTo(11);
    }
  }

  private static Model inTwoSeconds(ScriptedModel script) {
    return Model.of(
            (request, call) -> {
              call.timings().add(Phase.STREAM, 2_000_000_000L);
              return script.open(request, call);
            },
            "timed")
        .withModes(ResponseMode.JSON_SCHEMA);
  }

  @Test
  void decoder() {
    // @start region="decoder"
    IncrementalDecoder<Recipe> decoder = Schema.of(Recipe.class).incremental(Strictness.LENIENT);

    decoder.feed("{\"title\":\"Lent");
    Snapshot<Recipe> first = decoder.snapshot();
    decoder.feed("il soup\",\"minutes\":2");
    Snapshot<Recipe> second = decoder.snapshot();

    assertThat(first.value().title()).isEqualTo("Lent");
    assertThat(second.value().minutes()).isEqualTo(0);
    assertThat(second.patchSince(first))
        .isEqualTo("[{\"op\":\"replace\",\"path\":\"/title\",\"value\":\"Lentil soup\"}]");
    // @end
  }

  private static AtomicAgent<BasicChatInput, Recipe> agent() {
    return AtomicAgent.of(
        BasicChatInput.class, Recipe.class, ScriptedModel.answering(RECIPE).model());
  }

  private static AtomicAgent<BasicChatInput, Plan> planner() {
    return AtomicAgent.of(BasicChatInput.class, Plan.class, ScriptedModel.answering(PLAN).model());
  }
}
