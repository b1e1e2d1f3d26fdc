package org.atomicagents.cli.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.atomicagents.batch.BatchProgress;
import org.atomicagents.cli.batch.BatchFiles;
import org.atomicagents.cli.batch.BatchSummary;
import org.atomicagents.cli.batch.ClusterBatch;
import org.atomicagents.cli.batch.ProgressDisplay;
import org.atomicagents.cli.batch.ProgressText;
import org.atomicagents.cli.exit.CommandException;
import org.atomicagents.cli.exit.ExitCode;
import org.atomicagents.time.TimeSource;

/**
 * The job of a batch.
 *
 * @param currency the currency of the prices; empty if they are not known
 */
record SparkRun(
    ClusterBatch batch,
    SparkSettings settings,
    BatchFiles files,
    JobOutput output,
    JobMonitor monitor,
    String currency) {
  private static final int MAX_REASON_LINES = 5;

  /**
   * Runs the splits, writes the output, prints the summary, and returns the exit code.
   *
   * @throws CommandException if no line can be run, or Spark ends the job
   */
  ExitCode run(JavaSparkContext spark, List<LineSplit> splits) {
    var text = new ProgressText(currency);
    var tally = new LineTally();
    spark.sc().register(tally, "lines");
    monitor.onProblem(() -> spark.sc().cancelAllJobs());
    boolean isComplete = false;
    var display =
        ProgressDisplay.start(batch.terminal(), text, true, TimeSource.system(), monitor::progress);
    try (display) {
      save(spark, splits, tally);
      isComplete = true;
    } finally {
      if (!isComplete) {
        output.deleteParts();
      }
    }
    output.complete(batch.terminal());
    BatchProgress progress = monitor.progress(tally.value());
    new BatchSummary(batch.terminal(), text, files, batch.command())
        .print(progress, tally.value().failures(), monitor.stopReason(), monitor.isInterrupted());
    if (monitor.isInterrupted()) {
      return ExitCode.INTERRUPTED;
    }
    return progress.failed() == 0 && monitor.stopReason().isEmpty()
        ? ExitCode.SUCCESS
        : ExitCode.SOME_FAILED;
  }

  private void save(JavaSparkContext spark, List<LineSplit> splits, LineTally tally) {
    try {
      spark
          .parallelize(splits, Math.max(1, splits.size()))
          .mapPartitions(new LineTask(job(spark), tally))
          .saveAsTextFile(output.partsUri());
    } catch (Exception e) {
      // Scala throws checked exceptions that are not declared.
      JobProblem problem = monitor.problem();
      if (problem != null) {
        throw new CommandException(problem.code(), problem.message());
      }
      if (e instanceof SparkException || e instanceof RuntimeException) {
        throw new CommandException(
            ExitCode.FAILED, "Spark ended the job: %s\n%s".formatted(reason(e), continuation()));
      }
      throw new IllegalStateException(e);
    }
  }

  /** Returns the messages of an exception and of its causes, without the stack traces in them. */
  private static String reason(Throwable failure) {
    var lines = new ArrayList<String>();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage());
      message
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("\t") && !line.startsWith("Driver "))
          .map(String::strip)
          .filter(line -> !lines.contains(line))
          .limit(MAX_REASON_LINES)
          .forEach(lines::add);
    }
    return String.join("\n  ", lines);
  }

  private String continuation() {
    return batch.journal() == null
        ? "Without --journal, another run starts from the first line."
        : "To continue, run: " + batch.command();
  }

  private LineJob job(JavaSparkContext spark) {
    return new LineJob(
        batch.agent(),
        batch.model().name(),
        batch.isModelOfFile(),
        batch.in(),
        batch.journal(),
        batch.limits().concurrency(),
        batch.limits().requestsPerMinute(),
        batch.limits().tokensPerMinute(),
        settings.executors(),
        settings.isLocal() ? spark.defaultParallelism() : settings.cores(),
        batch.cluster().redis());
  }
}
