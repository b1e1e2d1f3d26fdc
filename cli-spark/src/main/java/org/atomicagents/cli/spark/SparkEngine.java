package org.atomicagents.cli.spark;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.atomicagents.batch.StopPolicy;
import org.atomicagents.cli.batch.BatchFiles;
import org.atomicagents.cli.batch.BatchLimits;
import org.atomicagents.cli.batch.ClusterBatch;
import org.atomicagents.cli.batch.ClusterEngine;
import org.atomicagents.cli.batch.ErrorLimit;
import org.atomicagents.cli.exit.CommandException;
import org.atomicagents.cli.exit.ExitCode;
import org.atomicagents.time.TimeSource;
import org.jline.utils.Signals;

/** Runs the lines of a file as a job of Spark, whose driver is this process. */
public final class SparkEngine implements ClusterEngine {
  private static final int SPLITS_PER_SLOT = 4;
  private static final int ITEMS_PER_SPLIT = 5_000;
  private static final int MAX_SPLITS = 20_000;

  @Override
  public ExitCode run(ClusterBatch batch) {
    String name = batch.agent().read().name();
    SparkSettings settings = SparkSettings.of(batch.cluster().master(), name, System.getenv());
    var files =
        new BatchFiles(
            Path.of(batch.in()),
            Path.of(batch.out()),
            batch.journal() == null ? null : Path.of(batch.journal()),
            batch.mayOverwrite());
    boolean isResumed = isResumed(batch);
    JobOutput output = JobOutput.of(batch.out(), settings.isLocal());
    String currency = new ModelCheck(batch, settings.isLocal()).currency();
    checkLimits(batch, settings);
    LineSplitter lines = readInput(batch);
    output.check(files, isResumed);
    var monitor =
        new JobMonitor(
            lines.items(), batch.limits().maxCost(), policy(batch.limits()), TimeSource.system());
    monitor.makeCurrent();
    Object former = Signals.register("INT", monitor::interrupt);
    try {
      batch.terminal().note("Starting Spark (%s).".formatted(settings.master()));
      try (JavaSparkContext spark = start(settings)) {
        return new SparkRun(batch, settings, files, output, monitor, currency)
            .run(spark, lines.split(splits(lines.items(), spark.defaultParallelism())));
      }
    } finally {
      Signals.unregister("INT", former);
    }
  }

  private static JavaSparkContext start(SparkSettings settings) {
    try {
      return new JavaSparkContext(settings.conf());
    } catch (Exception e) {
      // Scala throws checked exceptions that are not declared.
      throw new CommandException(
          ExitCode.USAGE,
          """
          Spark could not be started with the master %s: %s
          Name the master with --spark-master, such as local[4] or spark://host:7077.\
          """
              .formatted(settings.master(), e.getMessage()));
    }
  }

  private static StopPolicy policy(BatchLimits limits) {
    return limits.maxErrors() == null
        ? StopPolicy.collectAll()
        : ErrorLimit.parse(limits.maxErrors()).policy();
  }

  private static void checkLimits(ClusterBatch batch, SparkSettings settings) {
    boolean isLimited =
        batch.limits().requestsPerMinute() > 0 || batch.limits().tokensPerMinute() > 0;
    if (isLimited && settings.executors() == 0 && batch.cluster().redis() == null) {
      throw usage(
          """
          --rpm and --tpm are divided by the number of executors, which is not known.
          Set spark.executor.instances (or spark.cores.max and spark.executor.cores) in spark-defaults.conf, or share the limits with --redis URI.\
          """);
    }
  }

  private static LineSplitter readInput(ClusterBatch batch) {
    if (batch.in().equals("-")) {
      throw usage("--on spark reads parts of the input: expected a file, found -.");
    }
    try (InputStream in = LineFile.open(batch.in())) {
      return LineSplitter.read(in, batch.limits().maxLines());
    } catch (IOException e) {
      String problem =
          !LineFile.isUri(batch.in()) && !Files.exists(Path.of(batch.in()))
              ? "the file does not exist"
              : String.valueOf(e.getMessage());
      throw usage("Cannot read %s: %s.".formatted(batch.in(), problem));
    }
  }

  /** Returns whether the journal has results. */
  private static boolean isResumed(ClusterBatch batch) {
    if (batch.journal() == null) {
      return false;
    }
    if (LineFile.isUri(batch.journal())) {
      throw usage(
          "--journal: with --on spark, expected a folder that is mounted on all machines, found "
              + batch.journal());
    }
    Path folder = Path.of(batch.journal());
    if (Files.isRegularFile(folder)) {
      throw usage(
          """
          --journal: with --on spark, expected a folder, found the file %s.
          A journal of ./atomic batch without Spark is a file; name another path.\
          """
              .formatted(folder));
    }
    try (Stream<Path> results =
        Files.isDirectory(folder) ? Files.list(folder) : Stream.<Path>empty()) {
      Optional<Path> first = results.findFirst();
      return first.isPresent();
    } catch (IOException e) {
      throw usage("Cannot read the journal %s: %s".formatted(folder, e));
    }
  }

  private static int splits(long items, int slots) {
    long bySize = (items + ITEMS_PER_SPLIT - 1) / ITEMS_PER_SPLIT;
    return (int) Math.min(Math.max(bySize, (long) slots * SPLITS_PER_SLOT), MAX_SPLITS);
  }

  private static CommandException usage(String message) {
    return new CommandException(ExitCode.USAGE, message);
  }
}
