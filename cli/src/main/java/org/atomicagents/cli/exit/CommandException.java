package org.atomicagents.cli.exit;

/** Thrown if a command fails for a reason that the user can fix. */
public final class CommandException extends RuntimeException {
  private final ExitCode code;

  /**
   * Creates an exception.
   *
   * @param message the complete text shown to the user
   */
  public CommandException(ExitCode code, String message) {
    super(message, null, false, true);
    this.code = code;
  }

  ExitCode code() {
    return code;
  }
}
