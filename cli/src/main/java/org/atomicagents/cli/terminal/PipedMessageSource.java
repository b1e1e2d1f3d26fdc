package org.atomicagents.cli.terminal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.atomicagents.cli.exit.CommandException;
import org.atomicagents.cli.exit.ExitCode;
import org.jspecify.annotations.Nullable;

/** A source that reads one message per line from a pipe or a file. */
public final class PipedMessageSource implements MessageSource {
  private final BufferedReader lines;

  /** Creates a source that reads UTF-8 text. */
  public PipedMessageSource(InputStream in) {
    lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  @Override
  public @Nullable String next() {
    try {
      return lines.readLine();
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.USAGE, "Cannot read standard input: %s.".formatted(e.getMessage()));
    }
  }

  // Ctrl-C ends the program, like any other program in a pipe.
  @Override
  public StopListener watch(Runnable stop) {
    return () -> {};
  }

  @Override
  public void close() {}
}
