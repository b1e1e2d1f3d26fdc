package org.atomicagents.examples;

import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.metrics.RequestMetrics;
import org.atomicagents.metrics.TimedAgent;

/** Prints the latencies, failures and tokens of ten runs. */
public final class RunMetrics {
  private RunMetrics() {}

  public static void main(String... args) {
    try (var example = ExampleModel.select(args)) {
      var metrics = RequestMetrics.create();
      var agent = TimedAgent.of(AtomicAgent.of(example.model()), metrics).withTag("example");

      for (int i = 0; i < 10; i++) {
        agent.run(new BasicChatInput("test"));
      }

      System.out.print(metrics);
      System.out.println("By tag: " + metrics.byTag().keySet());
    }
  }
}
