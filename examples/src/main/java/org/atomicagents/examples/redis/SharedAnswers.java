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
import org.atomicagents.model.Model;
import org.atomicagents.redis.RedisStores;

/**
 * Two services whose users ask the same question at the same time, for which one request is sent.
 * {@code --redis} sets the address of the server.
 */
public final class SharedAnswers {
  private static final String LOCAL = "redis://localhost:6379";
  private static final String QUESTION = "Why is the sky blue?";
  private static final int CALLS = 20;

  private SharedAnswers() {}

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

  /** Returns the agent of a service, which shares requests with the others of its tenant. */
  private static AtomicAgent<BasicChatInput, BasicChatOutput> service(
      Model model, RedisStores redis) {
    // A service waits this long for a slow Redis before it sends a request of its own.
    var patient = redis.withTimeout(Duration.ofSeconds(10));
    return AtomicAgent.builder(model.with(patient.requestSharing().forTenant("acme"))).build();
  }

  private static void callBoth(
      AtomicAgent<BasicChatInput, BasicChatOutput> first,
      AtomicAgent<BasicChatInput, BasicChatOutput> second) {
    var results = new ArrayList<CompletableFuture<RunResult<BasicChatOutput>>>();
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CALLS; i++) {
        var agent = i % 2 == 0 ? first : second;
        results.add(
            CompletableFuture.supplyAsync(() -> agent.call(new BasicChatInput(QUESTION)), callers));
      }
    }
    print(results.stream().map(CompletableFuture::join).toList());
  }

  private static void print(List<RunResult<BasicChatOutput>> results) {
    long different = results.stream().map(RunResult::output).distinct().count();
    System.out.println("Responses: " + results.size() + ", different ones: " + different);
    System.out.println("Requests: " + results.stream().mapToInt(RunResult::requests).sum());
  }
}
