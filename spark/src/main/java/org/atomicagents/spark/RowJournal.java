package org.atomicagents.spark;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.atomicagents.cache.CacheStore;

/**
 * A store of the results of rows, which all executors share, so that a row is not paid for twice: a
 * task that Spark runs again, or a job that is started again, takes the results from there.
 *
 * {@snippet class="org.atomicagents.spark.SparkSnippets" region="journal"}
 *
 * <p>A result is in the store before its row is handed out. It is found by a SHA-256 hash of the
 * tenant, the input and what determines the result: the agent's name, the model, the response mode,
 * the sampling parameters, the system prompt without volatile context, and the schemas. Equal
 * inputs share one result, also those of different rows, partitions and jobs; rows that should have
 * results of their own differ in a column of {@link #withKeyColumns}. Failures are not recorded:
 * their rows run again.
 *
 * <p>If an executor is killed, only the results of its requests in flight are lost. If the store
 * cannot be read or written for longer than the {@link #patience()}, the task fails, and Spark runs
 * it again: a request whose result cannot be recorded is not sent.
 *
 * <p>Immutable.
 *
 * @param tenant the customer or application whose rows share results
 * @param store opens the store, once on each executor
 * @param keyColumns the columns that belong to the hash in addition to the input
 * @param lifetime the time for which a result is kept
 * @param patience the time for which a failing store is called again
 */
public record RowJournal(
    String tenant,
    StoreFactory store,
    List<String> keyColumns,
    Duration lifetime,
    Duration patience)
    implements Serializable {
  private static final Duration DEFAULT_LIFETIME = Duration.ofDays(30);
  private static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(30);

  /**
   * Creates a journal.
   *
   * @throws IllegalArgumentException if the lifetime is not positive, or the patience is negative
   */
  public RowJournal {
    Objects.requireNonNull(tenant, "tenant");
    Objects.requireNonNull(store, "store");
    keyColumns = List.copyOf(keyColumns);
    if (!lifetime.isPositive()) {
      throw new IllegalArgumentException(
          "lifetime: expected a positive duration, found " + lifetime);
    }
    if (patience.isNegative()) {
      throw new IllegalArgumentException("patience: expected 0 or more, found " + patience);
    }
  }

  /**
   * A serializable function that opens the store of an executor.
   *
   * <p>It is called once on each executor. Implementations must be thread-safe.
   */
  @FunctionalInterface
  public interface StoreFactory extends Serializable {

    /**
     * Returns the store of an executor, which all other executors also use: in Redis, a database or
     * a shared folder.
     *
     * @param executor the executor; it closes the resources that are passed to {@link
     *     ExecutorContext#closing}
     */
    CacheStore open(ExecutorContext executor);
  }

  /**
   * Returns a journal that keeps results for 30 days, and calls a failing store again for 30
   * seconds.
   */
  public static RowJournal of(String tenant, StoreFactory store) {
    return new RowJournal(tenant, store, List.of(), DEFAULT_LIFETIME, DEFAULT_PATIENCE);
  }

  /**
   * Returns a copy in which the values of columns belong to the hash: rows with equal inputs that
   * differ in one of these columns have results of their own.
   */
  public RowJournal withKeyColumns(String... columns) {
    return new RowJournal(tenant, store, List.of(columns), lifetime, patience);
  }

  /**
   * Returns a copy that keeps results for another time.
   *
   * @throws IllegalArgumentException if the duration is not positive
   */
  public RowJournal withLifetime(Duration duration) {
    return new RowJournal(tenant, store, keyColumns, duration, patience);
  }

  /**
   * Returns a copy that calls a failing store again for another time; zero for one call.
   *
   * @throws IllegalArgumentException if the duration is negative
   */
  public RowJournal withPatience(Duration duration) {
    return new RowJournal(tenant, store, keyColumns, lifetime, duration);
  }
}
