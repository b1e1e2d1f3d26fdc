package org.atomicagents.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.atomicagents.cli.batch.ClusterEngine;
import org.atomicagents.cli.source.JsonReader;
import org.atomicagents.testing.Fault;
import org.atomicagents.testing.FaultPlan;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class BatchCommandTest {
  private static final String TRIAGE = "../examples/agents/triage.yaml";

  private final CommandHarness harness = new CommandHarness();

  @TempDir private Path folder;

  @Test
  void writesALineForEachLineInInputOrder() throws IOException {
    Path in = lines(50);

    assertThat(run(TRIAGE, in, "-o", out())).isZero();

    List<JsonNode> records = records();
    assertThat(records).extracting(line -> line.path("index").asInt()).isEqualTo(range(50));
    assertThat(records)
        .allSatisfy(line -> {
          assertThat(line.path("output").path("priority").isString()).isTrue();
          assertThat(line.path("attempts").asInt()).isEqualTo(1);
          assertThat(line.path("usage").path("inputTokens").asInt()).isPositive();
        });
    assertThat(harness.out.toString()).isEmpty();
    assertThat(harness.err.toString())
        .contains("50 lines in ", ": 50 succeeded, 0 failed; ", "; cost not known.");
  }

  @Test
  void aFailedLineIsAnErrorRecord() throws IOException {
    Path in =
        Files.writeString(
            folder.resolve("in.jsonl"),
            "{\"text\":\"a\"}\n\n{\"text\":7}\n{\"text\":\n{\"text\":\"b\"}");

    assertThat(run(TRIAGE, in, "-o", out())).isEqualTo(7);

    List<JsonNode> records = records();
    assertThat(records)
        .extracting(line -> line.has("error"))
        .containsExactly(false, true, true, false);
    assertThat(records.get(1).path("error").path("message").asString())
        .isEqualTo(in + ":3:9: invalid input:\n  $.text: expected a string, found 7");
    assertThat(records.get(2).path("error").path("line").asInt()).isEqualTo(4);
    assertThat(harness.err.toString())
        .contains("4 lines in ", ": 2 succeeded, 2 failed; ")
        .contains("Failures: 2 InvalidLineException. Their lines in ");
  }

  @Test
  void readsAndWritesStandardStreams() throws IOException {
    harness.piped = "{\"text\":\"a\"}\n{\"text\":\"b\"}\n";

    assertThat(harness.run("batch", TRIAGE, "-")).isZero();

    assertThat(harness.out.toString().lines().map(JsonReader::value))
        .extracting(line -> line.path("index").asInt())
        .containsExactly(0, 1);
  }

  @Test
  void anAgentWithoutAnInputSchemaReadsTextsAndObjects() throws IOException {
    Path agent = agent("model: simulated");
    Path in =
        Files.writeString(
            folder.resolve("in.jsonl"), "\"Why?\"\n{\"chat_message\":\"How?\"}\n7\n\" \"\n");

    assertThat(run(agent.toString(), in, "-o", out())).isEqualTo(7);

    assertThat(records())
        .extracting(line -> line.has("output"))
        .containsExactly(true, true, false, false);
    assertThat(records().get(3).path("error").path("message").asString())
        .isEqualTo(
            in + ":4:1: Agent 'agent' received an invalid input:\n  expected text, found nothing");
  }

  @Test
  void anInputSchemaMayBeNoObject() throws IOException {
    Path agent = agent("model: simulated\ninput: {type: array, items: {type: integer}}");
    Path in = Files.writeString(folder.resolve("in.jsonl"), "[1,2]\n[\"a\"]\n");

    assertThat(run(agent.toString(), in, "-o", out())).isEqualTo(7);

    assertThat(records()).extracting(line -> line.has("output")).containsExactly(true, false);
    assertThat(records().get(1).path("error").path("message").asString())
        .endsWith("  $[0]: expected an integer, found \"a\"");
  }

  @Test
  void anOutputSchemaMayBeNoObject() throws IOException {
    Path agent = agent("model: simulated\noutput: {type: array, items: {type: integer}}");
    Path in = Files.writeString(folder.resolve("in.jsonl"), "\"Which?\"\n");

    assertThat(run(agent.toString(), in, "-o", out())).isZero();

    assertThat(records().getFirst().path("output").isArray()).isTrue();
  }

  @Test
  void anExistingOutputIsKept() throws IOException {
    Path in = lines(2);
    Files.writeString(folder.resolve("out.jsonl"), "kept\n");

    assertThat(run(TRIAGE, in, "-o", out())).isEqualTo(2);
    assertThat(harness.err.toString())
        .contains("The output " + out() + " exists. Pass --overwrite to replace it");
    assertThat(folder.resolve("out.jsonl")).hasContent("kept\n");

    assertThat(run(TRIAGE, in, "-o", out(), "--overwrite")).isZero();
    assertThat(records()).hasSize(2);
  }

  @Test
  void aJournalContinuesABatch() throws IOException {
    String journal = folder.resolve("journal").toString();
    try (var server = SimulatedProvider.start()) {
      harness.servers.put("ollama", server.baseUrl());
      String[] options = {"-o", out(), "--model", "ollama:m", "--journal", journal};
      assertThat(run(TRIAGE, lines(20), options)).isZero();
      List<String> first = Files.readAllLines(folder.resolve("out.jsonl"));

      assertThat(run(TRIAGE, lines(30), options)).isZero();

      List<String> all = Files.readAllLines(folder.resolve("out.jsonl"));
      assertThat(server.requests()).hasSize(30);
      assertThat(all).hasSize(30).startsWith(first.toArray(String[]::new));
      assertThat(harness.err.toString())
          .contains("Continuing: the journal has 20 results.")
          .contains(": 30 succeeded, 0 failed; 20 of them from the journal; ");
    }
  }

  @Test
  void aJournalOfAnotherAgentKeepsTheOutput() throws IOException {
    String journal = folder.resolve("journal").toString();
    Path in = lines(3);
    assertThat(run(TRIAGE, in, "-o", out(), "--journal", journal)).isZero();
    List<String> before = Files.readAllLines(folder.resolve("out.jsonl"));
    Path other = agent(Files.readString(Path.of(TRIAGE)).replace("tickets", "letters"));

    assertThat(run(other.toString(), in, "-o", out(), "--journal", journal)).isEqualTo(2);

    assertThat(harness.err.toString())
        .contains("The journal " + journal + " has results of another agent, model or prompt:");
    assertThat(Files.readAllLines(folder.resolve("out.jsonl"))).isEqualTo(before);
  }

  @Test
  void aJournalOfAnotherAgentKeepsTheOutputOfMalformedLines() throws IOException {
    String journal = folder.resolve("journal").toString();
    Path in =
        Files.writeString(folder.resolve("in.jsonl"), "{\n".repeat(2_000) + "{\"text\":\"a\"}\n");
    String[] options = {"-o", out(), "--journal", journal};
    assertThat(run(TRIAGE, in, options)).isEqualTo(7);
    List<String> before = Files.readAllLines(folder.resolve("out.jsonl"));
    Path other = agent(Files.readString(Path.of(TRIAGE)).replace("tickets", "letters"));

    assertThat(run(other.toString(), in, options)).isEqualTo(2);

    assertThat(Files.readAllLines(folder.resolve("out.jsonl"))).isEqualTo(before).hasSize(2_001);
    assertThat(run(TRIAGE, in, options)).isEqualTo(7);
    assertThat(Files.readAllLines(folder.resolve("out.jsonl"))).isEqualTo(before);
  }

  @Test
  void failedLinesRunAgainWithAJournal() throws IOException {
    String journal = folder.resolve("journal").toString();
    try (var server = SimulatedProvider.start()) {
      harness.servers.put("ollama", server.baseUrl());
      server.fail(Fault.status(400));
      String[] options = {"-o", out(), "--model", "ollama:m", "--journal", journal};

      assertThat(run(TRIAGE, lines(5), options)).isEqualTo(7);
      assertThat(records()).filteredOn(line -> line.has("error")).hasSize(1);
      assertThat(harness.err.toString())
          .contains(
              "Failures: 1 BadRequestException.",
              "To run the failed lines again, run: ./atomic batch ");
      assertThat(run(TRIAGE, lines(5), options)).isZero();

      assertThat(records()).noneMatch(line -> line.has("error")).hasSize(5);
      assertThat(server.requests()).hasSize(6);
    }
  }

  @Test
  void maxErrorsStopsTheBatch() throws IOException {
    Path in = Files.writeString(folder.resolve("in.jsonl"), "[]\n".repeat(500));

    assertThat(run(TRIAGE, in, "-o", out(), "--max-errors", "3", "--concurrency", "1"))
        .isEqualTo(7);

    assertThat(records()).hasSizeBetween(3, 499);
    assertThat(harness.err.toString())
        .contains(
            "Stopped because of too many failures (--max-errors). Without --journal, another run"
                + " starts from the first line.");
  }

  @Test
  void maxCostStopsTheBatch() throws IOException {
    try (var server = SimulatedProvider.builder().apiKey("k").start()) {
      harness.environment.put("OPENAI_API_KEY", "k");
      harness.servers.put("openai", server.baseUrl());

      // A line costs about USD 0.0002.
      assertThat(
              run(
                  TRIAGE,
                  lines(200),
                  "-o",
                  out(),
                  "--model",
                  "openai:gpt-5-mini",
                  "--max-cost",
                  "0.002"))
          .isEqualTo(7);

      assertThat(server.requests()).hasSizeBetween(5, 20);
      assertThat(harness.err.toString())
          .contains("Stopped because the maximum cost is spent (--max-cost).", "; USD 0.002");
      JsonNode first = records().getFirst();
      assertThat(first.path("cost").asDouble()).isBetween(0.00005, 0.001);
    }
  }

  @Test
  void limitRunsTheFirstLines() throws IOException {
    assertThat(run(TRIAGE, lines(50), "-o", out(), "--limit", "3")).isZero();

    assertThat(records()).hasSize(3);
    assertThat(harness.err.toString()).contains("3 lines in ");
  }

  @Test
  void theRequestsPerMinuteAreLimited() throws IOException {
    assertThat(run(TRIAGE, lines(3), "-o", out(), "--rpm", "6000", "--tpm", "1000000")).isZero();

    assertThat(records()).hasSize(3);
  }

  @Test
  void everyFaultOfAProviderIsAnOutputOrATypedError() throws IOException {
    long seed = System.nanoTime();
    FaultPlan faults = FaultPlan.seeded(seed).with(Fault.rateLimited(Duration.ofMillis(10)), 0.02);
    for (Fault fault :
        List.of(
            Fault.quotaExceeded(),
            Fault.status(500),
            Fault.status(400),
            Fault.malformedJson(),
            Fault.wrongContentType(),
            Fault.truncated(),
            Fault.droppedBeforeHeaders(),
            Fault.droppedInHeaders(),
            Fault.droppedInBody(),
            Fault.resetInBody(),
            Fault.hanging(),
            Fault.hangingInBody())) {
      faults = faults.with(fault, 0.02);
    }
    String agent = Files.readString(Path.of(TRIAGE)).replace("timeout: 1m", "timeout: 3s");
    try (var server = SimulatedProvider.builder().faults(faults).start()) {
      harness.servers.put("ollama", server.baseUrl());

      int code =
          run(
              agent(agent).toString(),
              lines(200),
              "-o",
              out(),
              "--model",
              "ollama:m",
              "--concurrency",
              "50");

      assertThat(code).as("seed %d: %s", seed, harness.err).isIn(0, 7);
      assertThat(records()).extracting(line -> line.path("index").asInt()).isEqualTo(range(200));
      assertThat(records())
          .filteredOn(line -> !line.path("output").has("summary"))
          .as("seed %d", seed)
          .allSatisfy(line ->
              assertThat(line.path("error").path("type").asString())
                  .endsWith("Exception")
                  .doesNotStartWith("Illegal"));
    }
  }

  @Test
  void invalidCommandLinesAreUsageErrors() throws IOException {
    String in = lines(1).toString();
    String journal = folder.resolve("journal").toString();
    Files.writeString(folder.resolve("text"), "no journal");

    assertUsage("Missing required parameter", "batch", TRIAGE);
    assertUsage(
        "--concurrency: expected 1 or more, found 0", "batch", TRIAGE, in, "--concurrency=0");
    assertUsage("--rpm: expected 1 or more, found -1", "batch", TRIAGE, in, "--rpm=-1");
    assertUsage("--limit: expected 1 or more, found 0", "batch", TRIAGE, in, "--limit=0");
    assertUsage("--max-cost: expected more than 0, found 0", "batch", TRIAGE, in, "--max-cost=0");
    assertUsage(
        "expected a number of lines from 1, or a percentage such as 5%, found '101%'",
        "batch", TRIAGE, in, "--max-errors=101%");
    assertUsage("--max-cost: the price of the model ", "batch", TRIAGE, in, "--max-cost=1");
    assertUsage("--on: expected spark, found 'flink'", "batch", TRIAGE, in, "--on=flink");
    assertUsage("--spark-master needs --on spark", "batch", TRIAGE, in, "--spark-master=yarn");
    assertUsage("--redis needs --on spark", "batch", TRIAGE, in, "--redis=redis://localhost");
    assertUsage(
        "--provider-batch needs no cluster",
        "batch",
        TRIAGE,
        in,
        "--on=spark",
        "--provider-batch=ref");
    assertUsage("Cannot read none.jsonl: the file does not exist.", "batch", TRIAGE, "none.jsonl");
    assertUsage("The output " + in + " is the input file.", "batch", TRIAGE, in, "-o", in);
    assertUsage(
        "Cannot write to none/out: the folder does not exist.",
        "batch",
        TRIAGE,
        in,
        "-o",
        "none/out");
    assertUsage(
        "Cannot write to " + folder + ": it is a directory. Name a file.",
        "batch",
        TRIAGE,
        in,
        "-o",
        folder.toString());
    assertUsage("is the input or the output", "batch", TRIAGE, in, "-o", out(), "--journal", out());
    assertUsage(
        "text", "batch", TRIAGE, in, "-o", out(), "--journal", folder.resolve("text").toString());
    assertThat(Files.exists(Path.of(journal))).isFalse();
  }

  @Test
  void sparkIsStartedByTheLauncher() throws IOException {
    assumeTrue(ClusterEngine.find().isEmpty(), "needs a class path without Spark");
    String in = lines(1).toString();

    assertUsage(
        "--on spark: the classes of Spark are not on the class path of this program.\n"
            + "Start it by ./atomic",
        "batch",
        TRIAGE,
        in,
        "--on=spark");
  }

  @Test
  void aMissingKeyExitsWith6() throws IOException {
    assertThat(run(TRIAGE, lines(1), "-o", out(), "--model", "groq:m")).isEqualTo(6);

    assertThat(harness.err.toString()).contains("Groq requires an API key");
    assertThat(folder.resolve("out.jsonl")).doesNotExist();
  }

  @Test
  void anInvalidAgentFileExitsWith3() throws IOException {
    assertThat(run(agent("modle: x").toString(), lines(1), "-o", out())).isEqualTo(3);
    assertThat(run(agent("name: a").toString(), lines(1), "-o", out())).isEqualTo(3);
  }

  private void assertUsage(String message, String... arguments) {
    int before = harness.err.toString().length();

    assertThat(harness.run(arguments)).as(List.of(arguments).toString()).isEqualTo(2);

    assertThat(harness.err.toString().substring(before)).contains(message);
  }

  private int run(String agent, Path in, String... options) {
    var arguments = new ArrayList<>(List.of("batch", agent, in.toString()));
    arguments.addAll(List.of(options));
    return harness.run(arguments.toArray(String[]::new));
  }

  private Path lines(int count) throws IOException {
    return Files.write(
        folder.resolve("in.jsonl"),
        range(count).stream().map(i -> "{\"text\":\"Ticket " + i + "\"}").toList());
  }

  private static List<Integer> range(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  private List<JsonNode> records() throws IOException {
    return Files.readAllLines(folder.resolve("out.jsonl")).stream().map(JsonReader::value).toList();
  }

  private String out() {
    return folder.resolve("out.jsonl").toString();
  }

  private Path agent(String yaml) throws IOException {
    return Files.writeString(folder.resolve("agent.yaml"), yaml);
  }
}
