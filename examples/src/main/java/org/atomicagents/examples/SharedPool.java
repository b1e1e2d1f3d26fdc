package org.atomicagents.examples;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.http.ConnectionPool;
import org.atomicagents.http.PoolStatus;
import org.atomicagents.http.TlsSettings;
import org.atomicagents.model.RetryPolicy;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.openai.Provider;
import org.atomicagents.testing.Fault;
import org.atomicagents.testing.FaultPlan;
import org.atomicagents.testing.SimulatedProvider;

/**
 * A hundred concurrent calls over a pool with ten permits, to a simulated provider that fails some
 * of them.
 */
public final class SharedPool {
  private static final int CALLS = 100;

  private SharedPool() {}

  public static void main(String... args) {
    var faults =
        FaultPlan.seeded(7)
            .with(Fault.rateLimited(Duration.ofMillis(50)), 0.1)
            .with(Fault.status(503), 0.05);
    try (var provider = SimulatedProvider.builder().tls().faults(faults).start();
        var pool =
            ConnectionPool.builder()
                .maxConnections(10)
                .tls(TlsSettings.system().withTrusted(provider.certificate()))
                .build();
        var client =
            OpenAi.builder(Provider.of("simulated", provider.baseUrl()))
                .pool(pool)
                .retry(RetryPolicy.ofDefaults().withMaxRetries(7))
                .build()) {
      int answered = askAll(AtomicAgent.of(client.model("any")));

      PoolStatus status = pool.status();
      System.out.printf("%d of %d calls were answered%n", answered, CALLS);
      System.out.println("Injected faults: " + provider.injectedFaults());
      System.out.printf(
          "%d permits over %d connection(s), with an average wait of %d ms%n",
          status.admittedCalls(),
          status.openConnections(),
          status.totalWait().dividedBy(status.admittedCalls()).toMillis());
    }
  }

  private static int askAll(AtomicAgent<BasicChatInput, BasicChatOutput> agent) {
    var answered = new AtomicInteger();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 1; i <= CALLS; i++) {
        var question = new BasicChatInput("Question " + i);
        threads.execute(() -> {
          agent.run(question);
          answered.incrementAndGet();
        });
      }
    }
    return answered.get();
  }
}
