package org.atomicagents.cli.exit;

/** A command can't go on, for a reason that its user can do something about. */
public final class CommandException extends RuntimeException {
  private final ExitCode code;

  /**
   * @param message what is told, and nothing besides
   */
  public CommandException(ExitCode code, String message) {
    super(message, null, false, true);
    this.code = code;
  }

  ExitCode code() {
    return code;
  }
}
