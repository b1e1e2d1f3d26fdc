package org.atomicagents.docs;

import io.opentelemetry.api.GlobalOpenTelemetry;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.telemetry.ObservedAgent;
import org.atomicagents.telemetry.OpenTelemetryObserver;

public class FirstTrace {

  public static void main(String[] args) {
    try (var openAi = OpenAi.fromEnv()) {
      var telemetry = OpenTelemetryObserver.of(GlobalOpenTelemetry.get());
      var agent = AtomicAgent.builder(openAi.model("gpt-5-mini")).name("chat").build();
      var observed = ObservedAgent.of(agent, telemetry);

      observed.run(new BasicChatInput("Why is the sky blue?"));
    }
  }
}
