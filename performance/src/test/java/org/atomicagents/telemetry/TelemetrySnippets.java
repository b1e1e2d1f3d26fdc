package org.atomicagents.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.testing.ScriptedModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TelemetrySnippets {
  @RegisterExtension
  static final OpenTelemetryExtension TELEMETRY = OpenTelemetryExtension.create();

  @Test
  void openTelemetry() {
    var model = ScriptedModel.answering("{\"chat_message\":\"a\"}").model();
    var openTelemetry = TELEMETRY.getOpenTelemetry();
    // @start region="open-telemetry"
    var observer = OpenTelemetryObserver.of(openTelemetry);
    var agent = ObservedAgent.of(AtomicAgent.of(model), observer);

    agent.run(new BasicChatInput("Why is the sky blue?")); // invoke_agent > chat
    // @end
    assertThat(TELEMETRY.getSpans()).hasSize(2);
  }
}
