package org.atomicagents.metrics;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.atomicagents.RunResult;
import org.atomicagents.error.AgentException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The metrics of runs: in total, by model, by tag, and since the last window.
 *
 * {@snippet class="org.atomicagents.metrics.MetricsSnippets" region="timed"}
 *
 * <p>The memory does not depend on the number of runs: about 410 KB in total, for the window, and
 * for each model and tag, of which at most {@value #MAX_KEYS} are recorded separately and the
 * others together as {@value #OTHER}. Thread-safe; recording is lock-free.
 */
public final class RequestMetrics {
  /** The maximum number of models, and of tags, that are recorded separately. */
  public static final int MAX_KEYS = 32;

  /** The name of the models or tags beyond {@link #MAX_KEYS}. */
  public static final String OTHER = "other";

  private static final Logger log = LoggerFactory.getLogger(RequestMetrics.class);

  private final @Nullable RunCost cost;
  private final RunRecords total = new RunRecords();
  private final AtomicReference<RunRecords> window = new AtomicReference<>(new RunRecords());
  private final ConcurrentHashMap<String, RunRecords> models = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, RunRecords> tags = new ConcurrentHashMap<>();

  private RequestMetrics(@Nullable RunCost cost) {
    this.cost = cost;
  }

  /**
   * Returns empty metrics that include the cost of the runs by the catalogs of their models, as in
   * {@link RunResult#cost()}.
   */
  public static RequestMetrics create() {
    return new RequestMetrics(null);
  }

  /** Returns empty metrics that include the cost of the successful runs by a function. */
  public static RequestMetrics withCost(RunCost cost) {
    return new RequestMetrics(Objects.requireNonNull(cost, "cost"));
  }

  /**
   * Records a successful run.
   *
   * @param tag the tag of the run; null for none
   */
  public void recordSuccess(RunResult<?> result, Duration latency, @Nullable String tag) {
    long nanos = latency.toNanos();
    Optional<BigDecimal> price =
        priced(() -> cost == null ? result.cost() : cost.of(result.model(), result.usage()));
    record(tag, records -> records.succeeded(result, nanos, price));
    of(models, result.model()).succeeded(result, nanos, price);
  }

  // The run has succeeded, and its turn is committed: a faulty table of prices must not change
  // that.
  private static Optional<BigDecimal> priced(Supplier<Optional<BigDecimal>> price) {
    try {
      return price.get();
    } catch (RuntimeException e) {
      log.warn("The cost of a run is unknown, since its function failed", e);
      return Optional.empty();
    }
  }

  /**
   * Records a failed or cancelled run.
   *
   * @param tag the tag of the run; null for none
   */
  public void recordFailure(RuntimeException failure, Duration latency, @Nullable String tag) {
    Objects.requireNonNull(failure, "failure");
    long nanos = latency.toNanos();
    Optional<BigDecimal> price =
        cost == null && failure instanceof AgentException consumed
            ? priced(consumed::cost)
            : Optional.empty();
    record(tag, records -> records.failed(failure, nanos, price));
  }

  /** Adds the total, the models and the tags of other metrics, such as those of another thread. */
  public void merge(RequestMetrics other) {
    total.add(other.total);
    window.get().add(other.total);
    other.models.forEach((model, records) -> of(models, model).add(records));
    other.tags.forEach((tag, records) -> of(tags, tag).add(records));
  }

  /** Returns the metrics of all runs. */
  public MetricsSummary summary() {
    return total.summary();
  }

  /**
   * Returns the metrics of the runs since the previous call, or since the creation, and starts the
   * next window. A run that is recorded during the call may be counted in neither window; the total
   * contains it.
   */
  public MetricsSummary nextWindow() {
    return window.getAndSet(new RunRecords()).summary();
  }

  /** Returns the metrics of the successful runs by the model that responded, in order of names. */
  public SequencedMap<String, MetricsSummary> byModel() {
    return summaries(models);
  }

  /** Returns the metrics of the tagged runs by their tag, in order of names. */
  public SequencedMap<String, MetricsSummary> byTag() {
    return summaries(tags);
  }

  private void record(@Nullable String tag, Consumer<RunRecords> change) {
    change.accept(total);
    change.accept(window.get());
    if (tag != null) {
      change.accept(of(tags, tag));
    }
  }

  private static RunRecords of(ConcurrentHashMap<String, RunRecords> all, String key) {
    RunRecords records = all.get(key);
    if (records != null) {
      return records;
    }
    String name = all.size() < MAX_KEYS ? key : OTHER;
    return all.computeIfAbsent(name, absent -> new RunRecords());
  }

  private static SequencedMap<String, MetricsSummary> summaries(
      ConcurrentHashMap<String, RunRecords> all) {
    var summaries = new TreeMap<String, MetricsSummary>();
    all.forEach((key, records) -> summaries.put(key, records.summary()));
    return summaries;
  }

  /** Returns the table of the total; see {@link MetricsSummary#table()}. */
  @Override
  public String toString() {
    return summary().table();
  }
}
