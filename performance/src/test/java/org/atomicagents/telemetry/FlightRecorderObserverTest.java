package org.atomicagents.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import jdk.jfr.consumer.RecordingStream;
import org.atomicagents.Agent;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.RunOptions;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.InvalidOutputException;
import org.atomicagents.message.Usage;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.schema.Description;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.atomicagents.tool.Tool;
import org.atomicagents.tool.ToolLoop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlightRecorderObserverTest {
  private static final BasicChatInput INPUT = new BasicChatInput("What is the secret?");
  private static final String VALID = "{\"chat_message\":\"The secret is 42.\"}";
  private static final String INVALID = "{\"chat_message\":5}";

  @TempDir private Path folder;

  private final FlightRecorderObserver observer = FlightRecorderObserver.create();

  @Test
  void recordsARunWithItsRequests() throws IOException {
    ScriptedModel script =
        ScriptedModel.of(
            ScriptedResponse.text(INVALID).withUsage(Usage.of(10, 5)),
            ScriptedResponse.text(VALID).withUsage(Usage.of(20, 6)));

    List<RecordedEvent> events = record(() -> agent(script).run(INPUT));

    RecordedEvent run = single(events, "org.atomicagents.Run");
    assertThat(run.getString("agent")).isEqualTo("chat");
    assertThat(run.getString("model")).isEqualTo("gpt-5-mini");
    assertThat(run.getString("outcome")).isEqualTo("COMPLETED");
    assertThat(run.getString("error")).isNull();
    assertThat(run.getBoolean("streamed")).isFalse();
    assertThat(run.getString("cache")).isEqualTo("NONE");
    assertThat(run.getInt("attempts")).isEqualTo(2);
    assertThat(run.getInt("requests")).isEqualTo(2);
    assertThat(run.getInt("reAsks")).isEqualTo(1);
    assertThat(run.getLong("inputTokens")).isEqualTo(30);
    assertThat(run.getLong("outputTokens")).isEqualTo(11);
    assertThat(run.getDuration("read").toNanos()).isPositive();
    assertThat(phases(run)).isLessThanOrEqualTo(run.getDuration().toNanos());
    assertThat(run.getStackTrace()).isNull();

    List<RecordedEvent> requests = named(events, "org.atomicagents.Request");
    assertThat(requests).extracting(event -> event.getInt("number")).containsExactly(1, 2);
    RecordedEvent second = requests.get(1);
    assertThat(second.getString("agent")).isEqualTo("chat");
    assertThat(second.getString("provider")).isEqualTo("scripted");
    assertThat(second.getString("model")).isEqualTo("gpt-5-mini");
    assertThat(second.getString("responseModel")).isEqualTo("gpt-5-mini");
    assertThat(second.getString("responseId")).isEqualTo("scripted-2");
    assertThat(second.getString("outcome")).isEqualTo("COMPLETED");
    assertThat(second.getString("finishReason")).isEqualTo("STOP");
    assertThat(second.getLong("inputTokens")).isEqualTo(20);
    assertThat(second.getLong("outputTokens")).isEqualTo(6);
    assertThat(second.getInt("chunks")).isPositive();
    assertThat(second.getStartTime()).isAfterOrEqualTo(run.getStartTime());
    assertThat(second.getEndTime()).isBeforeOrEqualTo(run.getEndTime());
  }

  @Test
  void containsNoTextOfTheConversation() throws IOException {
    List<RecordedEvent> events =
        record(() -> agent(ScriptedModel.answering(INVALID, VALID)).run(INPUT));

    assertThat(events).noneMatch(event -> event.toString().contains("secret"));
  }

  @Test
  void recordsAFailedRun() throws IOException {
    ScriptedModel script = ScriptedModel.by(request -> ScriptedResponse.text(INVALID));

    List<RecordedEvent> events =
        record(() ->
            assertThatThrownBy(() -> agent(script).run(INPUT)).isInstanceOf(AgentException.class));

    RecordedEvent run = single(events, "org.atomicagents.Run");
    assertThat(run.getString("outcome")).isEqualTo("FAILED");
    assertThat(run.getString("error")).isEqualTo(InvalidOutputException.class.getName());
    assertThat(run.getInt("attempts")).isEqualTo(3);
    assertThat(run.getInt("reAsks")).isEqualTo(3);
    assertThat(run.getDuration("read").toNanos()).isPositive();
  }

  @Test
  void recordsAStreamThatIsClosedEarly() throws IOException {
    List<RecordedEvent> events =
        record(() -> {
          try (var stream = agent(ScriptedModel.answering(VALID)).stream(INPUT)) {
            stream.awaitStart();
          }
        });

    assertThat(single(events, "org.atomicagents.Run").getBoolean("streamed")).isTrue();
  }

  @Test
  void recordsNothingOfARunThatIsOnlyPrepared() throws IOException {
    List<RecordedEvent> events =
        record(() ->
            agent(ScriptedModel.answering(VALID)).prepare(INPUT, RunOptions.defaults()).close());

    assertThat(events).isEmpty();
  }

  @Test
  void recordsTheCallsOfTools() throws IOException {
    Tool<Town, Forecast> tool =
        Tool.of("weather", Town.class, Forecast.class, town -> new Forecast("rain"));
    ScriptedModel script =
        ScriptedModel.answering(
            "{\"step\":{\"type\":\"call_tools\",\"calls\":[{\"tool\":\"weather\",\"input\":{\"name\":\"Bergen\"}}]}}",
            "{\"step\":{\"type\":\"answer\",\"answer\":{\"chat_message\":\"Rain\"}}}");
    ToolLoop<BasicChatInput, BasicChatOutput> loop =
        ToolLoop.builder(BasicChatInput.class, BasicChatOutput.class, script.model())
            .tool(tool)
            .build();

    List<RecordedEvent> events =
        record(() -> ObservedAgent.of(loop, observer).withName("loop").run(INPUT));

    RecordedEvent call = single(events, "org.atomicagents.ToolCall");
    assertThat(call.getString("agent")).isEqualTo("loop");
    assertThat(call.getString("tool")).isEqualTo("weather");
    assertThat(call.getString("outcome")).isEqualTo("COMPLETED");
    assertThat(single(events, "org.atomicagents.Run").getInt("toolCalls")).isEqualTo(1);
    assertThat(single(events, "org.atomicagents.Run").getDuration("tools").toNanos()).isPositive();
  }

  @Test
  void eventsReachAStreamOfTheRecorder() throws InterruptedException {
    var received = new CopyOnWriteArrayList<String>();
    try (var recording = new RecordingStream()) {
      recording.onEvent(
          "org.atomicagents.Request",
          event -> received.add(event.getString("model") + " " + event.getInt("chunks")));
      recording.startAsync();

      ScriptedModel script =
          ScriptedModel.of(
              ScriptedResponse.events(
                  new ModelEvent.TextDelta("{\"chat_message\":"),
                  new ModelEvent.TextDelta("\"a\"}")));
      try (var stream = agent(script).stream(INPUT)) {
        stream.runResult();
      }
      recording.stop();
    }

    assertThat(received).containsExactly("gpt-5-mini 2");
  }

  @Test
  void isDisabledWithoutARecording() {
    assertThat(observer.isEnabled()).isFalse();

    try (var recording = new Recording()) {
      recording.start();
      assertThat(observer.isEnabled()).isTrue();
    }
    assertThat(observer.isEnabled()).isFalse();

    try (var recording = new Recording()) {
      recording.disable("org.atomicagents.Run");
      recording.disable("org.atomicagents.Request");
      recording.disable("org.atomicagents.ToolCall");
      recording.start();
      assertThat(observer.isEnabled()).isFalse();
    }
  }

  private Agent<BasicChatInput, BasicChatOutput> agent(ScriptedModel script) {
    return ObservedAgent.of(AtomicAgent.builder(script.model()).name("chat").build(), observer);
  }

  private static long phases(RecordedEvent run) {
    return List.of(
            "prompt",
            "cacheLookup",
            "client",
            "queue",
            "rateWait",
            "backoff",
            "connect",
            "firstByte",
            "stream",
            "read",
            "validate",
            "reAsk",
            "tools",
            "caller",
            "commitTurn")
        .stream()
        .mapToLong(phase -> run.getDuration(phase).toNanos())
        .sum();
  }

  private List<RecordedEvent> record(Runnable action) throws IOException {
    Path file = folder.resolve("recording.jfr");
    try (var recording = new Recording()) {
      recording.start();
      action.run();
      recording.stop();
      recording.dump(file);
    }
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().startsWith("org.atomicagents."))
        .toList();
  }

  private static List<RecordedEvent> named(List<RecordedEvent> events, String name) {
    return events.stream().filter(event -> event.getEventType().getName().equals(name)).toList();
  }

  private static RecordedEvent single(List<RecordedEvent> events, String name) {
    List<RecordedEvent> found = named(events, name);
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  @Description("A town")
  record Town(String name) {}

  @Description("A forecast")
  record Forecast(String text) {}
}
