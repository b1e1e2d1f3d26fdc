package org.atomicagents.cli;

import org.atomicagents.cli.source.SourceException;
import org.atomicagents.error.AgentException;

/** Tells the user why a command failed. */
record Failure(Terminal terminal, boolean debug) {

  /** Tells it; gives back the exit code. */
  int told(Exception failure) {
    String message =
        isKnown(failure) && failure.getMessage() != null
            ? failure.getMessage()
            : "This should not have happened: " + failure + "\nMore is shown with --debug.";
    terminal.err().println(terminal.errorPaint(Paint.RED, Terminal.clean(message)));
    if (debug) {
      failure.printStackTrace(terminal.err());
    }
    terminal.err().flush();
    return 1;
  }

  private static boolean isKnown(Exception failure) {
    return failure instanceof AgentException
        || failure instanceof CommandFailure
        || failure instanceof SourceException;
  }
}
