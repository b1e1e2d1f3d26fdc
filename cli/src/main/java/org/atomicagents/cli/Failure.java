package org.atomicagents.cli;

import org.atomicagents.model.AgentException;

/** Tells the user why a command failed. */
record Failure(Terminal terminal, boolean debug) {

  /** Tells it; gives back the exit code. */
  int told(Exception failure) {
    String message =
        failure instanceof AgentException && failure.getMessage() != null
            ? failure.getMessage()
            : "This should not have happened: " + failure + "\nMore is shown with --debug.";
    terminal.err().println(terminal.errorPaint(Paint.RED, Terminal.clean(message)));
    if (debug) {
      failure.printStackTrace(terminal.err());
    }
    terminal.err().flush();
    return 1;
  }
}
