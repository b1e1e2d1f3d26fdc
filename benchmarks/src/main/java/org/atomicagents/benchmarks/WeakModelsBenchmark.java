package org.atomicagents.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.atomicagents.benchmarks.extraction.ExtractionTask;
import org.atomicagents.benchmarks.extraction.ExtractionTasks;
import org.atomicagents.benchmarks.harness.BenchmarkProfile;
import org.atomicagents.benchmarks.harness.BenchmarkReport;
import org.atomicagents.benchmarks.harness.Peer;
import org.atomicagents.benchmarks.measure.MeasurementSeries;
import org.atomicagents.benchmarks.weakmodel.ExtractionScore;
import org.atomicagents.benchmarks.weakmodel.ModelComparison;
import org.atomicagents.benchmarks.weakmodel.ModelServers;
import org.atomicagents.benchmarks.weakmodel.ResultLog;
import org.atomicagents.benchmarks.weakmodel.ServedModel;
import org.atomicagents.model.ResponseMode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Measures typed calls to small local models: valid and correct values, attempts and tokens, in
 * each response mode and with other libraries.
 */
final class WeakModelsBenchmark implements Benchmark {

  @Override
  public String name() {
    return "weak-models";
  }

  @Override
  public List<String> figures() {
    return List.of(
        "validShare", "rightShare", "wrongButValidShare", "attempts", "tokens", "models");
  }

  @Override
  public void run(BenchmarkProfile profile, BenchmarkReport report) throws IOException {
    Path results =
        Path.of(System.getProperty("benchmarks.root", ".."), "benchmarks", "target", "results");
    var comparisons = new ArrayList<ModelComparison>();
    try (ModelServers servers = ModelServers.start(results);
        ResultLog log = new ResultLog(results.resolve("weak-models.jsonl"))) {
      for (ServedModel model : servers.models()) {
        comparisons.add(compare(model, servers.models().size(), profile, log));
      }
    } catch (ModelServers.NoModelException e) {
      System.err.println("weak-models: nothing measured: " + e.getMessage());
      report.markUnmeasured(Objects.requireNonNull(e.getMessage()));
      return;
    }
    report(comparisons, report);
  }

  private static ModelComparison compare(
      ServedModel model, int models, BenchmarkProfile profile, ResultLog log) throws IOException {
    int tasksOfType = Integer.getInteger("atomic.tasks", profile.pick(10, 2, 1));
    int seeds = Integer.getInteger("atomic.seeds", profile.pick(2, 1, 1));
    Duration limit = profile.pick(Duration.ofDays(1), Duration.ofSeconds(30), Duration.ofDays(1));
    var comparison = new ModelComparison(model);
    comparison.run(
        blocks(tasksOfType),
        seeds,
        Pattern.compile(System.getProperty("atomic.extractors", "")),
        limit.dividedBy(models),
        log);
    System.err.println(comparison.modelName() + "\n" + comparison.table());
    return comparison;
  }

  /** Returns one block of tasks per type. */
  private static List<List<ExtractionTask>> blocks(int tasksOfType) throws IOException {
    List<ExtractionTask> tasks = ExtractionTasks.firstOfEachType(tasksOfType);
    return tasks.stream()
        .map(ExtractionTask::type)
        .distinct()
        .map(type -> tasks.stream().filter(task -> task.type().equals(type)).toList())
        .toList();
  }

  private static void report(List<ModelComparison> comparisons, BenchmarkReport report)
      throws IOException {
    ModelComparison first = comparisons.getFirst();
    ExtractionScore ours =
        first
            .score(ModelComparison.OURS + ResponseMode.JSON_SCHEMA)
            .orElse(first.scores().getFirst());
    put(report, "validShare", ours.validShares());
    put(report, "rightShare", ours.rightShares());
    put(report, "wrongButValidShare", ours.wrongButValidShares());
    put(report, "attempts", ours.attempts());
    put(report, "tokens", ours.completionTokens());
    ObjectNode models = report.putObject("models");
    for (ModelComparison comparison : comparisons) {
      ObjectNode rows = models.putObject(comparison.modelName());
      comparison.scores().forEach(score -> score.write(rows.putObject(score.label())));
    }
    Peer langChain4j = Peer.of("langchain4j", "dev.langchain4j", "langchain4j");
    compare(report, "", langChain4j, ours, first.score(ModelComparison.LANGCHAIN4J_STRICT));
    Peer springAi = Peer.of("spring-ai", "org.springframework.ai", "spring-ai-model");
    compare(report, "OfSpringAi", springAi, ours, first.score(ModelComparison.SPRING_AI_NATIVE));
    report.count("tasks", ours.count());
    report.count("seeds", ours.validShares().size());
  }

  private static void put(BenchmarkReport report, String figure, List<Double> seeds) {
    report.put(figure, ExtractionScore.mean(seeds), new MeasurementSeries(seeds));
  }

  private static void compare(
      BenchmarkReport report,
      String suffix,
      Peer peer,
      ExtractionScore ours,
      Optional<ExtractionScore> peerScore) {
    if (peerScore.isEmpty()) {
      return;
    }
    ExtractionScore theirs = peerScore.orElseThrow();
    compare(report, "validShare" + suffix, peer, ours.validShares(), theirs.validShares());
    compare(report, "rightShare" + suffix, peer, ours.rightShares(), theirs.rightShares());
    compare(
        report,
        "wrongButValidShare" + suffix,
        peer,
        ours.wrongButValidShares(),
        theirs.wrongButValidShares());
    compare(report, "attempts" + suffix, peer, ours.attempts(), theirs.attempts());
    compare(report, "tokens" + suffix, peer, ours.completionTokens(), theirs.completionTokens());
  }

  private static void compare(
      BenchmarkReport report, String figure, Peer peer, List<Double> ours, List<Double> theirs) {
    report.compare(figure, peer, ExtractionScore.mean(ours), ExtractionScore.mean(theirs));
  }
}
