package org.atomicagents.examples;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.RunResult;
import org.atomicagents.cache.CachedAgent;
import org.atomicagents.cache.ResponseCache;

/** A cache in front of an agent: identical runs send one request, also at the same time. */
public final class CachedRuns {
  private CachedRuns() {}

  public static void main(String... args) {
    try (var example = ExampleModel.select(args);
        var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var cache = ResponseCache.create();
      var agent = CachedAgent.of(AtomicAgent.of(example.model()), cache).withTenant("acme");
      var question = new BasicChatInput("Why is the sky blue?");

      List<CompletableFuture<RunResult<BasicChatOutput>>> runs =
          IntStream.range(0, 10)
              .mapToObj(i -> CompletableFuture.supplyAsync(() -> agent.call(question), executor))
              .toList();
      int requests = runs.stream().mapToInt(run -> run.join().requests()).sum();
      System.out.println("10 concurrent runs, requests: " + requests);

      RunResult<BasicChatOutput> hit = agent.call(question);
      System.out.println("Another run: " + hit.cacheState() + ", usage: " + hit.usage());
    }
  }
}
