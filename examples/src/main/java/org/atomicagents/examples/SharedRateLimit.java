package org.atomicagents.examples;

import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.RunResult;
import org.atomicagents.limit.RateLimit;
import org.atomicagents.time.Phase;

/** Two agents, of two tenants, that share the rate limit of one account. */
public final class SharedRateLimit {
  private SharedRateLimit() {}

  public static void main(String... args) {
    var limit = RateLimit.perMinute(1_200).tokens(1_000_000).build();

    try (var example = ExampleModel.select(args);
        var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      var acme = AtomicAgent.builder(example.model().with(limit.forTenant("acme"))).build();
      var globex = AtomicAgent.builder(example.model().with(limit.forTenant("globex"))).build();
      var results = new ArrayList<CompletableFuture<RunResult<BasicChatOutput>>>();
      for (int i = 0; i < 10; i++) {
        var agent = i % 2 == 0 ? acme : globex;
        var question = new BasicChatInput("Question " + i);
        results.add(CompletableFuture.supplyAsync(() -> agent.call(question), callers));
      }

      long waitNanos = 0;
      for (var result : results) {
        waitNanos += result.join().timings().nanos(Phase.RATE_WAIT);
      }
      System.out.println("Responses: " + results.size());
      System.out.println("Waited: " + waitNanos / 1_000_000 + " ms");
      System.out.println("In flight: " + limit.status().inFlight());
    }
  }
}
