package org.atomicagents.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.RunResult;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.InvalidOutputException;
import org.atomicagents.message.Usage;
import org.atomicagents.message.Violation;
import org.atomicagents.schema.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;

class JsonLinesWriterTest {
  private static final Schema<BasicChatOutput> SCHEMA = Schema.of(BasicChatOutput.class);

  @TempDir private Path folder;

  @Test
  void successesHaveTheirOutputAndMetrics() {
    RunResult<BasicChatOutput> result = result("a");

    assertThat(line(success(7, result, Optional.of(new BigDecimal("0.000120")))))
        .isEqualTo(
            """
            {"index":7,"output":{"chat_message":"a"},"model":"gpt-5-mini","attempts":1,"requests":1,\
            "usage":{"inputTokens":7,"outputTokens":3},"cost":0.00012}
            """);
    assertThat(line(success(8, result, Optional.empty()))).doesNotContain("cost");
    assertThat(line(success(9, result, Optional.of(BigDecimal.ZERO)))).endsWith(",\"cost\":0}\n");
  }

  @Test
  void failuresHaveTheirExceptionAndUsage() {
    AgentException invalid =
        InvalidOutputException.of(
                "triage", "Ticket", 2, List.of(new Violation("$.a", "text", "1")), "{}")
            .recordUsage(new Usage(10, 5, 3, 0, 0, 0, 0), List.of(), List.of());
    var cancelled = CancelledException.closed("waiting");

    assertThat(line(failure(invalid)))
        .startsWith(
            "{\"index\":1,\"error\":{\"type\":\"InvalidOutputException\",\"message\":\"Agent"
                + " 'triage' got")
        .endsWith(
            "\"retryable\":false},\"usage\":{\"inputTokens\":10,\"outputTokens\":5,\"cacheReadTokens\":3}}\n");
    assertThat(line(failure(cancelled)))
        .isEqualTo(
            """
            {"index":1,"error":{"type":"CancelledException","message":"Closed while waiting.",\
            "retryable":false}}
            """);
  }

  @Test
  void failuresOfLinesHaveTheirPosition() {
    var invalid = new InvalidLineException("in.jsonl", 12, 5, "invalid JSON: x", List.of(), null);

    assertThat(line(failure(invalid)))
        .isEqualTo(
            """
            {"index":1,"error":{"type":"InvalidLineException","message":"in.jsonl:12:5: invalid JSON: x",\
            "retryable":false,"line":12,"column":5}}
            """);
  }

  @Test
  void outputsThatAreNoObjectsAreNotWrapped() {
    assertThat(outputLine(Schema.listOf(String.class), List.of("a", "b")))
        .startsWith("{\"index\":0,\"output\":[\"a\",\"b\"],\"model\":");
    assertThat(outputLine(Schema.of(String.class), "a"))
        .startsWith("{\"index\":0,\"output\":\"a\",\"model\":");
    assertThat(
            outputLine(Schema.of("{\"type\":\"integer\"}"), JsonNodeFactory.instance.numberNode(7)))
        .startsWith("{\"index\":0,\"output\":7,\"model\":");
  }

  @Test
  void everyTextIsOneLineOfValidUtf8() {
    RunResult<BasicChatOutput> result = result("a\\nb\\r\\u2028\\u2029\\u0085\ud83d\ude00é");

    String line = line(success(0, result, Optional.empty()));

    assertThat(line)
        .contains("\"a\\nb\\r\\u2028\\u2029\\u0085\ud83d\ude00é\"")
        .matches(text -> text.lines().count() == 1);
  }

  @Test
  void createRefusesAnExistingFile() throws IOException {
    Path file = Files.writeString(folder.resolve("out.jsonl"), "kept\n");

    assertThatThrownBy(() -> JsonLinesWriter.create(file, SCHEMA))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(
            "Cannot write to "
                + file
                + ": the file exists.\nUse overwrite or append, or name another file.");
    assertThatThrownBy(() -> JsonLinesWriter.create(folder.resolve("no/out"), SCHEMA))
        .hasMessage(
            "Cannot write to "
                + folder.resolve("no/out")
                + ": the folder does not exist.\nCreate it, or name another file.");
    assertThat(file).hasContent("kept\n");
  }

  @Test
  void appendRemovesAnIncompleteLine() throws IOException {
    Path file = folder.resolve("out.jsonl");
    for (String before : List.of("", "{\"index\":0}\n", "{\"index\":0}\n{\"ind", "{\"ind")) {
      Files.writeString(file, before);

      try (JsonLinesWriter<BasicChatOutput> writer = JsonLinesWriter.append(file, SCHEMA)) {
        writer.write(failure(CancelledException.closed("waiting")));
      }

      assertThat(Files.readAllLines(file))
          .as(before)
          .hasSize(before.startsWith("{\"index\":0}\n") ? 2 : 1)
          .allMatch(line -> line.startsWith("{\"index\":") && line.endsWith("}"));
    }
    Files.writeString(file, "{}\n" + "x".repeat(200_000));
    JsonLinesWriter.append(file, SCHEMA).close();
    assertThat(file).hasContent("{}\n");
  }

  @Test
  void overwriteReplacesTheContent() throws IOException {
    Path file = Files.writeString(folder.resolve("out.jsonl"), "old\nold\n");

    JsonLinesWriter<BasicChatOutput> writer = JsonLinesWriter.overwrite(file, SCHEMA);
    writer.write(failure(CancelledException.closed("waiting")));
    assertThat(Files.readAllLines(file)).hasSize(1);
    writer.close();
    writer.close();

    assertThatThrownBy(() -> JsonLinesWriter.overwrite(folder, SCHEMA))
        .hasMessageStartingWith("Cannot write to " + folder + ": ");
  }

  @Test
  void anInterruptedThreadWritesItsLine() throws IOException {
    Path file = folder.resolve("out.jsonl");

    try (JsonLinesWriter<BasicChatOutput> writer = JsonLinesWriter.create(file, SCHEMA)) {
      Thread.currentThread().interrupt();
      writer.write(failure(CancelledException.closed("waiting")));
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }

    assertThat(Files.readAllLines(file)).hasSize(1);
  }

  private static String line(Outcome<BasicChatOutput> outcome) {
    var bytes = new ByteArrayOutputStream();
    try (JsonLinesWriter<BasicChatOutput> writer = JsonLinesWriter.to(bytes, "bytes", SCHEMA)) {
      writer.write(outcome);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static <O> String outputLine(Schema<O> schema, O output) {
    RunResult<BasicChatOutput> run = result("a");
    var result =
        new RunResult<>(
            output,
            "",
            run.model(),
            run.finishReason(),
            1,
            1,
            run.usage(),
            run.charges(),
            run.timings(),
            List.of(),
            List.of(),
            run.cacheState(),
            List.of(),
            List.of());
    var bytes = new ByteArrayOutputStream();
    try (JsonLinesWriter<O> writer = JsonLinesWriter.to(bytes, "bytes", schema)) {
      writer.write(success(0, result, Optional.empty()));
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static RunResult<BasicChatOutput> result(String text) {
    return BatchAgents.agent(name -> text).call(BatchAgents.input("a"));
  }

  private static <O> Outcome<O> success(
      long index, RunResult<O> result, Optional<BigDecimal> cost) {
    return new Outcome.Success<>(index, result, Duration.ofMillis(3), cost, false);
  }

  private static Outcome<BasicChatOutput> failure(RuntimeException failure) {
    return new Outcome.Failure<>(1, failure, Duration.ofMillis(3), Optional.empty());
  }
}
