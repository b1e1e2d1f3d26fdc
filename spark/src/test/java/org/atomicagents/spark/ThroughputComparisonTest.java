package org.atomicagents.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.atomicagents.AtomicAgent;
import org.atomicagents.batch.Batch;
import org.atomicagents.batch.Outcome;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.spark.Triage.Result;
import org.atomicagents.spark.Triage.Ticket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Compares the rows per second of one core of Spark with those of a batch in the same JVM with the
 * same concurrency, alternating; the provider is a process of its own. Prints the figures.
 */
@ExtendWith(LocalSpark.class)
class ThroughputComparisonTest {
  private static final int ROWS = 3_000;
  private static final int ROUNDS = 5;
  private static final int CONCURRENCY = 32;

  private record Figures(double rowsPerSecond, double cpuMicrosPerRow) {}

  private interface Work {
    long run();
  }

  @Test
  @Tag("soak")
  void runsAsManyRowsPerCoreAsABatch(SparkSession spark) throws Exception {
    try (ProviderProcess provider = ProviderProcess.start(Duration.ofMillis(50))) {
      String baseUrl = provider.baseUrl();
      List<String> texts = IntStream.range(0, ROWS).mapToObj(i -> "ticket " + i).toList();
      var batch = new ArrayList<Figures>();
      var dataset = new ArrayList<Figures>();
      for (int round = 0; round <= ROUNDS; round++) {
        Figures ofBatch = measure(() -> batch(baseUrl, texts));
        Figures ofSpark = measure(() -> dataset(spark, baseUrl, texts));
        // The first round warms up.
        if (round > 0) {
          batch.add(ofBatch);
          dataset.add(ofSpark);
        }
      }
      print("batch", batch);
      print("Spark", dataset);
      System.out.printf(
          Locale.ROOT,
          "ratio of rows per second: %.2f%n",
          median(dataset).rowsPerSecond() / median(batch).rowsPerSecond());
    }
  }

  private static long batch(String baseUrl, List<String> texts) {
    var agent =
        AtomicAgent.of(
            Ticket.class, Result.class, OpenAi.at(URI.create(baseUrl)).model("gpt-5-mini"));
    return Batch.of(agent)
        .withMaxConcurrency(CONCURRENCY)
        .run(texts.stream().map(Ticket::new).toList())
        .stream()
        .filter(Outcome.Success.class::isInstance)
        .count();
  }

  private static long dataset(SparkSession spark, String baseUrl, List<String> texts) {
    Dataset<Row> tickets = spark.createDataset(texts, Encoders.STRING()).toDF("text").coalesce(1);
    AgentFactory<Ticket, Result> factory =
        executor ->
            AtomicAgent.of(
                Ticket.class, Result.class, OpenAi.at(URI.create(baseUrl)).model("gpt-5-mini"));
    return AgentColumns.map(
            tickets, factory, SparkOptions.defaults().withMaxConcurrency(CONCURRENCY))
        .collectAsList()
        .stream()
        .filter(row -> row.getStruct(1).isNullAt(1))
        .count();
  }

  private static Figures measure(Work work) {
    long cpu = cpuNanos();
    long start = System.nanoTime();
    assertThat(work.run()).isEqualTo(ROWS);
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Figures(ROWS / seconds, (cpuNanos() - cpu) / 1e3 / ROWS);
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static Figures median(List<Figures> rounds) {
    List<Double> rates = rounds.stream().map(Figures::rowsPerSecond).sorted().toList();
    List<Double> times = rounds.stream().map(Figures::cpuMicrosPerRow).sorted().toList();
    return new Figures(rates.get(ROUNDS / 2), times.get(ROUNDS / 2));
  }

  private static void print(String name, List<Figures> rounds) {
    Figures median = median(rounds);
    System.out.printf(
        Locale.ROOT,
        "%s: %.0f rows per second, %.0f us of CPU time per row%n",
        name,
        median.rowsPerSecond(),
        median.cpuMicrosPerRow());
  }
}
