package org.atomicagents.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.Partial;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.cache.CachedAgent;
import org.atomicagents.cache.ResponseCache;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.error.ProviderError;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.limit.RateLimit;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Budget;
import org.atomicagents.model.Model;
import org.atomicagents.model.RetryPolicy;
import org.atomicagents.resilience.HedgePolicy;
import org.atomicagents.resilience.ModelChain;
import org.atomicagents.schema.Description;
import org.atomicagents.support.RedisServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Shared requests with agents, caches and the other interceptors. */
class SharingInterplayTest {
  private static final int RUNS = 20;
  private static final String ANSWER = "{\"text\":\"blue\"}";
  private static final ProviderError OVERLOADED =
      new ProviderError("stub", 503, "r1", "overloaded", "");

  /** A question. */
  @Description("A question.")
  record Question(@Description("The text.") String text) {}

  /** An answer. */
  @Description("An answer.")
  record Answer(@Description("The text.") String text) {}

  private final GatedClient client = new GatedClient("stub");
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private RedisServer server;
  private RedisStores firstConnection;
  private RedisStores secondConnection;
  // A machine that stops for a second exceeds the default time limit of the connections.
  private RedisStores first;
  private RedisStores second;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    server = RedisServer.start();
    firstConnection = RedisStores.connect(server.uri());
    secondConnection = RedisStores.connect(server.uri());
    first = firstConnection.withTimeout(Duration.ofSeconds(15));
    second = secondConnection.withTimeout(Duration.ofSeconds(15));
  }

  @AfterEach
  void stop() throws IOException {
    threads.close();
    firstConnection.close();
    secondConnection.close();
    server.close();
  }

  @Test
  void returnsTheSameOutputToAllAgentsWithoutUsage() throws Exception {
    var histories = IntStream.range(0, RUNS).mapToObj(i -> ChatHistory.latestTurns(5)).toList();
    List<Future<RunResult<Answer>>> runs =
        start(i -> agent(i).call(new Question("sky"), RunOptions.history(histories.get(i))));

    client.next().write(ANSWER).finish();

    int requests = 0;
    Usage usage = Usage.NONE;
    for (Future<RunResult<Answer>> run : runs) {
      RunResult<Answer> result = run.get();
      assertThat(result.output()).isEqualTo(new Answer("blue"));
      assertThat(result.attempts()).isEqualTo(1);
      requests += result.requests();
      usage = usage.plus(result.usage());
      if (result.requests() == 0) {
        assertThat(result.usage()).isEqualTo(Usage.NONE);
        assertThat(result.charges()).isEmpty();
      }
    }
    assertThat(requests).isEqualTo(1);
    assertThat(usage).isEqualTo(Usage.of(10, 5));
    assertThat(histories).allMatch(history -> history.messageCount() == 2);
  }

  @Test
  void sharesReAsksLikeFirstRequests() throws Exception {
    List<Future<RunResult<Answer>>> runs = start(i -> agent(i).call(new Question("sky")));

    client.next().write("{}").finish();
    client.next().write(ANSWER).finish();

    for (Future<RunResult<Answer>> run : runs) {
      assertThat(run.get().output()).isEqualTo(new Answer("blue"));
      assertThat(run.get().attempts()).isEqualTo(2);
    }
    assertThat(client.requests()).isEqualTo(2);
  }

  @Test
  void startsAStreamAgainAfterAHandOver() throws Exception {
    AgentStream<Answer> leading = agent(0).stream(new Question("sky"));
    Future<Partial<Answer>> partial = threads.submit(() -> leading.iterator().next());
    client.next().write("{\"text\":\"gre");
    assertThat(partial.get().value().text()).isEqualTo("gre");
    try (AgentStream<Answer> following = agent(1).stream(new Question("sky"))) {
      Iterator<Partial<Answer>> partials = following.iterator();
      assertThat(partials.next().value().text()).isEqualTo("gre");

      leading.close();
      Future<?> unused = threads.submit(this::finishNext);
      partials.forEachRemaining(next -> {});

      assertThat(following.result()).isEqualTo(new Answer("blue"));
    }
    assertThat(client.requests()).isEqualTo(2);
  }

  @Test
  void retriesOnceForAllRunsOutsideOfRetries() throws Exception {
    RetryPolicy retry = RetryPolicy.ofDefaults().withInitialWait(Duration.ofMillis(1));
    List<Future<RunResult<Answer>>> runs =
        start(i ->
            agent(
                    ModelChain.of(Model.of(client, "m"))
                        .withRetry(retry)
                        .withRequestSharing(stores(i).requestSharing())
                        .toModel())
                .call(new Question("sky")));

    client.next().fail(UnavailableException.of(OVERLOADED, null));
    client.next().write(ANSWER).finish();

    requireOneOutput(runs);
    assertThat(client.requests()).isEqualTo(2);
  }

  @Test
  void sharesTheRetriesOfAllRunsInsideOfRetries() throws Exception {
    RetryPolicy retry = RetryPolicy.ofDefaults().withInitialWait(Duration.ofMillis(1));
    List<Future<RunResult<Answer>>> runs =
        start(i ->
            agent(Model.of(client, "m").with(retry, stores(i).requestSharing()))
                .call(new Question("sky")));

    client.next().fail(UnavailableException.of(OVERLOADED, null));
    client.next().write(ANSWER).finish();

    requireOneOutput(runs);
    assertThat(client.requests()).isEqualTo(2);
  }

  @Test
  void hedgesTheRequestThatIsSent() throws Exception {
    HedgePolicy hedging = HedgePolicy.ofDefaults().withInitialDelay(Duration.ofMillis(20));
    List<Future<RunResult<Answer>>> runs =
        start(i ->
            agent(
                    ModelChain.of(Model.of(client, "m"))
                        .withHedging(hedging)
                        .withRequestSharing(stores(i).requestSharing())
                        .toModel())
                .call(new Question("sky")));

    client.next();
    client.next().write(ANSWER).finish();

    requireOneOutput(runs);
    assertThat(client.requests()).isEqualTo(2);
  }

  @Test
  void chargesNoLimitForSharedRequests() throws Exception {
    Budget budget = Budget.ofRequests(1);
    RateLimit limit = RateLimit.perMinute(1).build();
    List<Future<RunResult<Answer>>> runs =
        start(i ->
            agent(Model.of(client, "m").with(stores(i).requestSharing(), limit))
                .call(new Question("sky"), RunOptions.defaults().withBudget(budget)));

    client.next().write(ANSWER).finish();

    requireOneOutput(runs);
    assertThat(client.requests()).isEqualTo(1);
  }

  @Test
  void sharesTheRequestsOfCachesInTwoProcesses() throws Exception {
    var caches = List.of(ResponseCache.create(), ResponseCache.create());
    List<Future<RunResult<Answer>>> runs =
        start(i -> CachedAgent.of(agent(i), caches.get(i % 2)).call(new Question("sky")));

    client.next().write(ANSWER).finish();

    requireOneOutput(runs);
    assertThat(client.requests()).isEqualTo(1);
  }

  private static void requireOneOutput(List<Future<RunResult<Answer>>> runs) throws Exception {
    for (Future<RunResult<Answer>> run : runs) {
      assertThat(run.get().output()).isEqualTo(new Answer("blue"));
    }
  }

  private Void finishNext() throws InterruptedException {
    client.next().write(ANSWER).finish();
    return null;
  }

  /** One run of the tests. */
  private interface NumberedRun {
    RunResult<Answer> call(int number);
  }

  private List<Future<RunResult<Answer>>> start(NumberedRun run) {
    return IntStream.range(0, RUNS)
        .mapToObj(i -> threads.submit((Callable<RunResult<Answer>>) () -> run.call(i)))
        .toList();
  }

  private RedisStores stores(int number) {
    return number % 2 == 0 ? first : second;
  }

  private AtomicAgent<Question, Answer> agent(int number) {
    return agent(Model.of(client, "m").with(stores(number).requestSharing()));
  }

  private static AtomicAgent<Question, Answer> agent(Model model) {
    return AtomicAgent.of(Question.class, Answer.class, model);
  }
}
