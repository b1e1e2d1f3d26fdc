package org.atomicagents.telemetry;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import jdk.jfr.Recording;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.limit.RateLimit;
import org.atomicagents.model.Model;
import org.atomicagents.resilience.Bulkhead;
import org.atomicagents.testing.ScriptedModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeterSnippets {
  private final Model model = ScriptedModel.answering("{\"chat_message\":\"a\"}").model();

  @Test
  void micrometer() {
    var registry = new SimpleMeterRegistry();
    // @start region="micrometer"
    var meters = MicrometerObserver.of(registry).withHistograms();
    var agent = ObservedAgent.of(AtomicAgent.of(model), meters);

    agent.run(new BasicChatInput("Why is the sky blue?"));

    Duration slowest =
        Duration.ofNanos(
            (long) registry.get("gen_ai.invoke_agent.duration").timer().max(NANOSECONDS));
    // @end
    assertThat(slowest).isPositive();
  }

  @Test
  void permits() {
    var registry = new SimpleMeterRegistry();
    MicrometerObserver meters = MicrometerObserver.of(registry);
    // @start region="permits"
    RateLimit limit = RateLimit.perMinute(600).build();
    Bulkhead bulkhead = Bulkhead.of(20);

    meters.watchPermits("openai", () -> limit.status().inFlight(), () -> limit.status().waiting());
    meters.watchPermits("bulkhead", bulkhead::inUse, bulkhead::waiting);
    // @end
    assertThat(registry.get("atomic_agents.permits.waiting").tag("atomic_agents.pool", "openai"))
        .satisfies(search -> assertThat(search.gauge().value()).isZero());
  }

  @Test
  void flightRecorder(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("agents.jfr");
    // @start region="flight-recorder"
    var agent = ObservedAgent.of(AtomicAgent.of(model), FlightRecorderObserver.create());

    try (var recording = new Recording()) {
      recording.start();
      agent.run(new BasicChatInput("Why is the sky blue?"));
      recording.dump(file); // read it with "jfr view" or JDK Mission Control
    }
    // @end
    assertThat(Files.size(file)).isPositive();
  }
}
