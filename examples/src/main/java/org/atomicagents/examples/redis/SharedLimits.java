package org.atomicagents.examples.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.RunResult;
import org.atomicagents.error.StoreException;
import org.atomicagents.examples.ExampleModel;
import org.atomicagents.limit.RateLimit;
import org.atomicagents.model.Model;
import org.atomicagents.redis.RedisStores;
import org.atomicagents.time.Phase;

/**
 * Two services that share the rate limit of one account in Redis; run the example twice at the same
 * time, and four services share it. {@code --redis} sets the address of the server.
 */
public final class SharedLimits {
  private static final String LOCAL = "redis://localhost:6379";
  private static final int CALLS = 20;

  private SharedLimits() {}

  public static void main(String... args) {
    try (var first = RedisStores.connect(address(args));
        var second = RedisStores.connect(address(args));
        var example = ExampleModel.select(args)) {
      callBoth(service(example.model(), first), service(example.model(), second));
    } catch (StoreException e) {
      System.out.println(e.getMessage());
      System.out.println("Start a server with: docker run -p 6379:6379 redis:7");
      System.out.println("or: apt-get install redis-server && redis-server");
    }
  }

  private static String address(String... args) {
    int flag = List.of(args).indexOf("--redis");
    return flag < 0 || flag + 1 == args.length ? LOCAL : args[flag + 1];
  }

  /** Returns the agent of a service, which may use half of the limit if Redis fails. */
  private static AtomicAgent<BasicChatInput, BasicChatOutput> service(
      Model model, RedisStores redis) {
    var limit =
        RateLimit.perMinute(1_200)
            .name("shared-limits-example")
            .store(redis.permits())
            .shareOnStoreFailure(0.5)
            .build();
    return AtomicAgent.builder(model.with(limit)).build();
  }

  private static void callBoth(
      AtomicAgent<BasicChatInput, BasicChatOutput> first,
      AtomicAgent<BasicChatInput, BasicChatOutput> second) {
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      var results = new ArrayList<CompletableFuture<RunResult<BasicChatOutput>>>();
      for (int i = 0; i < CALLS; i++) {
        var question = new BasicChatInput("Question " + i);
        results.add(CompletableFuture.supplyAsync(() -> first.call(question), callers));
        results.add(CompletableFuture.supplyAsync(() -> second.call(question), callers));
      }

      long waitNanos = 0;
      for (var result : results) {
        waitNanos += result.join().timings().nanos(Phase.RATE_WAIT);
      }
      System.out.println("Responses: " + results.size());
      System.out.println("Waited: " + Duration.ofNanos(waitNanos).toMillis() + " ms");
    }
  }
}
