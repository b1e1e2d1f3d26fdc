package org.atomicagents.cli.review;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.atomicagents.cli.agentfile.AgentFile;
import org.atomicagents.cli.review.ReplayResult.ConnectionPass;
import org.atomicagents.error.AgentException;
import org.atomicagents.http.ConnectionPool;
import org.atomicagents.http.TlsSettings;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.openai.Provider;
import org.atomicagents.testing.SimulatedProvider;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Compares runs with a shared connection pool and runs with a client of their own, alternately,
 * over TLS and without a simulated latency.
 */
record ConnectionReplay(AgentFile agentFile, TimeSource time) {
  private static final int PAIRS = 10;
  private static final int UNMEASURED = 2;

  /** Returns the measurement; null if a run failed, or the deadline has passed. */
  @Nullable ConnectionPass measure(JsonNode input, Deadline last) {
    try (var provider = SimulatedProvider.builder().tls().start();
        var pool = pool(provider);
        var client = client(provider, pool)) {
      var shared = new ArrayList<Duration>();
      var separate = new ArrayList<Duration>();
      for (int pair = 0; pair < PAIRS && !last.isPassed(); pair++) {
        shared.add(run(client, input));
        separate.add(runSeparately(provider, input));
      }
      // The first pairs load classes and open the connection of the shared pool.
      return shared.size() <= UNMEASURED ? null : result(shared, separate);
    } catch (AgentException e) {
      return null;
    }
  }

  private static ConnectionPass result(List<Duration> shared, List<Duration> separate) {
    int runs = shared.size() - UNMEASURED;
    return new ConnectionPass(
        runs,
        ReplayResult.median(shared.subList(UNMEASURED, shared.size())),
        ReplayResult.median(separate.subList(UNMEASURED, separate.size())));
  }

  private Duration runSeparately(SimulatedProvider provider, JsonNode input) {
    long start = time.nanoTime();
    try (var pool = pool(provider);
        var client = client(provider, pool)) {
      run(client, input);
    }
    return Duration.ofNanos(time.nanoTime() - start);
  }

  private Duration run(OpenAi client, JsonNode input) {
    long start = time.nanoTime();
    agentFile.createAgent(client.model("simulated"), Listeners.none()).run(input);
    return Duration.ofNanos(time.nanoTime() - start);
  }

  private static ConnectionPool pool(SimulatedProvider provider) {
    return ConnectionPool.builder()
        .tls(TlsSettings.system().withTrusted(provider.certificate()))
        .build();
  }

  private static OpenAi client(SimulatedProvider provider, ConnectionPool pool) {
    return OpenAi.builder(
            Provider.of("simulated", provider.baseUrl()).withModes(ResponseMode.JSON_SCHEMA))
        .pool(pool)
        .build();
  }
}
