package org.atomicagents.examples;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.error.ProviderError;
import org.atomicagents.error.RateLimitedException;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Interceptor;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.RetryPolicy;
import org.atomicagents.time.Phase;

/** Retries of requests to a busy provider after the wait that it requests. */
public final class Retries {
  private Retries() {}

  public static void main(String... args) {
    try (var example = ExampleModel.select(args)) {
      var retry =
          RetryPolicy.ofDefaults().withMaxRetries(4).withInitialWait(Duration.ofMillis(100));
      var model = example.model().withRetry(retry).with(failFirst(2));
      var listeners = Listeners.none().with(AgentEvent.RequestRetried.class, Retries::print);
      var agent = AtomicAgent.builder(model).name("chat").listeners(listeners).build();

      var result = agent.call(new BasicChatInput("hello"));

      System.out.println("Answer: " + result.output().chatMessage());
      System.out.printf("Waited for %d ms%n", result.timings().of(Phase.BACKOFF).toMillis());
    }
  }

  // An interceptor inside the retries sees every try. This one simulates failures of the provider.
  private static Interceptor failFirst(int count) {
    var remaining = new AtomicInteger(count);
    var error = new ProviderError("busy", 429, null, "Too many requests", "{}");
    return (request, call, chain) -> {
      if (remaining.getAndDecrement() > 0) {
        throw RateLimitedException.of(
            error, RateLimitedException.Kind.RATE, Duration.ofMillis(200));
      }
      return chain.proceed(request, call);
    };
  }

  private static void print(AgentEvent.RequestRetried retried) {
    String failure = String.valueOf(retried.failure().getMessage()).lines().findFirst().orElse("");
    System.out.printf(
        "%s; try %d in %d ms%n", failure, retried.retry() + 1, retried.delay().toMillis());
  }
}
