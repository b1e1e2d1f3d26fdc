package org.atomicagents.cli.batch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.atomicagents.batch.JsonLinesReader;
import org.atomicagents.batch.JsonLinesWriter;
import org.atomicagents.cli.agentfile.AgentFile;
import org.atomicagents.cli.exit.CommandException;
import org.atomicagents.cli.exit.ExitCode;
import org.atomicagents.cli.terminal.StandardInput;
import org.atomicagents.cli.terminal.Terminal;
import org.atomicagents.schema.Schema;
import tools.jackson.databind.JsonNode;

/**
 * The files of a batch; {@code -} is standard input or standard output.
 *
 * @param mayOverwrite whether an existing output may be replaced
 */
public record BatchFiles(Path in, Path out, boolean mayOverwrite) {
  private static final Path STANDARD = Path.of("-");

  /** Returns whether the output is standard output. */
  public boolean isStandardOutput() {
    return out.equals(STANDARD);
  }

  /**
   * Returns a reader of the input, with a total if it is a file.
   *
   * @throws CommandException if the file cannot be read, or is the output
   */
  public JsonLinesReader<JsonNode> openInput(AgentFile agent, StandardInput standard) {
    if (in.equals(STANDARD)) {
      return agent.input().open(agent.name(), standard.stream(), "standard input");
    }
    if (isSame(in, out)) {
      throw usage("The output %s is the input file. Name another file.".formatted(out));
    }
    try {
      return agent.input().open(agent.name(), in).counted();
    } catch (UncheckedIOException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Returns a writer of the output.
   *
   * @param isResumed whether the batch continues an earlier one, whose output is replaced
   * @throws CommandException if the file exists or cannot be written
   */
  public JsonLinesWriter<JsonNode> openOutput(
      Schema<JsonNode> schema, boolean isResumed, Terminal terminal) {
    if (isStandardOutput()) {
      return JsonLinesWriter.to(new TerminalLines(terminal), "standard output", schema);
    }
    try {
      if (!mayOverwrite && !isResumed && Files.isRegularFile(out) && Files.size(out) > 0) {
        throw usage(
            "The output %s exists. Pass --overwrite to replace it, or name another file."
                .formatted(out));
      }
      return JsonLinesWriter.overwrite(out, schema);
    } catch (IOException | UncheckedIOException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return Files.exists(other) && Files.isSameFile(one, other);
    } catch (IOException e) {
      return false;
    }
  }

  private static CommandException usage(String message) {
    return new CommandException(ExitCode.USAGE, message);
  }

  /** A stream whose complete lines are written to a terminal. */
  private static final class TerminalLines extends OutputStream {
    private final Terminal terminal;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    TerminalLines(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public void write(int b) throws IOException {
      if (b == '\n') {
        terminal.line(line.toString(StandardCharsets.UTF_8));
        line.reset();
        if (terminal.hasOutputFailed()) {
          throw new IOException("the reader has closed it");
        }
      } else {
        line.write(b);
      }
    }
  }
}
