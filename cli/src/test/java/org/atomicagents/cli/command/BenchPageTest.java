package org.atomicagents.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Tests the page about the command bench. */
@Timeout(180)
class BenchPageTest {
  private static final Path PAGE = Path.of("../docs/bench.md");
  private static final String PREFIX = "./atomic ";

  @TempDir private Path folder;

  @Test
  void theCommandsOfThePageSucceed() throws IOException {
    List<String> commands =
        Files.readAllLines(PAGE).stream().filter(line -> line.startsWith(PREFIX)).toList();
    try (var server = SimulatedProvider.start()) {
      for (String command : commands) {
        var harness = new CommandHarness();
        harness.servers.put("openai", server.baseUrl());
        harness.environment.put("OPENAI_API_KEY", "key");

        int code = harness.run(arguments(command));

        // Faults may fail a run.
        boolean isExpected = code == 0 || (code == 7 && command.contains("--faults"));
        assertThat(isExpected).as("%s: %d\n%s", command, code, harness.err).isTrue();
      }
    }
    assertThat(commands).hasSize(4);
    assertThat(folder.resolve("report.html")).exists();
  }

  @Test
  void thePageListsAllOptions() throws IOException {
    var line = new CommandLine(new BenchCommand(new CommandHarness().commandEnvironment()));
    String table =
        Files.readAllLines(PAGE).stream()
            .filter(row -> row.startsWith("| `-"))
            .collect(Collectors.joining("\n"));

    assertThat(line.getCommandSpec().optionsMap().keySet())
        .filteredOn(option -> !List.of("-h", "--help", "-V", "--version").contains(option))
        .allSatisfy(option -> assertThat(table).contains(option));
  }

  private String[] arguments(String command) {
    // The simulated model responds at once, unless the command sets its speed or names a model.
    boolean isFast = !command.contains("--latency") && !command.contains("--model");
    String complete = isFast ? command + " --latency 0 --tokens-per-second 0" : command;
    Stream<String> words = Stream.of(complete.substring(PREFIX.length()).split(" ", -1));
    return words
        .map(word -> word.startsWith("examples/") ? "../" + word : word)
        .map(word -> word.endsWith(".html") ? folder.resolve(word).toString() : word)
        .toArray(String[]::new);
  }
}
