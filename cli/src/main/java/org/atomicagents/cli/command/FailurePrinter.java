package org.atomicagents.cli.command;

import org.atomicagents.cli.exit.CommandException;
import org.atomicagents.cli.source.SourceException;
import org.atomicagents.cli.terminal.Terminal;
import org.atomicagents.error.AgentException;

/** Prints the failure of a command. */
record FailurePrinter(Terminal terminal, boolean debug) {

  /** Prints a failure and returns the exit code 1. */
  int print(Exception failure) {
    String message =
        isKnown(failure) && failure.getMessage() != null
            ? failure.getMessage()
            : "Internal error: " + failure + "\nRun with --debug for the stack trace.";
    terminal.error(message);
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
