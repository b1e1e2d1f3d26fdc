package org.atomicagents.spark;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Optional;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;
import org.atomicagents.internal.spark.CostAccumulator;
import org.atomicagents.internal.spark.RowCounts;
import org.atomicagents.internal.spark.RowResult;

/**
 * Accumulators of the rows of an agent: rows, failures, requests, tokens and cost.
 *
 * {@snippet class="org.atomicagents.spark.SparkSnippets" region="metrics"}
 *
 * <p>The driver reads them after an action, and Spark's web interface shows them under the name and
 * the kind, as in {@code triage.rows}. As all accumulators in transformations, they count every
 * execution: a dataset that is computed by two actions is counted twice, as are partitions that are
 * lost and computed again. Tasks that fail, or are killed, are not counted, although their requests
 * were paid for.
 *
 * <p>Results of a journal count as rows, and not as requests, tokens or cost. Thread-safe.
 */
public final class RowMetrics implements Serializable {
  private static final long serialVersionUID = 1;

  private final LongAccumulator rows;
  private final LongAccumulator failures;
  private final LongAccumulator replayed;
  private final LongAccumulator requests;
  private final LongAccumulator inputTokens;
  private final LongAccumulator outputTokens;
  private final LongAccumulator unpricedRows;
  private final CostAccumulator cost;

  private RowMetrics(SparkContext spark, String name) {
    this.rows = spark.longAccumulator(name + ".rows");
    this.failures = spark.longAccumulator(name + ".failures");
    this.replayed = spark.longAccumulator(name + ".replayed");
    this.requests = spark.longAccumulator(name + ".requests");
    this.inputTokens = spark.longAccumulator(name + ".inputTokens");
    this.outputTokens = spark.longAccumulator(name + ".outputTokens");
    this.unpricedRows = spark.longAccumulator(name + ".unpricedRows");
    this.cost = new CostAccumulator();
    spark.register(cost, name + ".cost");
  }

  /**
   * Returns new accumulators of a session.
   *
   * @param name the beginning of their names in Spark's web interface
   */
  public static RowMetrics register(SparkSession spark, String name) {
    return new RowMetrics(spark.sparkContext(), name);
  }

  /** Returns the number of rows, failed and replayed ones included. */
  public long rows() {
    return rows.sum();
  }

  /** Returns the number of rows with an error. */
  public long failures() {
    return failures.sum();
  }

  /** Returns the number of rows whose result was taken from the journal. */
  public long replayed() {
    return replayed.sum();
  }

  /** Returns the number of requests that were sent, retries and re-asks included. */
  public long requests() {
    return requests.sum();
  }

  /** Returns the number of input tokens of these requests, as far as they were reported. */
  public long inputTokens() {
    return inputTokens.sum();
  }

  /** Returns the number of output tokens of these requests, as far as they were reported. */
  public long outputTokens() {
    return outputTokens.sum();
  }

  /**
   * Returns the cost of these requests, in the currency of the prices; empty if the price of a row
   * is not known, never zero for that reason.
   */
  public Optional<BigDecimal> cost() {
    return unpricedRows.sum() == 0 ? Optional.of(cost.value()) : Optional.empty();
  }

  /** Adds the counts of a row; called by the tasks. */
  void add(RowResult row) {
    RowCounts counts = row.counts();
    rows.add(1);
    if (row.failure() != null) {
      failures.add(1);
    }
    if (counts.isReplayed()) {
      replayed.add(1);
      return;
    }
    requests.add(counts.requests());
    inputTokens.add(counts.usage().inputTokens());
    outputTokens.add(counts.usage().outputTokens());
    counts.cost().ifPresentOrElse(cost::add, () -> unpricedRows.add(1));
  }

  @Override
  public String toString() {
    return "RowMetrics[rows="
        + rows()
        + ", failures="
        + failures()
        + ", replayed="
        + replayed()
        + ", requests="
        + requests()
        + ", cost="
        + cost().map(BigDecimal::toPlainString).orElse("unknown")
        + "]";
  }
}
