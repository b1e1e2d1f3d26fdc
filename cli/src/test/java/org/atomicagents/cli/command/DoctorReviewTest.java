package org.atomicagents.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.atomicagents.cli.source.JsonReader;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class DoctorReviewTest {
  private static final String TRIAGE =
      Path.of("..", "examples", "agents", "triage.yaml").toString();

  @TempDir private Path folder;
  private final CommandHarness harness = new CommandHarness();

  @Test
  void reviewsAnAgentFileWithItsInputs() throws IOException {
    assertThat(review(TRIAGE, inputs(tickets(30)), "--model", "openai:gpt-5")).isZero();

    assertThat(harness.out.toString())
        .startsWith("Performance review of " + TRIAGE + " with openai:gpt-5\n")
        .contains("30 inputs of")
        .contains("30 sampled inputs (seed 0)")
        .contains("Nothing was sent to another server.")
        .contains("Send simple inputs to gpt-5-mini")
        .contains("  measured  20 of 30 inputs repeat an earlier one\n")
        .contains("  see       docs/caching.md\n")
        .contains("timeout is 60 s");
    assertThat(harness.out.toString().stripTrailing().lines().toList().getLast())
        .matches("\\d+ findings: \\d+ high, \\d+ medium, \\d+ low\\. \\d+ fine, 1 not checked\\.");
    assertThat(harness.err.toString()).isEmpty();
  }

  @Test
  void wrapsTheReportAtTheWidthOfTheTerminal() throws IOException {
    harness.columns = 80;
    harness.environment.put("NO_COLOR", "1");

    assertThat(review(TRIAGE, inputs(tickets(30)), "--model", "openai:gpt-5")).isZero();

    assertThat(harness.out.toString().lines()).allMatch(line -> line.length() <= 80);
    assertThat(harness.out.toString()).contains("--model openai:gpt-5-mini");
  }

  @Test
  void sortsTheFindingsOfTheJsonReportByTheirEffect() throws IOException {
    assertThat(review(TRIAGE, inputs(tickets(30)), "--model", "openai:gpt-5", "-o", "json"))
        .isZero();

    assertThat(harness.out.toString().lines()).hasSize(1);
    JsonNode report = JsonReader.value(harness.out.toString());
    assertThat(report.at("/inputs/valid").intValue()).isEqualTo(30);
    assertThat(report.at("/inputs/distinct").intValue()).isEqualTo(10);
    assertThat(report.at("/replay/runs").intValue()).isEqualTo(8 + 20 + 30 + 10);
    assertThat(report.at("/replay/failedRuns").intValue()).isZero();
    List<String> severities = texts(report.path("findings"), "severity");
    var order = List.of("high", "medium", "low");
    assertThat(severities.stream().map(order::indexOf)).isSorted();
    JsonNode cache = finding(report, "response-cache");
    assertThat(cache.at("/effect/share").doubleValue()).isEqualTo(0.6667);
    assertThat(cache.at("/evidence/0/basis").stringValue()).isEqualTo("measured");
    assertThat(cache.at("/evidence/0/figures/repeatedInputs").intValue()).isEqualTo(20);
    assertThat(cache.at("/evidence/1/figures/requests").intValue()).isEqualTo(10);
    assertThat(cache.at("/evidence/1/figures/repeatedRequests").intValue()).isZero();
    assertThat(cache.at("/evidence/2/basis").stringValue()).isEqualTo("estimate");
  }

  @Test
  void sendsNothingToTheProvider() throws IOException {
    try (var provider = SimulatedProvider.start()) {
      harness.environment.put("OPENAI_API_KEY", "secret");
      harness.environment.put("OPENAI_BASE_URL", provider.baseUrl().toString());
      harness.servers.put("openai", provider.baseUrl());
      Path agent = folder.resolve("agent.yaml");
      Files.writeString(agent, "model: openai:gpt-5\nbaseUrl: " + provider.baseUrl() + "\n");

      assertThat(review(agent.toString(), write("\"Hello\"\n\"Bye\"\n"))).isZero();

      assertThat(provider.requests()).isEmpty();
      assertThat(harness.out.toString()).doesNotContain("secret");
    }
  }

  @Test
  void failsOnAFindingOfTheGivenSeverityOnly() throws IOException {
    Path agent = folder.resolve("agent.yaml");
    Files.writeString(
        agent,
        """
        model: simulated
        sampling: { maxTokens: 500 }
        limits: { maxContextTokens: 4000 }
        timeout: 1m
        """);

    // Without a replay: the severities of times depend on the machine.
    String[] without = {"doctor", "--performance", agent.toString(), "--time-limit", "1ms"};

    assertThat(harness.run(with(without, "--fail-on", "medium"))).isZero();
    assertThat(harness.out.toString())
        .contains("  replay    no run ended within --time-limit 1.0 ms\n")
        .contains("1 finding: 0 high, 0 medium, 1 low.");
    assertThat(harness.run(with(without, "--fail-on", "LOW"))).isEqualTo(8);
    assertThat(review(TRIAGE, inputs(tickets(30)), "--fail-on", "medium")).isEqualTo(8);
  }

  @Test
  void reviewsAFileWithoutInputsWithAGeneratedOne() {
    assertThat(
            harness.run(
                "doctor",
                TRIAGE,
                "--performance",
                "--latency",
                "0ms",
                "--tokens-per-second",
                "1e6"))
        .isZero();

    assertThat(harness.out.toString())
        .contains("  inputs    no file; one generated input is replayed\n")
        .contains("  concurrency      needs a file with two inputs or more\n");
  }

  @Test
  void reviewsAnEmptyFileOfInputs() throws IOException {
    Path empty = write("");

    assertThat(review(TRIAGE, empty)).isZero();

    assertThat(harness.out.toString()).contains(empty + " is empty; one generated input");
  }

  @Test
  void reviewsOneInput() throws IOException {
    assertThat(review(TRIAGE, inputs(tickets(1)))).isZero();

    assertThat(harness.out.toString()).contains("1 input of", "1 sampled input (seed 0)");
  }

  @Test
  void readsTheInputsFromStandardInput() {
    harness.piped = "{\"text\":\"a\"}\n{\"text\":\"b\"}\n";

    assertThat(review(TRIAGE, Path.of("-"))).isZero();

    assertThat(harness.out.toString()).contains("2 inputs of standard input");
  }

  @Test
  void leavesInvalidLinesOut() throws IOException {
    Path inputs = write("{\"text\":\"a\"}\n{\"text\":\n{\"txt\":\"b\"}\n{\"text\":\"c\"}\n");

    assertThat(review(TRIAGE, inputs)).isZero();

    assertThat(harness.out.toString())
        .contains(
            "2 inputs of %s; 2 invalid lines left out, such as %s:2:".formatted(inputs, inputs));
  }

  @Test
  void rejectsInputsWithoutAValidLine() throws IOException {
    Path inputs = write("{\"txt\":\"b\"}\n");

    assertThat(review(TRIAGE, inputs)).isEqualTo(4);

    assertThat(harness.err.toString())
        .startsWith(
            "No line of %s is a valid input of agent 'triage'. The first problem:\n%s:1:"
                .formatted(inputs, inputs));
  }

  @Test
  void rejectsFilesThatAreMissing() {
    assertThat(review(TRIAGE, folder.resolve("missing.jsonl"))).isEqualTo(2);
    assertThat(harness.err.toString()).contains("missing.jsonl");
    assertThat(harness.run("doctor", "--performance", "missing.yaml")).isEqualTo(2);
    assertThat(harness.run("doctor", "--performance")).isEqualTo(2);
  }

  @Test
  void rejectsOptionsOfAReviewWithoutOne() {
    assertThat(harness.run("doctor", TRIAGE)).isEqualTo(2);
    assertThat(harness.err.toString())
        .startsWith(
            "An agent file needs --performance: ./atomic doctor --performance AGENT.yaml"
                + " [INPUTS.jsonl]\n");
    assertThat(harness.run("doctor", "--latency", "1s")).isEqualTo(2);
    assertThat(harness.err.toString()).contains("--latency needs --performance");
  }

  @Test
  void rejectsValuesOutOfRange() {
    for (List<String> option :
        List.of(
            List.of("--latency", "800"),
            List.of("--latency", "11m"),
            List.of("--tokens-per-second", "0"),
            List.of("--tokens-per-second", "NaN"),
            List.of("--sample", "0"),
            List.of("--turns", "10"),
            List.of("--time-limit", "0s"),
            List.of("--fail-on", "always"),
            List.of("-o", "xml"))) {
      var arguments = new ArrayList<>(List.of("doctor", "--performance", TRIAGE));
      arguments.addAll(option);

      assertThat(harness.run(arguments.toArray(String[]::new))).as(option.toString()).isEqualTo(2);
    }
    assertThat(harness.err.toString())
        .contains("expected a duration with a unit, such as 800ms, 1.5s or 2m, found '800'")
        .contains("--latency: expected 10m or less, found 660s");
    assertThat(harness.out.toString()).isEmpty();
  }

  private static String[] with(String[] arguments, String... more) {
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private int review(String agent, Path inputs, String... more) {
    var arguments =
        new ArrayList<>(
            List.of("doctor", "--performance", agent, inputs.toString(), "--latency", "1ms"));
    arguments.addAll(List.of("--tokens-per-second", "1e6", "--time-limit", "10m"));
    arguments.addAll(List.of(more));
    return harness.run(arguments.toArray(String[]::new));
  }

  /** Returns ten different lines, again and again. */
  private static List<String> tickets(int count) {
    var lines = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      lines.add("{\"text\":\"Ticket %d\"}".formatted(i % 10));
    }
    return lines;
  }

  private Path inputs(List<String> lines) throws IOException {
    return write(String.join("\n", lines) + "\n");
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("inputs.jsonl"), text);
  }

  private static JsonNode finding(JsonNode report, String topic) {
    return StreamSupport.stream(report.path("findings").spliterator(), false)
        .filter(finding -> finding.path("topic").asString("").equals(topic))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> texts(JsonNode array, String key) {
    return StreamSupport.stream(array.spliterator(), false)
        .map(item -> item.path(key).asString(""))
        .toList();
  }
}
