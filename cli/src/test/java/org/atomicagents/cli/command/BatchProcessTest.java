package org.atomicagents.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.atomicagents.cli.ProcessResult;
import org.atomicagents.cli.source.JsonReader;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Tests the command batch as a process that is interrupted and killed. */
@Timeout(180)
class BatchProcessTest {
  private static final int LINES = 150;
  private static final int CONCURRENCY = 5;
  private static final int KILLS = 3;

  @TempDir private Path folder;

  private Path in;

  @BeforeEach
  void writeInput() throws IOException {
    in =
        Files.write(
            folder.resolve("in.jsonl"),
            IntStream.range(0, LINES).mapToObj(i -> "{\"text\":\"Ticket " + i + "\"}").toList());
  }

  @Test
  void aKilledBatchContinuesWithoutRepeatingResults() throws Exception {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    try (var server = SimulatedProvider.builder().firstTokenDelay(Duration.ofMillis(20)).start()) {
      ProcessResult undisturbed = ProcessResult.of(start(server, "expected.jsonl", "first"));
      assertThat(undisturbed.code()).as(undisturbed.err()).isZero();
      int before = server.requests().size();
      for (int kill = 1; kill <= KILLS; kill++) {
        Process process = start(server, "out.jsonl", "second");
        int target = server.requests().size() + 1 + random.nextInt(LINES / (KILLS + 1));
        while (server.requests().size() < target && process.isAlive()) {
          Thread.onSpinWait();
        }
        process.destroyForcibly().waitFor();
        assertThat(lines("out.jsonl")).as("seed %d", seed).allMatch(BatchProcessTest::isObject);
      }

      ProcessResult last = ProcessResult.of(start(server, "out.jsonl", "second"));

      assertThat(last.code()).as("seed %d: %s", seed, last.err()).isZero();
      assertThat(lines("out.jsonl")).as("seed %d", seed).isEqualTo(lines("expected.jsonl"));
      assertThat(server.requests().size() - before)
          .as("seed %d", seed)
          .isBetween(LINES, LINES + KILLS * CONCURRENCY);
    }
  }

  @Test
  void anInterruptWritesTheOutcomesAndNamesTheCommandToContinue() throws Exception {
    // The batch takes seconds, so that a slow interrupt arrives before its end.
    try (var server = SimulatedProvider.builder().firstTokenDelay(Duration.ofMillis(100)).start()) {
      Process process = start(server, "out.jsonl", "journal");
      while (server.requests().size() < 2 * CONCURRENCY && process.isAlive()) {
        Thread.onSpinWait();
      }
      CliProcess.interrupt(process);

      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.exitValue()).as(err).isEqualTo(130);
      assertThat(err)
          .contains(" lines in ", "Stopped. To continue, run: ./atomic batch ")
          .contains("--journal " + folder.resolve("journal"));
      List<JsonNode> records = lines("out.jsonl").stream().map(JsonReader::value).toList();
      assertThat(records)
          .extracting(line -> line.path("index").asInt())
          .isEqualTo(IntStream.range(0, records.size()).boxed().toList());
      assertThat(records)
          .filteredOn(line -> line.has("error"))
          .hasSizeLessThanOrEqualTo(CONCURRENCY)
          .allMatch(
              line -> line.path("error").path("type").asString().equals("CancelledException"));

      ProcessResult rest = ProcessResult.of(start(server, "out.jsonl", "journal"));

      assertThat(rest.code()).as(rest.err()).isZero();
      assertThat(lines("out.jsonl")).hasSize(LINES);
    }
  }

  @Test
  void aBlockedStandardInputDoesNotDelayTheEnd() throws Exception {
    try (var server = SimulatedProvider.start()) {
      Process process =
          CliProcess.builder(
                  Map.of("OLLAMA_HOST", server.baseUrl().toString()),
                  "batch",
                  "../examples/agents/triage.yaml",
                  "-",
                  "--model=ollama:m")
              .start();
      process.getOutputStream().write("{\"text\":\"a\"}\n".getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
      String first = process.inputReader(StandardCharsets.UTF_8).readLine();
      CliProcess.interrupt(process);

      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(first).startsWith("{\"index\":0,\"output\":");
      assertThat(process.exitValue()).isEqualTo(130);
    }
  }

  private Process start(SimulatedProvider server, String out, String journal) throws IOException {
    var arguments = new ArrayList<String>();
    arguments.addAll(List.of("batch", "../examples/agents/triage.yaml", in.toString()));
    arguments.addAll(List.of("-o", folder.resolve(out).toString()));
    arguments.addAll(List.of("--journal", folder.resolve(journal).toString()));
    arguments.addAll(List.of("--model", "ollama:m", "--concurrency", "" + CONCURRENCY));
    return CliProcess.builder(
            Map.of("OLLAMA_HOST", server.baseUrl().toString()), arguments.toArray(String[]::new))
        .start();
  }

  private List<String> lines(String file) throws IOException {
    return Files.exists(folder.resolve(file))
        ? Files.readAllLines(folder.resolve(file))
        : List.of();
  }

  private static boolean isObject(String line) {
    return JsonReader.value(line).isObject();
  }
}
