package org.atomicagents.docs;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.telemetry.MicrometerObserver;
import org.atomicagents.telemetry.ObservedAgent;

public class FirstMeters {

  public static void main(String[] args) {
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try (var openAi = OpenAi.fromEnv()) {
      var agent =
          ObservedAgent.of(
              AtomicAgent.of(openAi.model("gpt-5-mini")), MicrometerObserver.of(registry));

      agent.run(new BasicChatInput("test"));

      System.out.println(registry.scrape()); // the text that Prometheus reads
    }
  }
}
