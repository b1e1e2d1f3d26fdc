package org.atomicagents.cli.batch;

import org.atomicagents.cli.exit.CommandException;
import org.atomicagents.cli.exit.ExitCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of the command {@code batch} that run it on several machines. */
public final class ClusterOptions {
  private static final String SPARK = "spark";

  @Option(
      names = "--on",
      paramLabel = "spark",
      description =
          "Run the lines as a job of Apache Spark, for files that take one machine more than a"
              + " day.")
  private @Nullable String engine;

  @Option(
      names = "--spark-master",
      paramLabel = "URL",
      description =
          "The master of Spark, such as spark://host:7077, yarn or k8s://https://host. Default:"
              + " that of Spark's configuration, or else local[*], all cores of this machine.")
  private @Nullable String master;

  @Option(
      names = "--redis",
      paramLabel = "URI",
      description =
          "With --on spark: the Redis server in which all executors share --rpm and --tpm, such as"
              + " redis://host:6379. Default: each executor gets an equal part.")
  private @Nullable String redis;

  /** Returns whether the lines are run by a cluster. */
  public boolean isCluster() {
    return engine != null;
  }

  /** Returns the URL of the master; null for the default. */
  public @Nullable String master() {
    return master;
  }

  /** Returns the URI of the Redis server with shared limits; null for none. */
  public @Nullable String redis() {
    return redis;
  }

  /**
   * Returns the first option with an invalid value, as a message; null if all are valid.
   *
   * @return the message of a usage error
   */
  public @Nullable String problem() {
    if (engine != null && !engine.equals(SPARK)) {
      return "--on: expected spark, found '" + engine + "'";
    }
    if (engine == null && master != null) {
      return "--spark-master needs --on spark";
    }
    if (engine == null && redis != null) {
      return "--redis needs --on spark";
    }
    return null;
  }

  /**
   * Returns the engine, whose classes are on the class path only if the launcher has put them
   * there.
   *
   * @throws CommandException if they are not
   */
  public ClusterEngine requireEngine() {
    return ClusterEngine.find()
        .orElseThrow(() ->
            new CommandException(
                ExitCode.USAGE,
                """
                --on spark: the classes of Spark are not on the class path of this program.
                Start it by ./atomic from a clone of the repository: it downloads Spark once (290 MB), or uses the jars of SPARK_HOME.\
                """));
  }
}
