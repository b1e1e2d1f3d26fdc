package org.atomicagents.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.atomicagents.cli.bench.BenchJson;
import org.atomicagents.cli.bench.html.HtmlReport;
import org.atomicagents.cli.source.JsonReader;
import org.atomicagents.testing.Fault;
import org.atomicagents.testing.FaultPlan;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@Timeout(120)
class BenchCommandTest {
  private static final String TRIAGE = "../examples/agents/triage.yaml";

  private final CommandHarness harness = new CommandHarness();

  @TempDir private Path folder;

  @Test
  void printsTablesAndWritesTheReports() throws IOException {
    int code =
        run(
            TRIAGE,
            lines(7),
            "--concurrency",
            "1,3",
            "--html",
            file("a.html"),
            "--json",
            file("a.json"));

    assertThat(code).as(harness.err.toString()).isZero();
    assertThat(harness.out.toString())
        .startsWith("triage on simulated, in.jsonl")
        .contains("callers  runs  failed  runs/s", "Phases: the mean", "Tokens and cost");
    assertThat(harness.err.toString())
        .contains("Model: simulated; its responses are generated: first token after 0 ms, ")
        .contains("Report: " + file("a.html"), "Report: " + file("a.json"));
    JsonNode report = JsonReader.value(Files.readString(folder.resolve("a.json")));
    assertThat(report.path("format").asString()).isEqualTo(BenchJson.FORMAT);
    assertThat(report.path("complete").asBoolean()).isTrue();
    assertThat(report.path("total").path("succeeded").asInt()).isEqualTo(14);
    assertThat(report.path("total").path("warmUpRuns").asInt()).isEqualTo(4);
    assertThat(report.path("levels").path(1).path("concurrency").asInt()).isEqualTo(3);
    assertThat(report.path("levels").path(1).path("firstTokenMs").path("count").asInt())
        .isEqualTo(7);
    assertThat(Files.readString(folder.resolve("a.html"))).contains(HtmlReport.MARK);
    assertThat(folder)
        .isDirectoryNotContaining(path -> path.getFileName().toString().startsWith("."));
  }

  @Test
  void theReportOnStandardOutputIsJsonOnly() throws IOException {
    assertThat(run(TRIAGE, lines(2), "--concurrency", "2", "-o", "json")).isZero();

    JsonNode report = JsonReader.value(harness.out.toString());
    assertThat(report.path("agent").asString()).isEqualTo("triage");
    assertThat(report.path("levels")).hasSize(1);
  }

  @Test
  void tablesFitTheirTerminal() throws IOException {
    harness.columns = 80;

    assertThat(run(TRIAGE, lines(2), "--concurrency", "1,2,3,4,5", "--runs", "6")).isZero();

    assertThat(harness.out.toString().replaceAll("\u001b\\[[0-9;]*m", "").lines())
        .allSatisfy(line -> assertThat(line.length()).as(line).isLessThan(80))
        .anyMatch(line -> line.contains("p95") && line.contains("p99") && line.contains("max"));
  }

  @Test
  void inputsAreReadFromStandardInputAndRepeated() {
    harness.piped = "{\"text\":\"a\"}\n\n{\"text\":\"b\"}\n";

    assertThat(bench("bench", TRIAGE, "-", "--runs", "5", "--concurrency", "2", "-o", "json"))
        .isZero();

    JsonNode report = JsonReader.value(harness.out.toString());
    assertThat(report.path("inputs").path("file").asString()).isEqualTo("standard input");
    assertThat(report.path("inputs").path("count").asInt()).isEqualTo(2);
    assertThat(report.path("levels").path(0).path("succeeded").asInt()).isEqualTo(5);
  }

  @Test
  void anInvalidInputSendsNoRequest() throws IOException {
    Path in = Files.writeString(folder.resolve("in.jsonl"), "{\"text\":\"a\"}\n{\"text\":7}\n");
    try (var server = SimulatedProvider.start()) {
      harness.servers.put("ollama", server.baseUrl());

      assertThat(run(TRIAGE, in, "--model", "ollama:m")).isEqualTo(4);

      assertThat(server.requests()).isEmpty();
      assertThat(harness.err.toString())
          .contains(in + ":2:9: invalid input:", "$.text: expected a string, found 7");
    }
  }

  @Test
  void anEmptyInputIsAnError() throws IOException {
    Path in = Files.writeString(folder.resolve("in.jsonl"), "\n\n");

    assertThat(run(TRIAGE, in)).isEqualTo(4);

    assertThat(harness.err.toString())
        .contains(in + ": expected an input on each line, found none.");
  }

  @Test
  void failedRunsAreReportedByType() throws IOException {
    FaultPlan faults = FaultPlan.seeded(3).with(Fault.quotaExceeded(), 0.3);
    try (var server = SimulatedProvider.builder().faults(faults).start()) {
      harness.servers.put("ollama", server.baseUrl());

      int code =
          run(
              TRIAGE,
              lines(20),
              "--model",
              "ollama:m",
              "--warm-up",
              "0",
              "--concurrency",
              "4",
              "--json",
              file("a.json"));

      assertThat(code).as(harness.err.toString()).isEqualTo(7);
      JsonNode level =
          JsonReader.value(Files.readString(folder.resolve("a.json"))).path("levels").path(0);
      int failed = level.path("failed").asInt();
      assertThat(failed).isEqualTo(server.injectedFaults().get(Fault.quotaExceeded()));
      assertThat(level.path("failures").path(0).path("count").asInt()).isEqualTo(failed);
      assertThat(harness.out.toString())
          .contains(
              "Failures\n", failed + " " + level.path("failures").path(0).path("type").asString());
    }
  }

  @Test
  void retriedRequestsAreCounted() throws IOException {
    int code =
        run(
            TRIAGE,
            lines(30),
            "--faults",
            "40%",
            "--concurrency",
            "10",
            "-o",
            "json",
            "--runs",
            "30");

    JsonNode work = JsonReader.value(harness.out.toString()).path("levels").path(0).path("work");
    assertThat(code).isIn(0, 7);
    assertThat(work.path("retries").asInt()).isPositive();
    assertThat(work.path("requests").asInt()).isGreaterThan(30);
    assertThat(work.path("requestFailures").size()).isPositive();
  }

  @Test
  void aWrongKeyEndsTheMeasurementAtTheWarmUp() throws IOException {
    try (var server = SimulatedProvider.builder().apiKey("right").start()) {
      harness.servers.put("openai", server.baseUrl());
      harness.environment.put("OPENAI_API_KEY", "wrong");

      int code =
          run(
              TRIAGE,
              lines(50),
              "--model",
              "openai:gpt-5-mini",
              "--concurrency",
              "3",
              "--html",
              file("a.html"));

      assertThat(code).isEqualTo(6);
      assertThat(server.requests()).hasSize(3);
      assertThat(folder.resolve("a.html")).doesNotExist();
    }
  }

  @Test
  void aMissingKeyIsAnError() throws IOException {
    assertThat(run(TRIAGE, lines(1), "--model", "openai:gpt-5-mini")).isEqualTo(6);

    assertThat(harness.err.toString())
        .contains("the environment variable OPENAI_API_KEY is not set", "--model simulated");
  }

  @Test
  void theCostOfAKnownModelIsReportedAndLimited() throws IOException {
    try (var server = SimulatedProvider.start()) {
      harness.servers.put("openai", server.baseUrl());
      harness.environment.put("OPENAI_API_KEY", "key");

      int code =
          run(
              TRIAGE,
              lines(5),
              "--model",
              "openai:gpt-5-mini",
              "--concurrency",
              "1",
              "--runs",
              "2000",
              "--max-cost",
              "0.001",
              "--json",
              file("a.json"));

      assertThat(code).as(harness.err.toString()).isEqualTo(7);
      JsonNode report = JsonReader.value(Files.readString(folder.resolve("a.json")));
      assertThat(report.path("stop").asString()).isEqualTo("cost");
      assertThat(report.path("total").path("cost").path("currency").asString()).isEqualTo("USD");
      assertThat(report.path("total").path("cost").path("amount").asDouble())
          .isBetween(0.0008, 0.0012);
      assertThat(harness.out.toString()).contains("of 1,000 runs", "USD 0.0");
      assertThat(harness.err.toString())
          .contains("Partial report: the maximum cost is spent (--max-cost) after ");
    }
  }

  @Test
  void aCostLimitNeedsAPrice() throws IOException {
    assertThat(run(TRIAGE, lines(1), "--max-cost", "1")).isEqualTo(2);

    assertThat(harness.err.toString()).contains("--max-cost: the price of the model ");
  }

  @Test
  void aReportReplacesReportsOnly() throws IOException {
    Files.writeString(folder.resolve("a.html"), "kept");
    Path in = lines(1);

    assertThat(run(TRIAGE, in, "--concurrency", "1", "--html", file("a.html"))).isEqualTo(2);
    assertThat(harness.err.toString())
        .contains("--html: " + file("a.html") + " exists and is no report of this command.");
    assertThat(folder.resolve("a.html")).hasContent("kept");

    String[] options = {"--concurrency", "1", "--html", file("a.html"), "--overwrite"};
    assertThat(run(TRIAGE, in, options)).isZero();
    String first = Files.readString(folder.resolve("a.html"));
    assertThat(run(TRIAGE, in, "--concurrency", "1", "--html", file("a.html"))).isZero();
    assertThat(Files.readString(folder.resolve("a.html"))).isNotEqualTo(first);
  }

  @Test
  void theFileOfTheInputsIsNotOverwritten() throws IOException {
    Path in = lines(1);
    String before = Files.readString(in);

    int code = run(TRIAGE, in, "--json", in.toString(), "--overwrite");

    assertThat(code).isEqualTo(2);
    assertThat(harness.err.toString()).contains("is the file of the inputs. Name another file.");
    assertThat(Files.readString(in)).isEqualTo(before);
  }

  @Test
  void aFileForBothReportsIsAnError() throws IOException {
    String other = folder + "/./a.out";

    int code = run(TRIAGE, lines(1), "--html", file("a.out"), "--json", other);

    assertThat(code).isEqualTo(2);
    assertThat(harness.err.toString()).contains("--html and --json: expected different files");
    assertThat(folder.resolve("a.out")).doesNotExist();
  }

  @Test
  void theDefaultWarmUpIsNoLongerThanTheLevel() throws IOException {
    assertThat(run(TRIAGE, lines(2), "--concurrency", "1,9", "-o", "json")).isZero();

    JsonNode report = JsonReader.value(harness.out.toString());
    assertThat(report.path("total").path("warmUpRuns").asInt()).isEqualTo(3);
  }

  @Test
  void anUnwritableReportSendsNoRequest() throws IOException {
    String missing = folder.resolve("none/a.json").toString();

    assertThat(run(TRIAGE, lines(1), "--json", missing)).isEqualTo(2);

    assertThat(harness.err.toString())
        .contains("--json: cannot write to " + missing + ": the folder does not exist.");
    assertThat(harness.out.toString()).isEmpty();
  }

  @Test
  void hostileTextsControlNeitherTheTerminalNorTheReport() throws IOException {
    Path agent = folder.resolve("agent.yaml");
    Files.writeString(agent, "name: \"</script>\\e[31m<b>\\u202e\"\n");
    Path in = Files.writeString(folder.resolve("in.jsonl"), "\"</script>\"\n");

    assertThat(run(agent.toString(), in, "--concurrency", "1", "--html", file("a.html"))).isZero();

    String html = Files.readString(folder.resolve("a.html"));
    assertThat(html.split("</script>", -1)).hasSize(2);
    assertThat(html).contains("<h1>&lt;/script&gt;\\u001b[31m&lt;b&gt;\\u202e</h1>");
    assertThat(harness.out.toString()).startsWith("</script>\\u001b[31m<b>\\u202e on simulated");
  }

  @Test
  void rejectsInvalidOptions() throws IOException {
    Path in = lines(1);
    assertThat(run(TRIAGE, in, "--concurrency", "5,0")).isEqualTo(2);
    assertThat(run(TRIAGE, in, "--runs", "0")).isEqualTo(2);
    assertThat(run(TRIAGE, in, "--latency", "fast")).isEqualTo(2);
    assertThat(run(TRIAGE, in, "--faults", "95%")).isEqualTo(2);
    assertThat(run(TRIAGE, in, "--model", "ollama:m", "--faults", "5%")).isEqualTo(2);
    assertThat(run(TRIAGE, in, "--html", file("a"), "--json", file("a"))).isEqualTo(2);

    assertThat(harness.err.toString())
        .contains("1 to 12 different numbers from 1 to 10000, such as 1,5,20, found '5,0'")
        .contains("--runs: expected 1 to 10000000, found 0")
        .contains("--latency: expected a time in ms or s, such as 300ms, found 'fast'")
        .contains("--faults: expected a percentage from 0% to 90%, found '95%'")
        .contains("--latency, --tokens-per-second and --faults are for the simulated model only.")
        .contains("--html and --json: expected different files");
  }

  private int run(String agent, Path in, String... options) {
    var arguments = new ArrayList<>(List.of("bench", agent, in.toString()));
    arguments.addAll(List.of(options));
    return bench(arguments.toArray(String[]::new));
  }

  /** Runs the command without delays of the simulated model, unless others are set. */
  private int bench(String... arguments) {
    var all = new ArrayList<>(List.of(arguments));
    if (!all.contains("--latency") && !all.contains("--model")) {
      all.addAll(List.of("--latency", "0", "--tokens-per-second", "0"));
    }
    return harness.run(all.toArray(String[]::new));
  }

  private Path lines(int count) throws IOException {
    return Files.write(
        folder.resolve("in.jsonl"),
        IntStream.range(0, count).mapToObj(i -> "{\"text\":\"Ticket " + i + "\"}").toList());
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }
}
