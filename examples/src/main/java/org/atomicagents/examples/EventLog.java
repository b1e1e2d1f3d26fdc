package org.atomicagents.examples;

import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.RunOptions;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.Phase;
import org.atomicagents.model.Timings;

/** What happens in a run, and where its time goes. */
public final class EventLog {
  private EventLog() {}

  public static void main(String... args) {
    try (var chosen = ExampleModel.choose(args)) {
      var listeners =
          Listeners.none()
              .with(EventLog::log)
              .with(AgentEvent.RunCompleted.class, done -> print(done.timings()));
      var agent = AtomicAgent.builder(chosen.model()).name("chat").listeners(listeners).build();

      try (var prepared = agent.prepare(new BasicChatInput("hello"), RunOptions.defaults())) {
        System.out.println("Estimated: " + prepared.tokens().total() + " tokens");
        System.out.println("Answer: " + prepared.call().output().chatMessage());
      }
    }
  }

  // Kinds of events are added in minor releases, hence the default.
  private static void log(AgentEvent event) {
    String said =
        switch (event) {
          case AgentEvent.TokensCounted counted -> "counted " + counted.count().total() + " tokens";
          case AgentEvent.RequestSent sent -> "sent request " + sent.number();
          case AgentEvent.RequestFailed failed -> "failed: " + failed.failure().getMessage();
          case AgentEvent.RequestRetried retried -> "sent again after " + retried.delay();
          case AgentEvent.ResponseReceived answer -> "received " + answer.usage().outputTokens();
          case AgentEvent.OutputRejected rejected -> "rejected: " + rejected.violations();
          case AgentEvent.RunCompleted done -> "completed in " + done.attempts() + " attempt(s)";
          default -> event.getClass().getSimpleName();
        };
    System.out.printf("[%s] %s%n", event.agent(), said);
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
