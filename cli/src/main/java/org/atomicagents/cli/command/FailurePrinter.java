package org.atomicagents.cli.command;

import org.atomicagents.cli.exit.CommandException;
import org.atomicagents.cli.source.SourceException;
import org.atomicagents.cli.terminal.AnsiStyle;
import org.atomicagents.cli.terminal.Terminal;
import org.atomicagents.error.AgentException;

/** Tells the user why a command failed. */
record FailurePrinter(Terminal terminal, boolean debug) {

  /** Tells it; gives back the exit code. */
  int print(Exception failure) {
    String message =
        isKnown(failure) && failure.getMessage() != null
            ? failure.getMessage()
            : "This should not have happened: " + failure + "\nMore is shown with --debug.";
    terminal.err().println(terminal.styleError(AnsiStyle.RED, Terminal.escapeControls(message)));
    if (debug) {
      failure.printStackTrace(terminal.err());
    }
    terminal.err().flush();
    return 1;
  }

  private static boolean isKnown(Exception failure) {
    return failure instanceof AgentException
        || failure instanceof CommandException
        || failure instanceof SourceException;
  }
}
