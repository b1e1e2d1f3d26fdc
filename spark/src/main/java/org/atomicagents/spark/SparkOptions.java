package org.atomicagents.spark;

import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The settings of an agent's runs over the rows of a dataset.
 *
 * <p>Immutable; the {@code with} methods return copies.
 *
 * @param maxConcurrency the maximum number of rows in flight in each partition
 * @param window the maximum number of rows of a partition that were read and not handed out
 * @param resultColumn the name of the result column
 * @param failOnError whether a failed row fails its task
 * @param executors the maximum number of executors; 0 for that of Spark's configuration
 * @param journal the store of the results of rows; null for none
 * @param metrics the accumulators; null for none
 */
public record SparkOptions(
    int maxConcurrency,
    int window,
    String resultColumn,
    boolean failOnError,
    int executors,
    @Nullable RowJournal journal,
    @Nullable RowMetrics metrics)
    implements Serializable {
  private static final int DEFAULT_CONCURRENCY = 32;
  private static final int WINDOW_FACTOR = 4;
  private static final SparkOptions DEFAULTS =
      new SparkOptions(
          DEFAULT_CONCURRENCY, DEFAULT_CONCURRENCY * WINDOW_FACTOR, "result", false, 0, null, null);

  /**
   * Creates options.
   *
   * @throws IllegalArgumentException if a number is out of range or the column has no name
   */
  public SparkOptions {
    requireAtLeast(1, "maxConcurrency", maxConcurrency);
    requireAtLeast(1, "window", window);
    requireAtLeast(0, "executors", executors);
    Objects.requireNonNull(resultColumn, "resultColumn");
    if (resultColumn.isBlank()) {
      throw new IllegalArgumentException("resultColumn: expected a name, found none");
    }
  }

  /**
   * Returns the default options: 32 rows in flight in each partition, a column "result", failed
   * rows as rows with an error, neither journal nor metrics.
   */
  public static SparkOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Returns a copy with a maximum number of rows in flight in each partition, and a window of four
   * times as many. An executor runs as many partitions at a time as it has cores.
   *
   * @throws IllegalArgumentException if the number is less than 1
   */
  public SparkOptions withMaxConcurrency(int rows) {
    requireAtLeast(1, "maxConcurrency", rows);
    int newWindow = (int) Math.min((long) rows * WINDOW_FACTOR, Integer.MAX_VALUE);
    return new SparkOptions(
        rows, newWindow, resultColumn, failOnError, executors, journal, metrics);
  }

  /**
   * Returns a copy with a maximum number of rows of a partition that were read and not handed out.
   *
   * <p>The rows of a partition keep their order: a slow row delays at most this many others. Where
   * only the first rows of a result are used, as by {@code show()}, up to this many more rows are
   * run.
   *
   * @throws IllegalArgumentException if the number is less than 1
   */
  public SparkOptions withWindow(int rows) {
    return new SparkOptions(
        maxConcurrency, rows, resultColumn, failOnError, executors, journal, metrics);
  }

  /** Returns a copy with another name of the result column; default: "result". */
  public SparkOptions withResultColumn(String name) {
    return new SparkOptions(maxConcurrency, window, name, failOnError, executors, journal, metrics);
  }

  /**
   * Returns a copy in which a failed row fails its task, or not; default: false.
   *
   * <p>Spark runs a failed task again, by default three times, and then fails the job. Without a
   * journal, all rows of the partition are paid for again.
   */
  public SparkOptions withFailOnError(boolean fails) {
    return new SparkOptions(
        maxConcurrency, window, resultColumn, fails, executors, journal, metrics);
  }

  /**
   * Returns a copy with the maximum number of executors, by which {@link ExecutorContext#share}
   * divides limits; default: that of Spark's configuration.
   *
   * @throws IllegalArgumentException if the number is less than 1
   */
  public SparkOptions withExecutors(int max) {
    requireAtLeast(1, "executors", max);
    return new SparkOptions(
        maxConcurrency, window, resultColumn, failOnError, max, journal, metrics);
  }

  /** Returns a copy with a journal, so that rows are not paid for twice; default: none. */
  public SparkOptions withJournal(RowJournal newJournal) {
    return new SparkOptions(
        maxConcurrency,
        window,
        resultColumn,
        failOnError,
        executors,
        Objects.requireNonNull(newJournal, "newJournal"),
        metrics);
  }

  /** Returns a copy with accumulators of rows, tokens and cost; default: none. */
  public SparkOptions withMetrics(RowMetrics newMetrics) {
    return new SparkOptions(
        maxConcurrency,
        window,
        resultColumn,
        failOnError,
        executors,
        journal,
        Objects.requireNonNull(newMetrics, "newMetrics"));
  }

  private static void requireAtLeast(int min, String name, int value) {
    if (value < min) {
      throw new IllegalArgumentException(name + ": expected " + min + " or more, found " + value);
    }
  }
}
