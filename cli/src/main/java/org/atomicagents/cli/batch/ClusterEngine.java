package org.atomicagents.cli.batch;

import java.util.Optional;
import java.util.ServiceLoader;
import org.atomicagents.cli.exit.CommandException;
import org.atomicagents.cli.exit.ExitCode;

/**
 * Runs the lines of a file on several machines. The implementation is another jar, which is found
 * by {@link ServiceLoader}, because its libraries are larger than all others together.
 */
public interface ClusterEngine {

  /**
   * Runs the lines, writes the outcomes, prints the progress and the summary on standard error, and
   * returns the exit code of the command.
   *
   * @throws CommandException if the batch cannot be run
   */
  ExitCode run(ClusterBatch batch);

  /** Returns the engine on the class path; empty if there is none. */
  static Optional<ClusterEngine> find() {
    return ServiceLoader.load(ClusterEngine.class).findFirst();
  }
}
