package org.atomicagents.metrics;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.atomicagents.message.Usage;

/**
 * The metrics of a number of runs. Immutable.
 *
 * @param latency the durations of all runs, failed and cancelled ones included
 * @param timeToFirstToken the times to the first text of the streamed runs that had one
 * @param failures the number of failed runs by the type of their exception, in the order of names
 * @param cacheHits the number of runs whose output was read from a cache
 * @param sharedRuns the number of runs that shared the request of another run
 * @param requests the number of requests sent
 * @param reAsks the number of responses that were requested again because of violations
 * @param retries the number of failed requests that were sent again
 * @param repairs the number of repairs of responses
 * @param usage the tokens of all runs
 * @param tokensPerSecond the output tokens of successful runs divided by the time in which models
 *     wrote them: from the first byte of a stream to its last one, and from the request to the last
 *     byte of another response; 0 without such a time
 * @param cost the cost of the runs whose prices are known
 * @param unpricedRuns the number of runs with a usage whose price is unknown
 */
public record MetricsSummary(
    LatencySummary latency,
    LatencySummary timeToFirstToken,
    SequencedMap<String, Long> failures,
    long cacheHits,
    long sharedRuns,
    long requests,
    long reAsks,
    long retries,
    long repairs,
    Usage usage,
    double tokensPerSecond,
    BigDecimal cost,
    long unpricedRuns) {

  public MetricsSummary {
    failures = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(new TreeMap<>(failures)));
  }

  /** Returns the number of runs. */
  public long count() {
    return latency.count();
  }

  /** Returns the number of failed runs. */
  public long failureCount() {
    return failures.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Returns the metrics by the names of the performance guide, durations in milliseconds: {@code
   * count}, {@code avg_ms}, {@code p50_ms}, {@code p95_ms}, and others.
   */
  public SequencedMap<String, Number> values() {
    var values = new LinkedHashMap<String, Number>();
    values.put("count", count());
    values.put("failures", failureCount());
    values.put("avg_ms", millis(latency.mean()));
    values.put("p50_ms", millis(latency.p50()));
    values.put("p90_ms", millis(latency.p90()));
    values.put("p95_ms", millis(latency.p95()));
    values.put("p99_ms", millis(latency.p99()));
    values.put("max_ms", millis(latency.max()));
    values.put("first_token_p50_ms", millis(timeToFirstToken.p50()));
    values.put("first_token_p95_ms", millis(timeToFirstToken.p95()));
    values.put("tokens_per_second", tokensPerSecond);
    values.put("input_tokens", usage.inputTokens());
    values.put("output_tokens", usage.outputTokens());
    values.put("cost", cost);
    values.put("cache_hits", cacheHits);
    values.put("shared_runs", sharedRuns);
    values.put("requests", requests);
    values.put("re_asks", reAsks);
    values.put("retries", retries);
    return Collections.unmodifiableSequencedMap(values);
  }

  /** Returns a table of the metrics, one per line. */
  public String table() {
    var text = new StringBuilder();
    line(text, "Requests", String.valueOf(count()));
    line(text, "Failures", failures.isEmpty() ? "0" : failureCount() + " " + failures);
    line(text, "Avg", printed(latency.mean()));
    line(text, "P50", printed(latency.p50()));
    line(text, "P90", printed(latency.p90()));
    line(text, "P95", printed(latency.p95()));
    line(text, "P99", printed(latency.p99()));
    line(text, "Max", printed(latency.max()));
    if (timeToFirstToken.count() > 0) {
      line(text, "First token P50", printed(timeToFirstToken.p50()));
      line(text, "First token P95", printed(timeToFirstToken.p95()));
    }
    line(text, "Tokens", usage.inputTokens() + " in, " + usage.outputTokens() + " out");
    line(text, "Tokens per second", String.format(Locale.ROOT, "%.1f", tokensPerSecond));
    line(text, "Cost", printedCost());
    line(text, "Cache hits", String.valueOf(cacheHits));
    line(text, "Shared runs", String.valueOf(sharedRuns));
    line(text, "Re-asks", String.valueOf(reAsks));
    line(text, "Retries", String.valueOf(retries));
    line(text, "Repairs", String.valueOf(repairs));
    return text.toString();
  }

  private String printedCost() {
    String known = cost.setScale(4, RoundingMode.HALF_UP).toPlainString();
    return unpricedRuns == 0
        ? known
        : known + " and " + unpricedRuns + " runs without a known price";
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(String.format(Locale.ROOT, "%-18s %s%n", name + ":", value));
  }

  private static String printed(Duration duration) {
    return String.format(Locale.ROOT, "%.0f ms", millis(duration));
  }

  private static double millis(Duration duration) {
    return duration.toNanos() / 1e6;
  }
}
