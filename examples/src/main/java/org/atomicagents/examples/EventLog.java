package org.atomicagents.examples;

import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.RunOptions;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Listeners;
import org.atomicagents.time.Phase;
import org.atomicagents.time.Timings;

/** Prints the events and timings of a run. */
public final class EventLog {
  private EventLog() {}

  public static void main(String... args) {
    try (var example = ExampleModel.select(args)) {
      var listeners =
          Listeners.none()
              .with(EventLog::log)
              .with(AgentEvent.RunCompleted.class, done -> print(done.timings()));
      var agent = AtomicAgent.builder(example.model()).name("chat").listeners(listeners).build();

      try (var prepared = agent.prepare(new BasicChatInput("hello"), RunOptions.defaults())) {
        System.out.println("Estimated: " + prepared.tokens().total() + " tokens");
        System.out.println("Answer: " + prepared.call().output().chatMessage());
      }
    }
  }

  // Minor releases may add event types, so a default is required.
  private static void log(AgentEvent event) {
    String message =
        switch (event) {
          case AgentEvent.TokensCounted counted -> "counted " + counted.count().total() + " tokens";
          case AgentEvent.RequestSent sent -> "sent request " + sent.number();
          case AgentEvent.RequestFailed failed -> "failed: " + failed.failure().getMessage();
          case AgentEvent.RequestRetried retried -> "retried after " + retried.delay();
          case AgentEvent.ResponseReceived response ->
              "received " + response.usage().outputTokens();
          case AgentEvent.OutputRejected rejected -> "rejected: " + rejected.violations();
          case AgentEvent.RunCompleted done -> "completed in " + done.attempts() + " attempt(s)";
          default -> event.getClass().getSimpleName();
        };
    System.out.printf("[%s] %s%n", event.agent(), message);
  }

  private static void print(Timings timings) {
    for (Phase phase : Phase.values()) {
      if (timings.nanos(phase) > 0) {
        System.out.printf("  %-10s %9.3f ms%n", phase, timings.nanos(phase) / 1e6);
      }
    }
    System.out.printf("  %-10s %9.3f ms%n", "TOTAL", timings.total().toNanos() / 1e6);
  }
}
