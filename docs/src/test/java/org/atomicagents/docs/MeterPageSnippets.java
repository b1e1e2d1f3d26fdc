package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.http.ConnectionPool;
import org.atomicagents.limit.RateLimit;
import org.atomicagents.model.Model;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.telemetry.FlightRecorderObserver;
import org.atomicagents.telemetry.MicrometerObserver;
import org.atomicagents.telemetry.ObservedAgent;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeterPageSnippets {
  private final SimulatedProvider provider = SimulatedProvider.start();
  private final OpenAi client = OpenAi.at(provider.baseUrl());
  private final Model model = client.model("some-model");

  @AfterEach
  void close() {
    client.close();
    provider.close();
  }

  @Test
  void firstMeters() throws Exception {
    List<String> lines = ChildJvm.run(provider, FirstMeters.class);

    assertThat(lines)
        .anyMatch(line -> line.startsWith("gen_ai_client_inference_duration_seconds_count{"));
  }

  @Test
  void permits() {
    var registry = new SimpleMeterRegistry();
    var meters = MicrometerObserver.of(registry);
    ConnectionPool pool = ConnectionPool.ofDefaults();
    // @start region="permits"
    RateLimit limit = RateLimit.perMinute(600).build();

    meters.watchPermits(
        "http", () -> pool.status().runningCalls(), () -> pool.status().queuedCalls());
    meters.watchPermits("openai", () -> limit.status().inFlight(), () -> limit.status().waiting());
    // @end
    assertThat(registry.find("atomic_agents.permits.waiting").gauges()).hasSize(2);
    pool.close();
  }

  @Test
  void flightRecorder(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("agents.jfr");
    // @start region="flight-recorder"
    var agent = ObservedAgent.of(AtomicAgent.of(model), FlightRecorderObserver.create());

    try (var recording = new Recording()) {
      recording.start();
      agent.run(new BasicChatInput("Why is the sky blue?"));
      recording.dump(file);
    }
    // @end
    assertThat(RecordingFile.readAllEvents(file))
        .anyMatch(event -> event.getEventType().getName().equals("org.atomicagents.Run"));
  }
}
