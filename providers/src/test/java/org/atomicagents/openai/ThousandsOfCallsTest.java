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

/**
 * Tests that each of thousands of calls ends with a result or the expected exception, without
 * leaks.
 */
@Timeout(300)
class ThousandsOfCallsTest {
  private static final Duration SHORT_WAIT = Duration.ofMillis(20);

  @Test
  @RequiresHttp2
  void aStreamLimitFailsNoneOfAThousandCalls() throws Exception {
    assertNoneFails(1_000);
  }

  @Test
  @Tag("soak")
  void aStreamLimitFailsNoneOfFiveThousandCalls() throws Exception {
    assertNoneFails(5_000);
  }

  private static void assertNoneFails(int calls) throws Exception {
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
        ConcurrentCallers callers =
            ConcurrentCallers.of(calls, calls, i -> agent.run(new BasicChatInput("hi " + i)));

        assertThat(callers.failures()).isEmpty();
      }

      assertThat(pool.status().openConnections()).isBetween(1, calls / 25);
      assertNothingLeaked(provider, pool);
    }
  }

  @Test
  void eachOfTenThousandCallsEndsDespiteFaults() throws Exception {
    long seed = new Random().nextLong();
    try (var provider = SimulatedProvider.builder().faults(commonFaults(seed)).start();
        var pool =
            ConnectionPool.builder()
                .maxConnections(300)
                .firstByteTimeout(Duration.ofSeconds(5))
                .chunkTimeout(Duration.ofSeconds(5))
                .build()) {
      ConcurrentCallers callers = assertEachCallEnds(10_000, seed, provider, pool);

      // Failures in the middle of a stream are not retried: about 0.6% of half the calls.
      assertThat(callers.failed()).as("seed %d", seed).isLessThan(200);
    }
  }

  @Test
  @RequiresHttp2
  void eachOfTwoThousandCallsEndsDespiteFaultsOfSharedConnections() throws Exception {
    long seed = new Random().nextLong();
    FaultPlan faults =
        errorStatuses(seed)
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
      // A dropped connection fails all its calls, about a hundred, so few are dropped. Of those
      // calls, only non-streamed ones can be retried.
      ConcurrentCallers callers = assertEachCallEnds(2_000, seed, provider, pool);

      assertThat(callers.failed()).as("seed %d", seed).isLessThan(500);
    }
  }

  /** Returns a plan with 5% rate limits, 2% errors, 2% dropped connections and 1% hanging calls. */
  private static FaultPlan commonFaults(long seed) {
    return errorStatuses(seed)
        .with(Fault.droppedBeforeHeaders(), 0.007)
        .with(Fault.droppedInHeaders(), 0.007)
        .with(Fault.droppedInBody(), 0.006)
        .with(Fault.hanging(), 0.01);
  }

  private static FaultPlan errorStatuses(long seed) {
    return FaultPlan.seeded(seed)
        .with(Fault.rateLimited(SHORT_WAIT), 0.04)
        .with(Fault.rateLimited(), 0.01)
        .with(Fault.status(500), 0.02);
  }

  private static ConcurrentCallers assertEachCallEnds(
      int calls, long seed, SimulatedProvider provider, ConnectionPool pool) throws Exception {
    ConcurrentCallers callers;
    int threadsBefore = Thread.getAllStackTraces().size();
    try (var client =
        client(
            provider,
            pool,
            RetryPolicy.ofDefaults().withMaxRetries(6).withInitialWait(SHORT_WAIT))) {
      AtomicAgent<BasicChatInput, BasicChatOutput> agent = AtomicAgent.of(client.model("any"));

      callers =
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
          "seed %d: %d succeeded, failed %s, faults %s%n",
          seed, callers.succeeded(), callers.failures(), provider.injectedFaults());
      assertThat(callers.succeeded() + callers.failed()).as("seed %d", seed).isEqualTo(calls);
      assertThat(callers.failures().keySet())
          .as("seed %d", seed)
          .isSubsetOf(
              "RateLimitedException",
              "UnavailableException",
              "TransportException",
              "TimedOutException");
    }
    assertNothingLeaked(provider, pool);
    assertThat(Thread.getAllStackTraces().size()).isLessThan(threadsBefore + 40);
    return callers;
  }

  private static void stream(
      AtomicAgent<BasicChatInput, BasicChatOutput> agent, BasicChatInput input) {
    try (AgentStream<BasicChatOutput> stream = agent.stream(input)) {
      stream.result();
    }
  }

  private static void assertNothingLeaked(SimulatedProvider provider, ConnectionPool pool) {
    PoolStatus status = pool.status();
    // A request that a call has abandoned releases its connection a moment later.
    while (status.idleConnections() != status.openConnections()
        && !Thread.currentThread().isInterrupted()) {
      Thread.onSpinWait();
      status = pool.status();
    }
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
