package org.atomicagents.cli.bench;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.atomicagents.batch.BatchItem;
import org.atomicagents.batch.JsonLinesReader;
import org.atomicagents.cli.agentfile.AgentFile;
import org.atomicagents.cli.exit.CommandException;
import org.atomicagents.cli.exit.ExitCode;
import org.atomicagents.cli.terminal.StandardInput;
import tools.jackson.databind.JsonNode;

/** Reads the inputs of a measurement, which are in memory: it must not wait for a disk. */
final class BenchInputs {
  private static final Path STANDARD = Path.of("-");
  private static final long MAX_CHARACTERS = 64L << 20;

  private BenchInputs() {}

  /**
   * Returns the inputs of a file of JSON Lines.
   *
   * @param file the file; {@code -} for standard input
   * @param max the maximum number of inputs to read
   * @throws CommandException if the file cannot be read, is empty or too large, or a line does not
   *     match the schema
   */
  static List<JsonNode> read(AgentFile agent, Path file, StandardInput standard, long max) {
    var inputs = new ArrayList<JsonNode>();
    long characters = 0;
    try (JsonLinesReader<JsonNode> reader = open(agent, file, standard)) {
      while (inputs.size() < max) {
        Optional<BatchItem<JsonNode>> item = reader.next();
        if (item.isEmpty()) {
          break;
        }
        JsonNode input = valid(item.get());
        characters += input.toString().length();
        if (characters > MAX_CHARACTERS) {
          throw new CommandException(
              ExitCode.USAGE,
              "%s:%d: the inputs are larger than 64 MiB, and all of them are kept in memory. Pass fewer lines, or fewer --runs."
                  .formatted(name(file), reader.line()));
        }
        inputs.add(input);
      }
    } catch (UncheckedIOException e) {
      throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()));
    }
    if (inputs.isEmpty()) {
      throw new CommandException(
          ExitCode.INPUT, "%s: expected an input on each line, found none.".formatted(name(file)));
    }
    return inputs;
  }

  static String name(Path file) {
    return file.equals(STANDARD) ? "standard input" : file.toString();
  }

  private static JsonNode valid(BatchItem<JsonNode> item) {
    return switch (item) {
      case BatchItem.Valid<JsonNode> valid -> valid.input();
      case BatchItem.Invalid<JsonNode> invalid ->
          throw new CommandException(
              ExitCode.INPUT, String.valueOf(invalid.failure().getMessage()));
    };
  }

  private static JsonLinesReader<JsonNode> open(
      AgentFile agent, Path file, StandardInput standard) {
    return file.equals(STANDARD)
        ? agent.input().open(agent.name(), standard.stream(), name(file))
        : agent.input().open(agent.name(), file);
  }
}
