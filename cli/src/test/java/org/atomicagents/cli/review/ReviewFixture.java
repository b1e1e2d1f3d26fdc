package org.atomicagents.cli.review;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.cli.agentfile.AgentFile;
import org.atomicagents.cli.model.ModelOption;
import org.atomicagents.cli.review.ReplayResult.CachePass;
import org.atomicagents.cli.review.ReplayResult.ConcurrentPass;
import org.atomicagents.cli.review.ReplayResult.ConnectionPass;
import org.atomicagents.cli.review.ReplayResult.ReplayFailures;
import org.atomicagents.cli.review.ReplayResult.StreamedRun;
import org.atomicagents.cli.source.JsonReader;
import org.atomicagents.http.ApiKey;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Listeners;
import org.atomicagents.time.TimeSource;
import org.atomicagents.tokenizers.Tokenizers;
import tools.jackson.databind.JsonNode;

/** Agent files, inputs and measurements with fixed figures. */
record ReviewFixture(Path folder) {
  static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
  static final String OUTPUT =
      """
      output:
        type: object
        properties:
          summary: { type: string, description: "The subject, in a sentence" }
          priority: { enum: [low, high], description: How soon }
        required: [summary, priority]
        additionalProperties: false
      """;
  static final String INPUT =
      """
      input:
        type: object
        properties:
          text: { type: string, minLength: 1, description: The text of the customer }
        required: [text]
        additionalProperties: false
      """;
  static final String GPT = "model: openai:gpt-5\n";

  Path file(String yaml) {
    return write("agent.yaml", yaml);
  }

  Path write(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the lines of a file of inputs with these texts. */
  static String lines(List<String> texts) {
    return texts.stream()
        .map(text -> "{\"text\":\"" + text + "\"}\n")
        .collect(Collectors.joining());
  }

  /** Returns the subject of an agent file without inputs and without a replay. */
  ReviewSubject subject(String yaml) {
    Path file = file(yaml);
    AgentFile agentFile = AgentFile.read(file);
    ModelOption option = agentFile.model();
    var client = option.provider().at(URI.create("http://localhost:9/v1"), ApiKey.of("unused"));
    var model = client.model(option.model().isEmpty() ? "simulated" : option.model());
    var counter = Tokenizers.find(model.name());
    AtomicAgent<JsonNode, JsonNode> agent = agentFile.createAgent(model, Listeners.none());
    return new ReviewSubject(
        agentFile,
        AgentFileText.read(file),
        counter.map(exact -> agent.toBuilder().tokenCounter(exact).build()).orElse(agent),
        counter.isPresent(),
        option.provider(),
        InputCensus.withoutFile("", List.of()),
        new ReplaySettings(Duration.ofMillis(800), 50, 40, 0, 50, Duration.ofSeconds(40)),
        ReplayResult.none(),
        NOW);
  }

  /** Returns a subject with the inputs of these texts. */
  ReviewSubject subject(String yaml, List<String> texts) {
    ReviewSubject subject = subject(yaml);
    Path inputs = write("inputs.jsonl", lines(texts));
    try (var source = subject.agentFile().input().open("agent", inputs)) {
      return with(
          subject,
          new InputScanner(subject.agent(), 40, 0, 1_000)
              .scan(inputs.toString(), source, Deadline.none()));
    }
  }

  static ReviewSubject with(ReviewSubject subject, InputCensus inputs) {
    return new ReviewSubject(
        subject.agentFile(),
        subject.text(),
        subject.agent(),
        subject.isCountExact(),
        subject.service(),
        inputs,
        subject.settings(),
        subject.replay(),
        subject.now());
  }

  /** Returns texts that are all different. */
  static List<String> tickets(int count) {
    return IntStream.range(0, count).mapToObj(i -> "Ticket " + i).toList();
  }

  /** Returns ten runs of 2 s with a first value after 0.9 s, and 8 and 20 concurrent ones. */
  static ReplayResult replay() {
    var runs = new ArrayList<StreamedRun>();
    JsonNode output = JsonReader.value("{\"summary\":\"A ticket\",\"priority\":\"low\"}");
    for (int i = 0; i < 10; i++) {
      runs.add(
          new StreamedRun(
              Duration.ofMillis(900), Duration.ofSeconds(2), Usage.of(200, 60), output));
    }
    return new ReplayResult(
        runs,
        new TreeMap<>(
            Map.of(
                5, new ConcurrentPass(20, Duration.ofSeconds(8)),
                20, new ConcurrentPass(40, Duration.ofSeconds(4)))),
        new CachePass(20, 20, 0, Duration.ofNanos(50_000)),
        new ConnectionPass(8, Duration.ofMillis(1), Duration.ofMillis(11)),
        null,
        new ReplayFailures(0, 91, ""),
        Duration.ofSeconds(35),
        false);
  }

  /** A clock that advances by a second at each reading. */
  static final class SteppingTime implements TimeSource {
    private long nanos;

    @Override
    public Instant now() {
      return NOW;
    }

    @Override
    public synchronized long nanoTime() {
      nanos += 1_000_000_000L;
      return nanos;
    }

    @Override
    public void sleep(Duration duration) {}
  }
}
