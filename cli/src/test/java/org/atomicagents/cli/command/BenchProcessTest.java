package org.atomicagents.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.atomicagents.cli.bench.html.HtmlReport;
import org.atomicagents.cli.source.JsonReader;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Tests the command bench as a process that is interrupted. */
@Timeout(120)
class BenchProcessTest {
  private static final int CALLERS = 4;

  @TempDir private Path folder;

  @Test
  void anInterruptWritesAPartialReport() throws Exception {
    Path in = Files.writeString(folder.resolve("in.jsonl"), "{\"text\":\"a\"}\n");
    Path html = folder.resolve("a.html");
    Path json = folder.resolve("a.json");
    try (var server = SimulatedProvider.builder().firstTokenDelay(Duration.ofMillis(20)).start()) {
      Process process =
          CliProcess.builder(
                  Map.of("OLLAMA_HOST", server.baseUrl().toString()),
                  "bench",
                  "../examples/agents/triage.yaml",
                  in.toString(),
                  "--model=ollama:m",
                  "--runs=100000",
                  "--concurrency=" + CALLERS + ",9",
                  "--html=" + html,
                  "--json=" + json)
              .start();
      while (server.requests().size() < 5 * CALLERS && process.isAlive()) {
        Thread.onSpinWait();
      }
      CliProcess.interrupt(process);

      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.exitValue()).as(err).isEqualTo(130);
      assertThat(err)
          .contains(
              "Partial report: interrupted by a signal, such as Ctrl-C after ",
              " of 200,000 runs.");
      assertThat(out).contains("Partial report: interrupted by a signal, such as Ctrl-C after ");
    }
    JsonNode report = JsonReader.value(Files.readString(json));
    assertThat(report.path("complete").asBoolean()).isFalse();
    assertThat(report.path("stop").asString()).isEqualTo("interrupted");
    JsonNode level = report.path("levels").path(0);
    assertThat(report.path("levels")).hasSize(1);
    assertThat(level.path("succeeded").asInt()).isPositive();
    assertThat(level.path("failed").asInt()).isZero();
    assertThat(level.path("cancelled").asInt()).isBetween(0, CALLERS);
    assertThat(Files.readString(html))
        .startsWith("<!DOCTYPE html>")
        .contains(HtmlReport.MARK, "Partial report: interrupted by a signal, such as Ctrl-C")
        .endsWith("</html>\n");
  }
}
