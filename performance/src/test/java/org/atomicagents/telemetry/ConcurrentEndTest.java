package org.atomicagents.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.error.AgentException;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ConcurrentEndTest {
  private static final int STREAMS = 200;

  @RegisterExtension
  static final OpenTelemetryExtension TELEMETRY = OpenTelemetryExtension.create();

  @Test
  void everySpanEndsOfStreamsThatAnotherThreadCloses() throws InterruptedException {
    var observer =
        OpenTelemetryObserver.of(
            TELEMETRY.getOpenTelemetry(), TelemetryOptions.defaults().withContent());
    String text = "{\"chat_message\":\"" + "a".repeat(2_000) + "\"}";
    var model = ScriptedModel.by(request -> ScriptedResponse.text(text).withChunkSize(1)).model();
    var agent = ObservedAgent.of(AtomicAgent.builder(model).name("chat").build(), observer);
    var log = new ObservationLog();
    var logged = ObservedAgent.of(agent, log);

    for (int i = 0; i < STREAMS; i++) {
      var threads = new ArrayList<Thread>();
      try (AgentStream<BasicChatOutput> stream = logged.stream(new BasicChatInput("q"))) {
        threads.add(Thread.ofVirtual().start(() -> read(stream)));
        threads.add(Thread.ofVirtual().start(() -> read(stream)));
        stream.awaitStart();
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }

    log.awaitEnd();
    assertThat(log.open()).isZero();
    assertThat(TELEMETRY.getSpans()).hasSize(2 * STREAMS).allMatch(SpanData::hasEnded);
  }

  private static void read(AgentStream<BasicChatOutput> stream) {
    try {
      stream.forEach(partial -> {});
    } catch (AgentException e) {
      // The stream was closed.
    }
  }
}
