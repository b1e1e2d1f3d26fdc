package org.atomicagents.cli;

/** A command can't go on, for a reason that its user can do something about. */
final class CommandFailure extends RuntimeException {
  private final ExitCode code;

  /**
   * @param message what is told, and nothing besides
   */
  CommandFailure(ExitCode code, String message) {
    super(message, null, false, true);
    this.code = code;
  }

  ExitCode code() {
    return code;
  }
}
