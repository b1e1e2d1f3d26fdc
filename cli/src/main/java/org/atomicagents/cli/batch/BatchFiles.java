package org.atomicagents.cli.batch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.atomicagents.batch.BatchJournal;
import org.atomicagents.batch.JsonLinesReader;
import org.atomicagents.batch.JsonLinesWriter;
import org.atomicagents.cli.agentfile.AgentFile;
import org.atomicagents.cli.exit.CommandException;
import org.atomicagents.cli.exit.ExitCode;
import org.atomicagents.cli.terminal.StandardInput;
import org.atomicagents.cli.terminal.Terminal;
import org.atomicagents.error.StoreException;
import org.atomicagents.schema.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The files of a batch; {@code -} is standard input or standard output.
 *
 * @param journal the journal of the results; null for none
 * @param mayOverwrite whether an existing output may be replaced
 */
public record BatchFiles(Path in, Path out, @Nullable Path journal, boolean mayOverwrite) {
  private static final Path STANDARD = Path.of("-");

  /** Returns whether the input is standard input. */
  boolean isStandardInput() {
    return in.equals(STANDARD);
  }

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
   * Returns the journal; null for none.
   *
   * @throws CommandException if the journal cannot be opened, or is another file of the batch
   */
  public @Nullable BatchJournal openJournal() {
    if (journal == null) {
      return null;
    }
    if (isSame(journal, in) || isSame(journal, out)) {
      throw usage(
          "The journal %s is the input or the output. Name another file.".formatted(journal));
    }
    try {
      return BatchJournal.open(journal);
    } catch (StoreException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Checks the output before the first request.
   *
   * @param isResumed whether the batch continues an earlier one, whose output is replaced
   * @throws CommandException if the file exists and may not be replaced, or cannot be written
   */
  public void checkOutput(boolean isResumed) {
    if (isStandardOutput()) {
      return;
    }
    try {
      if (!mayOverwrite && !isResumed && Files.isRegularFile(out) && Files.size(out) > 0) {
        throw usage(
            "The output %s exists. Pass --overwrite to replace it, or name another file."
                .formatted(out));
      }
      if (!Files.exists(out)) {
        Files.createFile(out);
      } else if (Files.isDirectory(out)) {
        throw unwritable("it is a directory. Name a file.");
      } else if (!Files.isWritable(out)) {
        throw unwritable("permission denied. Permit this user to write it, or name another file.");
      }
    } catch (NoSuchFileException e) {
      throw unwritable("the folder does not exist. Create it, or name another file.");
    } catch (AccessDeniedException e) {
      throw unwritable(
          "permission denied. Permit this user to write to the folder, or name another file.");
    } catch (IOException e) {
      throw unwritable(e.getMessage() + ". Check its disk, or name another file.");
    }
  }

  private CommandException unwritable(String problem) {
    return usage("Cannot write to %s: %s".formatted(out, problem));
  }

  /**
   * Returns the output, whose content is removed; if the batch continues an earlier one, which the
   * journal may refuse, after its first success.
   *
   * @param isResumed whether the journal has results
   * @throws CommandException if the file cannot be written
   */
  BatchOutput openOutput(Schema<JsonNode> schema, Terminal terminal, boolean isResumed) {
    try {
      if (isStandardOutput()) {
        var lines = new TerminalLines(terminal);
        return BatchOutput.of(out, schema, JsonLinesWriter.to(lines, "standard output", schema));
      }
      return isResumed && Files.isRegularFile(out)
          ? BatchOutput.keeping(out, schema)
          : BatchOutput.of(out, schema, JsonLinesWriter.overwrite(out, schema));
    } catch (UncheckedIOException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Checks that the output, which is replaced as a whole, neither is nor contains the input or the
   * journal.
   *
   * @throws CommandException if it does
   */
  public void requireOutputApart() {
    if (isStandardOutput()) {
      return;
    }
    requireOutputApart("input", in);
    if (journal != null) {
      requireOutputApart("journal", journal);
    }
  }

  private void requireOutputApart(String kind, Path other) {
    boolean isInside =
        other.toAbsolutePath().normalize().startsWith(out.toAbsolutePath().normalize());
    if (isInside || isSame(out, other)) {
      throw usage(
          "The output %s is or contains the %s %s, and would replace it. Name another output."
              .formatted(out, kind, other));
    }
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize())
          || (Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other));
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
