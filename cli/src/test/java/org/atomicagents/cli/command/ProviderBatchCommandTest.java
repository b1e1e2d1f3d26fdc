package org.atomicagents.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.atomicagents.cli.source.JsonReader;
import org.atomicagents.testing.BatchPlan;
import org.atomicagents.testing.Fault;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The command {@code batch} with the batch API of a provider. */
class ProviderBatchCommandTest {
  private final SimulatedProvider provider =
      SimulatedProvider.builder()
          .batches(BatchPlan.ofDefaults().withPolls(2).withItemFault(1, Fault.status(500)))
          .start();
  private final CommandHarness harness = new CommandHarness();

  @TempDir private Path folder;

  @BeforeEach
  void setKey() {
    harness.environment.put("ANTHROPIC_API_KEY", "secret");
    harness.servers.put("anthropic", provider.serverUrl());
  }

  @AfterEach
  void close() {
    provider.close();
  }

  @Test
  void theSameCommandSubmitsAndFetches() throws IOException {
    Path in = Files.writeString(folder.resolve("in.jsonl"), "\"a\"\n\"b\"\n{\n\"c\"\n");

    assertThat(run(in)).isZero();
    assertThat(harness.err.toString())
        .contains("Submitted 3 requests to anthropic. To fetch the results, run: ./atomic batch ");
    assertThat(Files.readString(folder.resolve("batch.json")))
        .contains("\"provider\" : \"anthropic\"")
        .doesNotContain("secret");
    assertThat(run(in)).isEqualTo(7);
    assertThat(harness.err.toString()).contains("The batch has not ended: RUNNING, ");
    assertThat(run(in)).isEqualTo(7);

    List<JsonNode> records =
        Files.readAllLines(folder.resolve("out.jsonl")).stream().map(JsonReader::value).toList();
    assertThat(records)
        .extracting(line -> line.has("output"))
        .containsExactly(true, false, false, true);
    assertThat(harness.err.toString())
        .contains("4 lines in ", ": 2 succeeded, 2 failed; ")
        .contains("Failures: 1 InvalidLineException, 1 UnavailableException.");
    assertThat(provider.requests()).noneMatch(request -> request.path().equals("/v1/messages"));
  }

  @Test
  void changedLinesAreAnError() throws IOException {
    Path in = Files.writeString(folder.resolve("in.jsonl"), "\"a\"\n\"c\"\n");
    run(in);
    run(in);
    Files.writeString(in, "\"other\"\n\"c\"\n");

    assertThat(run(in)).isEqualTo(2);

    assertThat(harness.err.toString()).contains("Item 0 is not the input that was submitted: ");
  }

  @Test
  void standardInputIsRejected() {
    harness.piped = "\"a\"\n";

    assertThat(run(Path.of("-"))).isEqualTo(2);

    assertThat(harness.err.toString())
        .contains("--provider-batch reads the input again later: expected a file, found -.");
  }

  @Test
  void theSimulatedModelIsRejected() throws IOException {
    Path in = Files.writeString(folder.resolve("in.jsonl"), "\"a\"\n");

    assertThat(run(in, "--model", "simulated")).isEqualTo(2);

    assertThat(harness.err.toString())
        .contains(
            "--provider-batch: the simulated model ends with this command, and its batch with it.",
            "Use a provider, such as --model anthropic:claude-haiku-5-5, or leave out"
                + " --provider-batch.");
    assertThat(folder.resolve("batch.json")).doesNotExist();
  }

  @Test
  void aMaximumCostIsRejected() throws IOException {
    Path in = Files.writeString(folder.resolve("in.jsonl"), "\"a\"\n");

    assertThat(run(in, "--max-cost", "1")).isEqualTo(2);

    assertThat(harness.err.toString()).contains("The cost of a submitted batch cannot be limited");
    assertThat(provider.requests()).isEmpty();
  }

  private int run(Path in, String... more) {
    Path agent = folder.resolve("agent.yaml");
    try {
      Files.writeString(agent, "model: anthropic:claude-haiku-4-5\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var arguments =
        new ArrayList<>(
            List.of(
                "batch",
                agent.toString(),
                in.toString(),
                "-o",
                folder.resolve("out.jsonl").toString(),
                "--provider-batch",
                folder.resolve("batch.json").toString()));
    arguments.addAll(List.of(more));
    return harness.run(arguments.toArray(String[]::new));
  }
}
