package org.atomicagents.benchmarks.weakmodel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.atomicagents.benchmarks.harness.BenchmarkReport;
import org.atomicagents.benchmarks.weakmodel.TaskResult.ValueQuality;
import tools.jackson.databind.node.ObjectNode;

/** The results of one extractor with one model, for each seed. Not thread-safe. */
public final class ExtractionScore {
  private final String label;
  private final List<List<TaskResult>> seeds = new ArrayList<>();

  ExtractionScore(String label) {
    this.label = label;
  }

  /** Returns the name of the extractor. */
  public String label() {
    return label;
  }

  void add(int seed, TaskResult result) {
    while (seeds.size() <= seed) {
      seeds.add(new ArrayList<>());
    }
    seeds.get(seed).add(result);
  }

  /** Returns the number of extractions. */
  public int count() {
    return all().size();
  }

  /** Returns the share of valid values, for each seed. */
  public List<Double> validShares() {
    return shares(result -> result.finalQuality().isValid());
  }

  /** Returns the share of valid and correct values, for each seed. */
  public List<Double> rightShares() {
    return shares(result -> result.finalQuality() == ValueQuality.RIGHT);
  }

  /** Returns the share of valid but incorrect values, for each seed. */
  public List<Double> wrongButValidShares() {
    return shares(result -> result.finalQuality() == ValueQuality.WRONG);
  }

  /** Returns the mean number of requests per task, for each seed. */
  public List<Double> attempts() {
    return means(result -> result.tally().requests());
  }

  /** Returns the mean number of completion tokens per task, for each seed. */
  public List<Double> completionTokens() {
    return means(result -> result.tally().completionTokens());
  }

  /** Returns the mean of values of all seeds. */
  public static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  /** Adds all figures to a report. */
  public void write(ObjectNode report) {
    report.put("tasks", count()).put("seeds", seeds.size());
    put(report, "validShare", share(result -> result.finalQuality().isValid()));
    put(report, "rightShare", share(result -> result.finalQuality() == ValueQuality.RIGHT));
    put(report, "wrongButValidShare", share(result -> result.finalQuality() == ValueQuality.WRONG));
    put(report, "violatingShare", share(result -> result.finalQuality() == ValueQuality.VIOLATION));
    put(report, "failedShare", share(result -> result.finalQuality() == ValueQuality.FAILED));
    put(report, "attempts", average(result -> result.tally().requests()));
    put(report, "promptTokens", average(result -> result.tally().promptTokens()));
    put(report, "tokens", average(result -> result.tally().completionTokens()));
    put(report, "seconds", average(TaskResult::seconds));
    put(report, "validOnceShare", share(result -> result.once().isValid()));
    put(report, "rightOnceShare", share(result -> result.once() == ValueQuality.RIGHT));
    put(report, "violatingOnceShare", share(result -> result.once() == ValueQuality.VIOLATION));
    List<Double> right = rightShares();
    report
        .putArray("rightShareOfSeeds")
        .addAll(right.stream().map(BenchmarkReport::rounded).map(report::numberNode).toList());
  }

  /** Returns a row of the table: first attempts and all attempts in percent. */
  String row() {
    return "| %s | %d | %s / %s | %s / %s | %s / %s | %s / %s | %.1f | %.0f / %.0f | %.1f | %s |"
        .formatted(
            label,
            count(),
            percent(share(result -> result.once().isValid())),
            percent(share(result -> result.finalQuality().isValid())),
            percent(share(result -> result.once() == ValueQuality.RIGHT)),
            percent(share(result -> result.finalQuality() == ValueQuality.RIGHT)),
            percent(share(result -> result.once() == ValueQuality.VIOLATION)),
            percent(share(result -> result.finalQuality() == ValueQuality.VIOLATION)),
            percent(share(result -> result.once() == ValueQuality.FAILED)),
            percent(share(result -> result.finalQuality() == ValueQuality.FAILED)),
            average(result -> result.tally().requests()),
            average(result -> result.tally().promptTokens()),
            average(result -> result.tally().completionTokens()),
            average(TaskResult::seconds),
            String.join(", ", rightShares().stream().map(ExtractionScore::percent).toList()));
  }

  private static String percent(double share) {
    return String.valueOf(BenchmarkReport.rounded(100 * share));
  }

  private static void put(ObjectNode report, String figure, double value) {
    report.put(figure, BenchmarkReport.rounded(value));
  }

  private List<Double> shares(Predicate<TaskResult> condition) {
    return seeds.stream().map(results -> share(results, condition)).toList();
  }

  private List<Double> means(ToDoubleFunction<TaskResult> figure) {
    return seeds.stream().map(results -> average(results, figure)).toList();
  }

  private double share(Predicate<TaskResult> condition) {
    return share(all(), condition);
  }

  private double average(ToDoubleFunction<TaskResult> figure) {
    return average(all(), figure);
  }

  private List<TaskResult> all() {
    return seeds.stream().flatMap(List::stream).toList();
  }

  private static double share(List<TaskResult> results, Predicate<TaskResult> condition) {
    return average(results, result -> condition.test(result) ? 1 : 0);
  }

  private static double average(List<TaskResult> results, ToDoubleFunction<TaskResult> figure) {
    return results.stream().mapToDouble(figure).average().orElse(Double.NaN);
  }
}
