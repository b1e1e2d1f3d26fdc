package org.atomicagents.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests {@code benchmarks/table} in a copy with a page of its own. */
class MeasuredTablesTest {
  private static final String REPORT =
      """
      {"name":"cache","date":"2026-11-30T10:00:00Z","jdk":"25","cores":2,"load":[0.5,0.6],\
      "hitMicros":25.0,"hitMicros1m":140,"hitBytes":9392,"upstreamCalls":1,"upstreamStreams":1,\
      "wrongHits":0,"spread":{"hitMicros":[20.5,30.1]},"compared":{}%s}
      """;
  private static final String TYPED_CALL =
      """
      {"name":"typed-call","date":"2026-11-30T10:00:00Z","jdk":"25","cores":2,"load":[0.5,0.6],\
      "micros":4.0,"bytes":5000,"floorRatio":0.5,"spread":{},"compared":{\
      "micros":{"peer":"langchain4j","peerVersion":"1.19.0","peerFigure":8,"ratio":0.5},\
      "bytes":{"peer":"langchain4j","peerVersion":"1.19.0","peerFigure":2500,"ratio":2}}}
      """;

  @TempDir Path root;

  @BeforeEach
  void copyTheCommand() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/env")), "needs env");
    Files.createDirectories(root.resolve("benchmarks/target/results"));
    Files.createDirectories(root.resolve("docs"));
    for (String file : List.of("table", "verdicts.py", "targets.json", "figures")) {
      Files.copy(Path.of(file), root.resolve("benchmarks").resolve(file));
    }
    Files.writeString(root.resolve("README.md"), "");
    var page = new StringBuilder();
    for (String name : List.of("cache", "typed-call", "losses", "targets")) {
      page.append("<!-- table %s -->\n<!-- end table -->\n".formatted(name));
    }
    Files.writeString(page(), page);
  }

  @Test
  void writesATableFromAReportThatIsKept() throws Exception {
    keep("cache.json", REPORT.formatted(""));

    assertThat(run("--no-run", "cache")).isZero();

    assertThat(lines()).contains("| a hit in a conversation of 16 KB | 25 µs | 20.5 to 30.1 |  |");
  }

  @Test
  void marksAFigureThatAnOldReportDoesNotContain() throws Exception {
    keep("typed-call.json", TYPED_CALL);

    assertThat(run("--no-run", "typed-call")).isZero();

    assertThat(lines())
        .contains(
            "| time per call, all constraints validated | 4 µs |  | LangChain4j 8 µs |",
            "| calls per second, one caller per core | not measured |  |  |");
  }

  @Test
  void writesATableFromAReportWithoutOtherLibraries() throws Exception {
    keep("cache.json", REPORT.formatted("").replace(",\"compared\":{}", ""));

    assertThat(run("--no-run", "cache")).isZero();

    assertThat(lines()).contains("| a hit in a conversation of 16 KB | 25 µs | 20.5 to 30.1 |  |");
  }

  @Test
  void listsTheComparisonsInWhichAnotherLibraryIsBetter() throws Exception {
    keep("typed-call.json", TYPED_CALL);

    run("--no-run", "typed-call");

    assertThat(lines())
        .contains(
            "| typed-call | memory allocated per call | 5,000 bytes | LangChain4j 2,500 bytes | 2×"
                + " |",
            "1 of 2 comparisons.");
  }

  @Test
  void marksTheTargetsThatAreMetAndMissed() throws Exception {
    keep("cache.json", REPORT.formatted(""));

    run("--no-run", "cache");

    assertThat(lines())
        .contains(
            "| identical concurrent calls | requests of 1,000 calls | ≤ 1 | 1 |  |  | met |",
            "|  | a hit in a conversation of 16 KB | ≤ 20 µs | 25 µs | 20.5 to 30.1 |  |"
                + " **missed** |",
            "2 of 3 measured figures meet their target.",
            "- Missed, identical concurrent calls: not explained yet.");
  }

  @Test
  void mentionsContendersThatWereNotWarmAndPeersThatWereAbsent() throws Exception {
    keep(
        "cache.json",
        REPORT.formatted(
            ",\"absent\":{\"openai-java\":\"no Maven\"},\"warm\":false,\"cold\":\"cache-hit\""));

    run("--no-run", "cache");

    assertThat(Files.readString(page()))
        .contains(
            "without openai-java (no Maven)",
            "not fully compiled by the JVM: cache-hit.",
            "| **missed** (cold or quick) |");
  }

  @Test
  void keepsTheLastReportOfABenchmarkThatFails() throws Exception {
    keep("cache.json", REPORT.formatted(""));
    Path command = root.resolve("benchmarks/run");
    Files.writeString(command, "#!/bin/sh\nexit 3\n");
    assertThat(command.toFile().setExecutable(true)).isTrue();

    assertThat(run("cache")).isEqualTo(1);

    assertThat(lines())
        .contains("| a hit in a conversation of 16 KB | 25 µs | 20.5 to 30.1 |  |")
        .anyMatch(line -> line.matches("The last run failed \\(.*, exit code 3\\); .*"));
  }

  @Test
  void rejectsAnUnknownName() throws Exception {
    assertThat(run("--no-run", "unknown")).isEqualTo(2);
  }

  private void keep(String file, String report) throws IOException {
    Files.writeString(root.resolve("benchmarks/target/results").resolve(file), report);
  }

  private int run(String... arguments) throws Exception {
    var command = new ArrayList<>(List.of(root.resolve("benchmarks/table").toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    System.err.print(output);
    return process.waitFor();
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(page());
  }

  private Path page() {
    return root.resolve("docs/performance.md");
  }
}
