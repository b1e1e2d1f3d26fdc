package org.atomicagents.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.http.ApiKey;
import org.atomicagents.http.ConnectionPool;
import org.atomicagents.http.PoolStatus;
import org.atomicagents.http.TlsSettings;
import org.atomicagents.internal.http.RequiresHttp2;
import org.atomicagents.model.RetryPolicy;
import org.atomicagents.testing.Fault;
import org.atomicagents.testing.FaultPlan;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each of thousands of calls ends, as a success or as the right exception, and leaves nothing. */
@Timeout(300)
class ThousandsOfCallsTest {
  private static final Duration MOMENT = Duration.ofMillis(20);

  @Test
  @RequiresHttp2
  void noneOfAThousandIsLostToALimitOfStreams() throws Exception {
    assertNoneIsLost(1_000);
  }

  @Test
  @Tag("soak")
  void noneOfFiveThousandIsLostToALimitOfStreams() throws Exception {
    assertNoneIsLost(5_000);
  }

  private static void assertNoneIsLost(int calls) throws Exception {
    try (var provider =
            SimulatedProvider.builder()
                .tls()
                .maxStreams(100)
                .firstTokenDelay(Duration.ofMillis(300))
                .start();
        var pool =
            ConnectionPool.builder()
                .maxConnections(calls)
                .tls(TlsSettings.system().withTrusted(provider.certificate()))
                .build();
        var client = client(provider, pool, RetryPolicy.ofDefaults())) {
      var agent = AtomicAgent.of(client.model("any"));

      for (int burst = 0; burst < 2; burst++) {
        ConcurrentCallers crowd =
            ConcurrentCallers.of(calls, calls, i -> agent.run(new BasicChatInput("hi " + i)));

        assertThat(crowd.failures()).isEmpty();
      }

      assertThat(pool.status().openConnections()).isBetween(1, calls / 25);
      assertNothingIsLeft(provider, pool);
    }
  }

  @Test
  void eachOfTenThousandEndsWhateverTheProviderDoes() throws Exception {
    long seed = new Random().nextLong();
    try (var provider = SimulatedProvider.builder().faults(usual(seed)).start();
        var pool =
            ConnectionPool.builder()
                .maxConnections(300)
                .firstByteTimeout(Duration.ofSeconds(5))
                .chunkTimeout(Duration.ofSeconds(5))
                .build()) {
      ConcurrentCallers crowd = assertEachEnds(10_000, seed, provider, pool);

      // What fails in the middle of a stream is not tried again: about 0.6% of half the calls.
      assertThat(crowd.failed()).as("seed %d", seed).isLessThan(200);
    }
  }

  @Test
  @RequiresHttp2
  void eachOfTwoThousandEndsOverSharedConnections() throws Exception {
    long seed = new Random().nextLong();
    FaultPlan faults =
        answered(seed)
            .with(Fault.refusedStream(), 0.01)
            .with(Fault.goAway(), 0.002)
            .with(Fault.droppedInBody(), 0.002)
            .with(Fault.hanging(), 0.01);
    try (var provider = SimulatedProvider.builder().tls().faults(faults).start();
        var pool =
            ConnectionPool.builder()
                .maxConnections(300)
                .firstByteTimeout(Duration.ofSeconds(5))
                .chunkTimeout(Duration.ofSeconds(5))
                .tls(TlsSettings.system().withTrusted(provider.certificate()))
                .build()) {
      // A connection that is dropped takes all calls on it along, a hundred for one: few are. Of
      // those only whole answers can be asked for again.
      ConcurrentCallers crowd = assertEachEnds(2_000, seed, provider, pool);

      assertThat(crowd.failed()).as("seed %d", seed).isLessThan(500);
    }
  }

  /** 5% limited, 2% failed, 2% dropped, 1% hanging. */
  private static FaultPlan usual(long seed) {
    return answered(seed)
        .with(Fault.droppedBeforeHeaders(), 0.007)
        .with(Fault.droppedInHeaders(), 0.007)
        .with(Fault.droppedInBody(), 0.006)
        .with(Fault.hanging(), 0.01);
  }

  private static FaultPlan answered(long seed) {
    return FaultPlan.seeded(seed)
        .with(Fault.rateLimited(MOMENT), 0.04)
        .with(Fault.rateLimited(), 0.01)
        .with(Fault.status(500), 0.02);
  }

  private static ConcurrentCallers assertEachEnds(
      int calls, long seed, SimulatedProvider provider, ConnectionPool pool) throws Exception {
    ConcurrentCallers crowd;
    int threadsBefore = Thread.getAllStackTraces().size();
    try (var client =
        client(
            provider, pool, RetryPolicy.ofDefaults().withMaxRetries(6).withInitialWait(MOMENT))) {
      AtomicAgent<BasicChatInput, BasicChatOutput> agent = AtomicAgent.of(client.model("any"));

      crowd =
          ConcurrentCallers.of(
              calls,
              200,
              i -> {
                var input = new BasicChatInput("hi " + i);
                if (i % 2 == 0) {
                  agent.run(input);
                } else {
                  stream(agent, input);
                }
              });

      System.out.printf(
          "seed %d: %d answered, failed %s, faults %s%n",
          seed, crowd.answered(), crowd.failures(), provider.injected());
      assertThat(crowd.answered() + crowd.failed()).as("seed %d", seed).isEqualTo(calls);
      assertThat(crowd.failures().keySet())
          .as("seed %d", seed)
          .isSubsetOf(
              "RateLimitedException",
              "UnavailableException",
              "TransportException",
              "TimedOutException");
    }
    assertNothingIsLeft(provider, pool);
    assertThat(Thread.getAllStackTraces().size()).isLessThan(threadsBefore + 40);
    return crowd;
  }

  private static void stream(
      AtomicAgent<BasicChatInput, BasicChatOutput> agent, BasicChatInput input) {
    try (AgentStream<BasicChatOutput> stream = agent.stream(input)) {
      stream.result();
    }
  }

  private static void assertNothingIsLeft(SimulatedProvider provider, ConnectionPool pool) {
    PoolStatus status = pool.status();
    assertThat(status.runningCalls()).isZero();
    assertThat(status.queuedCalls()).isZero();
    assertThat(status.idleConnections()).isEqualTo(status.openConnections());
    while (provider.activeRequests() > 0 && !Thread.currentThread().isInterrupted()) {
      Thread.onSpinWait();
    }
    assertThat(provider.activeRequests()).isZero();
  }

  private static OpenAi client(SimulatedProvider provider, ConnectionPool pool, RetryPolicy retry) {
    return OpenAi.builder(Provider.OPENAI)
        .apiKey(ApiKey.of("sk-nothing-secret"))
        .baseUrl(provider.baseUrl())
        .pool(pool)
        .retry(retry)
        .build();
  }
}
