package org.atomicagents.cli.spark;

import java.io.Serializable;
import java.util.Objects;
import org.atomicagents.cli.exit.ExitCode;
import org.atomicagents.internal.spark.JournalFailureException;

/**
 * A failure of all lines, and not of one of them.
 *
 * @param code the exit code of the command
 * @param message the complete text shown to the user
 */
record JobProblem(ExitCode code, String message) implements Serializable {
  JobProblem {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(message, "message");
  }

  static JobProblem of(Exception failure) {
    ExitCode code =
        failure instanceof JournalFailureException ? ExitCode.USAGE : ExitCode.of(failure);
    return new JobProblem(code, String.valueOf(failure.getMessage()));
  }
}
