package org.atomicagents.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.atomicagents.Agent;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.AtomicAgentBuilder;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.batch.Batch;
import org.atomicagents.batch.Outcome;
import org.atomicagents.cache.CachedAgent;
import org.atomicagents.cache.ResponseCache;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.ContextProvider;
import org.atomicagents.chat.OverlapPolicy;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.InvalidOutputException;
import org.atomicagents.limit.DrivenClock;
import org.atomicagents.limit.RateLimit;
import org.atomicagents.model.AgentEvent.ResponseReceived;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelClient;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RetryPolicy;
import org.atomicagents.model.RunContext;
import org.atomicagents.resilience.HedgePolicy;
import org.atomicagents.routing.CascadeAgent;
import org.atomicagents.routing.ModelSelector;
import org.atomicagents.routing.RoutedAgent;
import org.atomicagents.schema.Description;
import org.atomicagents.time.Phase;
import org.atomicagents.time.TimeSource;
import org.atomicagents.time.Timings;
import org.atomicagents.tool.Tool;
import org.atomicagents.tool.ToolLoop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The phases of runs of all kinds, which account for the whole time of a run. */
@Timeout(60)
class PhaseSumTest {
  private static final BasicChatInput INPUT = new BasicChatInput("q");
  private static final String VALID = "{\"chat_message\":\"good\"}";
  private static final String INVALID = "{\"chat_message\":5}";
  private static final Duration PROMPT = Duration.ofSeconds(5);

  private final DrivenClock clock = DrivenClock.stopped();

  @Test
  void call() {
    Timings timings = builder(model(VALID)).build().call(INPUT).timings();

    assertThat(times(timings)).isEqualTo("PROMPT=5 CLIENT=3 FIRST_BYTE=3 STREAM=2 of 13");
  }

  @Test
  void listener() {
    Listeners slow =
        Listeners.none().with(ResponseReceived.class, event -> clock.advance(seconds(4)));

    Timings timings = builder(model(VALID)).listeners(slow).build().call(INPUT).timings();

    assertThat(times(timings)).isEqualTo("PROMPT=5 CLIENT=3 FIRST_BYTE=3 STREAM=2 READ=4 of 17");
  }

  @Test
  void stream() throws Exception {
    var received = new CountDownLatch(1);
    Listeners listeners =
        Listeners.none().with(ResponseReceived.class, event -> received.countDown());
    AtomicAgent<BasicChatInput, BasicChatOutput> agent =
        builder(model(VALID)).listeners(listeners).build();

    Timings timings;
    try (AgentStream<BasicChatOutput> stream = agent.stream(INPUT)) {
      clock.advance(seconds(7));
      stream.awaitStart();
      received.await();
      timings = stream.runResult().timings();
    }

    assertThat(times(timings)).isEqualTo("PROMPT=5 CLIENT=3 FIRST_BYTE=3 STREAM=2 CALLER=7 of 20");
    assertThat(timings.timeToFirstToken()).contains(seconds(5 + 7 + 4 + 2));
  }

  @Test
  void streamWhoseEndIsReadLater() throws Exception {
    var received = new CountDownLatch(1);
    Listeners listeners =
        Listeners.none().with(ResponseReceived.class, event -> received.countDown());
    AtomicAgent<BasicChatInput, BasicChatOutput> agent =
        builder(model(VALID)).listeners(listeners).build();

    Timings timings;
    try (AgentStream<BasicChatOutput> stream = agent.stream(INPUT)) {
      stream.awaitStart();
      received.await();
      // The response may be decoded before or after this.
      clock.advance(seconds(9));
      timings = stream.runResult().timings();
    }

    assertThat(timings.of(Phase.CALLER).plus(timings.of(Phase.READ))).isEqualTo(seconds(9));
    assertThat(timings.accountedNanos()).isEqualTo(timings.total().toNanos());
  }

  @Test
  void streamThatIsReadSlowly() throws Exception {
    AtomicAgent<BasicChatInput, BasicChatOutput> agent = builder(model(VALID)).build();

    var result = new CompletableFuture<Timings>();
    Thread.ofVirtual()
        .start(() -> {
          try (AgentStream<BasicChatOutput> stream = agent.stream(INPUT)) {
            stream.deltas().forEach(delta -> clock.advance(seconds(10)));
            result.complete(stream.runResult().timings());
          } catch (RuntimeException e) {
            result.completeExceptionally(e);
          }
        });

    // Another thread may continue to read at any moment, so only the sum is certain.
    Timings timings = result.get();
    assertThat(timings.accountedNanos()).isEqualTo(timings.total().toNanos());
    assertThat(timings.total()).isEqualTo(seconds(33));
  }

  @Test
  void reAsk() {
    Timings timings = builder(model(INVALID, VALID)).build().call(INPUT).timings();

    assertThat(times(timings)).isEqualTo("PROMPT=5 CLIENT=6 FIRST_BYTE=6 STREAM=4 of 21");
  }

  @Test
  void reAskOfAStream() {
    Timings timings;
    try (var stream = builder(model(INVALID, VALID)).build().stream(INPUT)) {
      timings = stream.runResult().timings();
    }

    assertThat(timings.accountedNanos()).isEqualTo(timings.total().toNanos());
  }

  @Test
  void retry() {
    var advancing = DrivenClock.advancing();
    Model model =
        new TimedResponses(advancing, TimedResponses.FAILURE, VALID)
            .model()
            .withRetry(RetryPolicy.ofDefaults());

    Timings timings =
        AtomicAgent.builder(model).timeSource(advancing).build().call(INPUT).timings();

    assertThat(timings.of(Phase.BACKOFF)).isPositive();
    assertThat(timings.of(Phase.FIRST_BYTE)).isEqualTo(seconds(6));
    assertThat(timings.accountedNanos()).isEqualTo(timings.total().toNanos());
  }

  @Test
  void failure() {
    AtomicAgent<BasicChatInput, BasicChatOutput> agent =
        builder(model(INVALID, INVALID, INVALID)).build();

    InvalidOutputException failure =
        catchThrowableOfType(InvalidOutputException.class, () -> agent.run(INPUT));

    assertThat(times(failure.timings().orElseThrow()))
        .isEqualTo("PROMPT=5 CLIENT=9 FIRST_BYTE=9 STREAM=6 of 29");
  }

  @Test
  void failedRequest() {
    AtomicAgent<BasicChatInput, BasicChatOutput> agent =
        builder(model(TimedResponses.FAILURE)).build();

    AgentException failure = catchThrowableOfType(AgentException.class, () -> agent.run(INPUT));

    assertThat(times(failure.timings().orElseThrow()))
        .isEqualTo("PROMPT=5 CLIENT=1 FIRST_BYTE=3 of 9");
  }

  @Test
  void rateLimit() {
    var advancing = DrivenClock.advancing();
    RateLimit limit = RateLimit.perMinute(1).timeSource(advancing).build();
    Model model = new TimedResponses(advancing, VALID, VALID).model().with(limit);
    AtomicAgent<BasicChatInput, BasicChatOutput> agent =
        AtomicAgent.builder(model).timeSource(advancing).build();
    agent.run(INPUT);

    Timings timings = agent.call(INPUT).timings();

    assertThat(timings.of(Phase.RATE_WAIT)).isPositive();
    assertThat(timings.accountedNanos()).isEqualTo(timings.total().toNanos());
  }

  @Test
  void conversation() throws Exception {
    var history = ChatHistory.unbounded().withOverlapPolicy(OverlapPolicy.QUEUE);
    var started = new CountDownLatch(1);
    AtomicAgent<BasicChatInput, BasicChatOutput> agent =
        AtomicAgent.builder(model(VALID)).timeSource(new ObservedClock(started)).build();
    ChatHistory.Lease other = history.acquire(Deadline.none(), clock);

    CompletableFuture<Timings> waiting =
        CompletableFuture.supplyAsync(
            () -> agent.call(INPUT, RunOptions.history(history)).timings());
    started.await();
    // The run may begin to wait before or after this, and does not end before the other lease.
    clock.advance(seconds(11));
    other.close();

    Timings timings = waiting.get();
    assertThat(timings.of(Phase.QUEUE).plus(timings.of(Phase.PROMPT))).isEqualTo(seconds(11));
    assertThat(timings.total()).isEqualTo(seconds(19));
    assertThat(timings.accountedNanos()).isEqualTo(timings.total().toNanos());
  }

  @Test
  void hedge() {
    Model model =
        Model.of(new StuckFirstRequest(model(VALID).client()), "hedged")
            .with(HedgePolicy.ofDefaults().withTimeSource(clock).withInitialDelay(seconds(2)));

    Timings timings = builder(model).build().call(INPUT).timings();

    // The times of both requests: 1 s of the first one, which is cancelled, and 3 s of the second.
    assertThat(timings.of(Phase.FIRST_BYTE)).isEqualTo(seconds(4));
    assertThat(timings.accountedNanos()).isGreaterThanOrEqualTo(timings.total().toNanos());
  }

  @Test
  void cacheHit() {
    var cache = ResponseCache.builder().timeSource(clock).build();
    Agent<BasicChatInput, BasicChatOutput> agent =
        CachedAgent.of(builder(model(VALID)).build(), cache)
            .withKeys(run -> {
              clock.advance(seconds(2));
              return run.fingerprint();
            });
    assertThat(times(agent.call(INPUT).timings()))
        .isEqualTo("PROMPT=5 CLIENT=3 FIRST_BYTE=3 STREAM=2 of 13");

    Timings timings = agent.call(INPUT).timings();

    assertThat(times(timings)).isEqualTo("PROMPT=5 CACHE=2 of 7");
  }

  @Test
  void toolLoop() {
    String callText =
        "{\"step\":{\"type\":\"call_tools\",\"calls\":[{\"tool\":\"weather\",\"input\":{\"name\":\"Bergen\"}}]}}";
    String answer = "{\"step\":{\"type\":\"answer\",\"answer\":{\"chat_message\":\"Rain\"}}}";
    Tool<Town, Forecast> tool =
        Tool.of(
            "weather",
            Town.class,
            Forecast.class,
            town -> {
              clock.advance(seconds(6));
              return new Forecast("rain");
            });
    ToolLoop<BasicChatInput, BasicChatOutput> loop =
        ToolLoop.builder(AtomicAgent.builder(model(callText, answer)).timeSource(clock).build())
            .tool(tool)
            .build();

    Timings timings = loop.call(INPUT).timings();

    assertThat(times(timings)).isEqualTo("CLIENT=6 FIRST_BYTE=6 STREAM=4 TOOL=6 of 22");
  }

  @Test
  void batchItem() {
    List<Outcome<BasicChatOutput>> outcomes =
        Batch.of(builder(model(VALID)).build()).withTimeSource(clock).run(List.of(INPUT));

    var success = (Outcome.Success<BasicChatOutput>) outcomes.getFirst();
    assertThat(times(success.result().timings()))
        .isEqualTo("PROMPT=5 CLIENT=3 FIRST_BYTE=3 STREAM=2 of 13");
    assertThat(success.latency()).isEqualTo(success.result().timings().total());
  }

  @Test
  void cascade() {
    CascadeAgent<BasicChatInput, BasicChatOutput> agent =
        CascadeAgent.of(
                builder(model()).build(), model(VALID), model(TimedResponses.FAILURE), model(VALID))
            .withTimeSource(clock)
            .withFailures(failure -> true)
            .withCheck(new RejectOnce());

    RunResult<BasicChatOutput> result = agent.call(INPUT);

    assertThat(times(result.timings()))
        .isEqualTo("PROMPT=15 CLIENT=7 FIRST_BYTE=9 STREAM=4 VALIDATE=8 of 43");
  }

  @Test
  void routedRun() {
    AtomicAgent<BasicChatInput, BasicChatOutput> classifier = builder(model(VALID)).build();
    RoutedAgent<BasicChatInput, BasicChatOutput> agent =
        RoutedAgent.of(
            builder(model()).build(),
            ModelSelector.byClassifier(
                classifier, Map.of(new BasicChatOutput("good"), model(VALID))));

    Timings timings = agent.call(INPUT).timings();

    assertThat(times(timings)).isEqualTo("PROMPT=18 CLIENT=3 FIRST_BYTE=3 STREAM=2 of 26");
  }

  private Model model(String... texts) {
    return new TimedResponses(clock, texts).model();
  }

  /** Returns a builder of an agent whose prompt takes 5 s. */
  private AtomicAgentBuilder<BasicChatInput, BasicChatOutput> builder(Model model) {
    var slow =
        new ContextProvider() {
          @Override
          public String title() {
            return "Slow";
          }

          @Override
          public String info() {
            clock.advance(PROMPT);
            return "context";
          }
        };
    return AtomicAgent.builder(BasicChatInput.class, BasicChatOutput.class, model)
        .systemPrompt(SystemPrompt.defaults().withProvider("slow", slow))
        .timeSource(clock);
  }

  /** Returns the phases and the total in seconds; asserts that they are equal. */
  private static String times(Timings timings) {
    var text = new StringBuilder();
    for (Phase phase : Phase.values()) {
      if (timings.nanos(phase) > 0) {
        text.append(phase).append('=').append(timings.of(phase).toSeconds()).append(' ');
      }
    }
    assertThat(timings.accountedNanos()).isEqualTo(timings.total().toNanos());
    return text.append("of ").append(timings.total().toSeconds()).toString();
  }

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }

  @Description("A town")
  record Town(String name) {}

  @Description("A forecast")
  record Forecast(String text) {}

  /** The clock of the test, which reports when it is read. */
  private final class ObservedClock implements TimeSource {
    private final CountDownLatch read;

    ObservedClock(CountDownLatch read) {
      this.read = read;
    }

    @Override
    public Instant now() {
      return clock.now();
    }

    @Override
    public long nanoTime() {
      long now = clock.nanoTime();
      read.countDown();
      return now;
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
      clock.sleep(duration);
    }
  }

  /** A check of 4 s that rejects the first output. */
  private final class RejectOnce implements Function<BasicChatOutput, Optional<String>> {
    private boolean hasRejected;

    @Override
    public Optional<String> apply(BasicChatOutput output) {
      clock.advance(seconds(4));
      boolean isFirst = !hasRejected;
      hasRejected = true;
      return isFirst ? Optional.of("too short") : Optional.empty();
    }
  }

  /** A client whose first request waits until it is cancelled. */
  private final class StuckFirstRequest implements ModelClient {
    private final ModelClient client;
    private boolean hasBegun;

    StuckFirstRequest(ModelClient client) {
      this.client = client;
    }

    @Override
    public ModelExchange open(ModelRequest request, RunContext context) {
      if (hasBegun) {
        return client.open(request, context);
      }
      hasBegun = true;
      var cancelled = new CountDownLatch(1);
      context.onCancel(cancelled::countDown);
      try {
        clock.awaitSleepers(1);
        clock.advance(seconds(2));
        cancelled.await();
      } catch (InterruptedException e) {
        throw CancelledException.interrupted("waiting", e);
      }
      context.timings().add(Phase.FIRST_BYTE, seconds(1).toNanos());
      throw CancelledException.closed("waiting");
    }
  }
}
