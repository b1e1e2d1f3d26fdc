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
import org.atomicagents.model.Phase;
import org.atomicagents.model.RetryPolicy;

/** A model whose provider is busy at first, and is asked again when it says. */
public final class Retries {
  private Retries() {}

  public static void main(String... args) {
    try (var chosen = ExampleModel.choose(args)) {
      var retry =
          RetryPolicy.ofDefaults().withMaxRetries(4).withInitialWait(Duration.ofMillis(100));
      var model = chosen.model().withRetry(retry).with(busyAtFirst(2));
      var listeners = Listeners.none().with(AgentEvent.RequestRetried.class, Retries::tell);
      var agent = AtomicAgent.builder(model).name("chat").listeners(listeners).build();

      var reply = agent.call(new BasicChatInput("hello"));

      System.out.println("Answer: " + reply.output().chatMessage());
      System.out.printf("Waited for %d ms%n", reply.timings().of(Phase.BACKOFF).toMillis());
    }
  }

  // What stands inside of the retries sees each try. This fails some in the provider's stead.
  private static Interceptor busyAtFirst(int tries) {
    var left = new AtomicInteger(tries);
    var error = new ProviderError("busy", 429, null, "Too many requests", "{}");
    return (request, call, chain) -> {
      if (left.getAndDecrement() > 0) {
        throw RateLimitedException.of(
            error, RateLimitedException.Kind.WAIT, Duration.ofMillis(200));
      }
      return chain.proceed(request, call);
    };
  }

  private static void tell(AgentEvent.RequestRetried retried) {
    String failure = String.valueOf(retried.failure().getMessage()).lines().findFirst().orElse("");
    System.out.printf(
        "%s; try %d follows in %d ms%n", failure, retried.retry() + 1, retried.delay().toMillis());
  }
}
