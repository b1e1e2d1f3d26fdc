package org.atomicagents.examples;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.error.ProviderError;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.Model;
import org.atomicagents.model.RetryPolicy;
import org.atomicagents.resilience.CircuitBreaker;
import org.atomicagents.resilience.GracefulShutdown;
import org.atomicagents.resilience.ModelChain;
import org.atomicagents.resilience.ShutdownReport;

/** A provider that is down, its circuit breaker, and the model that responds instead. */
public final class OpenCircuit {
  private static final int QUESTIONS = 8;

  private OpenCircuit() {}

  public static void main(String... args) {
    try (var example = ExampleModel.select(args)) {
      var requests = new AtomicInteger();
      Model down = downModel(requests);
      var breaker = CircuitBreaker.ofDefaults();
      var model =
          ModelChain.of(down)
              .withFallback(example.model())
              .withRetry(RetryPolicy.ofDefaults().withInitialWait(Duration.ofMillis(10)))
              .withCircuitBreaker(breaker)
              .toModel();
      var shutdown = GracefulShutdown.within(Duration.ofSeconds(10));
      var listeners =
          Listeners.none()
              .with(
                  AgentEvent.CircuitChanged.class,
                  change ->
                      System.out.println(
                          change.from() + " -> " + change.to() + ": " + change.reason()));
      var agent = shutdown.guard(AtomicAgent.builder(model).listeners(listeners).build());

      for (int i = 0; i < QUESTIONS; i++) {
        agent.run(new BasicChatInput("Question " + i));
      }
      ShutdownReport report = shutdown.stop();

      System.out.println("Responses: " + QUESTIONS);
      System.out.println("Requests to the provider that is down: " + requests.get());
      System.out.println("Its circuit breaker: " + breaker.state(down));
      System.out.println("Clean shutdown: " + report.isClean());
    }
  }

  private static Model downModel(AtomicInteger requests) {
    var error = new ProviderError("down", 503, null, "Service unavailable", "");
    return Model.of(
        (request, context) -> {
          requests.incrementAndGet();
          throw UnavailableException.of(error, null);
        },
        "large");
  }
}
