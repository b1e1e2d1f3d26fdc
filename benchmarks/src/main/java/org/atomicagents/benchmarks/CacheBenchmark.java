package org.atomicagents.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.Partial;
import org.atomicagents.benchmarks.contender.CacheKeyVariants;
import org.atomicagents.benchmarks.contender.Contenders;
import org.atomicagents.benchmarks.harness.BenchmarkProfile;
import org.atomicagents.benchmarks.harness.BenchmarkReport;
import org.atomicagents.benchmarks.harness.InterleavedComparison;
import org.atomicagents.benchmarks.measure.MeasurementSeries;
import org.atomicagents.cache.CachedAgent;
import org.atomicagents.cache.ResponseCache;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.testing.SimulatedProvider;

/** Measures a cache hit in a long conversation, and counts the requests of identical runs. */
final class CacheBenchmark implements Benchmark {
  private static final BasicChatInput INPUT = new BasicChatInput("Why is the sky blue?");

  @Override
  public String name() {
    return "cache";
  }

  @Override
  public List<String> figures() {
    return List.of(
        "hitMicros",
        "hitBytes",
        "hitMicros1m",
        "hitGrowth",
        "upstreamCalls",
        "upstreamStreams",
        "wrongHits");
  }

  @Override
  public void run(BenchmarkProfile profile, BenchmarkReport report) throws IOException {
    var comparison =
        new InterleavedComparison(
            List.of(Contenders.CACHE_HIT, Contenders.CACHE_HIT_1M), List.of(), profile);
    comparison.run(List.of("time", "bytes"));
    MeasurementSeries micros = comparison.of(Contenders.CACHE_HIT, "time").times(1e-3);
    MeasurementSeries longMicros = comparison.of(Contenders.CACHE_HIT_1M, "time").times(1e-3);
    report.put("hitMicros", micros);
    report.put("hitBytes", comparison.of(Contenders.CACHE_HIT, "bytes"));
    report.put("hitMicros1m", longMicros);
    report.putRatio("hitGrowth", longMicros, micros);
    int callers = profile.pick(1_000, 1_000, 10);
    report.putExactly("upstreamCalls", upstreamCalls(callers));
    report.putExactly("upstreamStreams", upstreamStreams(callers));
    report.putExactly("wrongHits", CacheKeyVariants.wrongHits());
    report.count("callers", callers);
    report.count("variants", CacheKeyVariants.COUNT);
  }

  private static long upstreamCalls(int callers) {
    try (var provider = SimulatedProvider.start();
        var client = OpenAi.at(provider.baseUrl())) {
      var cached = cached(client);
      concurrently(callers, () -> cached.run(INPUT));
      return provider.requests().size();
    }
  }

  /** Returns the requests of identical streams of which the first is closed early. */
  private static long upstreamStreams(int callers) {
    try (var provider = SimulatedProvider.builder().tokensPerSecond(50).start();
        var client = OpenAi.at(provider.baseUrl())) {
      var cached = cached(client);
      AgentStream<BasicChatOutput> first = cached.stream(INPUT);
      try (AgentStream<BasicChatOutput> second = cached.stream(INPUT)) {
        first.awaitStart();
        second.awaitStart();
        first.close();
        concurrently(callers, () -> lastPartial(cached));
      }
      return provider.requests().size();
    }
  }

  private static CachedAgent<BasicChatInput, BasicChatOutput> cached(OpenAi client) {
    return CachedAgent.of(AtomicAgent.of(client.model("any")), ResponseCache.create());
  }

  private static BasicChatOutput lastPartial(CachedAgent<BasicChatInput, BasicChatOutput> cached) {
    try (AgentStream<BasicChatOutput> stream = cached.stream(INPUT)) {
      BasicChatOutput last = null;
      for (Partial<BasicChatOutput> partial : stream) {
        last = partial.value();
      }
      return last == null ? stream.result() : last;
    }
  }

  private static void concurrently(int callers, Callable<BasicChatOutput> call) {
    List<FutureTask<BasicChatOutput>> tasks = new ArrayList<>();
    for (int i = 0; i < callers; i++) {
      var task = new FutureTask<>(call);
      Thread.ofVirtual().start(task);
      tasks.add(task);
    }
    try {
      for (FutureTask<BasicChatOutput> task : tasks) {
        task.get();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("A run of the benchmark failed", e);
    }
  }
}
