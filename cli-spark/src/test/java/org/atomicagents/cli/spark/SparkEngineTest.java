package org.atomicagents.cli.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.atomicagents.cli.exit.CommandException;
import org.atomicagents.cli.exit.ExitCode;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.testing.Fault;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches of a driver and two executor threads of this process. */
class SparkEngineTest {
  static {
    // The filter of the simulated provider rejects the objects that Spark sends to its executors.
    System.setProperty("helidon.serialFilter.missing.action", "ignore");
  }

  private final SimulatedProvider server = SimulatedProvider.start();
  private final SparkHarness harness = new SparkHarness(server.baseUrl() + "#m");

  @TempDir private Path folder;

  @AfterEach
  void closeServer() {
    server.close();
  }

  @Test
  void writesTheRecordsOfABatchWithoutSpark() throws IOException {
    Path in = hostileLines();

    assertThat(harness.onSpark(SparkHarness.TRIAGE, in.toString(), file("spark"), null))
        .isEqualTo(ExitCode.SOME_FAILED);

    assertThat(harness.alone(SparkHarness.TRIAGE, in, Path.of(file("alone"))))
        .isEqualTo(ExitCode.SOME_FAILED);
    assertThat(Files.readAllLines(Path.of(file("spark"))))
        .isEqualTo(Files.readAllLines(Path.of(file("alone"))))
        .hasSize(65);
    assertThat(harness.err.toString())
        .contains(
            "65 lines in ",
            ": 61 succeeded, 4 failed; ",
            "Failures: 4 InvalidLineException. Their lines in " + file("spark"));
    assertThat(entries()).containsExactlyInAnyOrder("in.jsonl", "spark.jsonl", "alone.jsonl");
  }

  @Test
  void aJournalRepeatsNoRequestAndRunsFailedLinesAgain() throws IOException {
    server.fail(Fault.status(400));
    Path journal = folder.resolve("journal");
    assertThat(
            harness.onSpark(SparkHarness.TRIAGE, lines(20), file("out"), journal, "--limit", "15"))
        .isEqualTo(ExitCode.SOME_FAILED);
    assertThat(server.requests()).hasSize(15);
    assertThat(harness.err.toString()).contains("To run the failed lines again, run: ");

    assertThat(harness.onSpark(SparkHarness.TRIAGE, lines(20), file("out"), journal))
        .isEqualTo(ExitCode.SUCCESS);

    assertThat(server.requests()).hasSize(15 + 6);
    assertThat(harness.err.toString())
        .contains(": 20 succeeded, 0 failed; 14 of them from the journal; ");
    harness.alone(SparkHarness.TRIAGE, Path.of(lines(20)), Path.of(file("alone")));
    assertThat(Path.of(file("out"))).hasSameTextualContentAs(Path.of(file("alone")));
  }

  @Test
  void stopsAtTheMaximumOfErrorsAndWritesTheOutcomesSoFar() throws IOException {
    Path in = Files.writeString(folder.resolve("in.jsonl"), "[]\n".repeat(60_000));

    assertThat(
            harness.onSpark(
                SparkHarness.TRIAGE, in.toString(), file("out"), null, "--max-errors", "100"))
        .isEqualTo(ExitCode.SOME_FAILED);

    assertThat(Files.readAllLines(Path.of(file("out")))).hasSizeBetween(100, 59_999);
    assertThat(harness.err.toString())
        .contains(
            "Stopped because of too many failures (--max-errors). Without --journal, another run"
                + " starts from the first line.");
  }

  @Test
  void rejectsWhatACommandLineCannotDo() throws IOException {
    String in = lines(1);
    Files.writeString(folder.resolve("text"), "kept");

    assertUsage("The output " + folder.resolve("text") + " exists.", in, "text", null);
    assertUsage("standard output is possible with a local master only", in, "-", null, "yarn");
    assertUsage("expected a file, found -.", "-", "out", null);
    assertUsage("Cannot read none.jsonl: the file does not exist.", "none.jsonl", "out", null);
    assertUsage("expected a folder, found the file", in, "out", folder.resolve("text"));
    assertUsage("price of the model", in, "out", null, "local[2]", "--max-cost", "1");
    assertUsage("which is not known", in, "out", null, "spark://host:1", "--rpm", "600");
    assertThatThrownBy(
            () -> new SparkHarness("groq:m").onSpark(SparkHarness.TRIAGE, in, file("out"), null))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("Groq requires an API key");
    assertThat(folder.resolve("text")).hasContent("kept");
  }

  @Test
  void replacesNeitherTheInputNorTheJournalNorAForeignFolder() throws IOException {
    String in = lines(1);
    Path journal = Files.createDirectories(folder.resolve("journal"));
    Files.writeString(journal.resolve("result"), "kept");
    Files.writeString(Files.createDirectories(folder.resolve("data")).resolve("foreign"), "kept");
    String cluster = "spark://host:1";

    assertUsage("is or contains the input", in, "in.jsonl", null, "local[2]", "--overwrite");
    assertUsage("is or contains the input", in, "", null, cluster, "--overwrite");
    assertUsage("is or contains the journal", in, "journal", journal, cluster, "--overwrite");
    assertUsage("data exists. Pass --overwrite", in, "data", journal, cluster);

    assertThat(entries()).containsExactlyInAnyOrder("in.jsonl", "journal", "data");
  }

  @Test
  void anEmptyInputReplacesTheOutput() throws IOException {
    Files.writeString(Path.of(file("out")), "former");

    assertThat(harness.onSpark(SparkHarness.TRIAGE, lines(0), file("out"), null, "--overwrite"))
        .isEqualTo(ExitCode.SUCCESS);

    assertThat(Path.of(file("out"))).isEmptyFile();
    assertThat(entries()).containsExactlyInAnyOrder("in.jsonl", "out.jsonl");
  }

  @Test
  void acceptsUrisWithSpaces() throws IOException {
    Path spaces = Files.createDirectories(folder.resolve("a b"));
    Files.move(Path.of(lines(3)), spaces.resolve("in put.jsonl"));
    String uri = "file://" + spaces;

    assertThat(
            harness.onSpark(
                SparkHarness.TRIAGE, uri + "/in put.jsonl", uri + "/out put", spaces.resolve("j")))
        .isEqualTo(ExitCode.SUCCESS);

    assertThat(spaces.resolve("out put/_SUCCESS")).exists();
    assertThat(server.requests()).hasSize(3);
  }

  private void assertUsage(String message, String in, String out, Path journal) {
    assertUsage(message, in, out, journal, "local[2]");
  }

  private void assertUsage(
      String message, String in, String out, Path journal, String master, String... options) {
    String target = out.equals("-") ? out : folder.resolve(out).toString();
    assertThatThrownBy(
            () -> harness.onMaster(master, SparkHarness.TRIAGE, in, target, journal, options))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining(message);
  }

  private Path hostileLines() throws IOException {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes("\ufeff\n{\"text\":\"first\"}\r\n\n \t\n".getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes("{\"text\":\"not JSON\"\n{\"txt\":7}\n".getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(new byte[] {'"', (byte) 0xff, '"', '\n'});
    IntStream.range(0, 60)
        .mapToObj(i -> "{\"text\":\"Ticket \u00e4 " + i + "\"}\n")
        .forEach(line -> bytes.writeBytes(line.getBytes(StandardCharsets.UTF_8)));
    bytes.writeBytes("\n[]".getBytes(StandardCharsets.UTF_8));
    return Files.write(folder.resolve("in.jsonl"), bytes.toByteArray());
  }

  private String lines(int count) throws IOException {
    return Files.write(
            folder.resolve("in.jsonl"),
            IntStream.range(0, count).mapToObj(i -> "{\"text\":\"Ticket " + i + "\"}").toList())
        .toString();
  }

  private String file(String name) {
    return folder.resolve(name + ".jsonl").toString();
  }

  private List<String> entries() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(path -> path.getFileName().toString()).toList();
    }
  }
}
