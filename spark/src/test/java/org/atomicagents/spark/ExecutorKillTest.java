package org.atomicagents.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.atomicagents.support.JavaProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills executors of a job at random: every row has one result, and no row is paid for twice unless
 * its request was in flight at a kill.
 */
class ExecutorKillTest {
  private static final String EXECUTOR = "CoarseGrainedExecutorBackend";

  private final Random random = new Random(18);

  @TempDir private Path folder;

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void paysForNoRowTwiceIfExecutorsAreKilled() throws Exception {
    // Enough tasks after the first kill for an executor that replaces the killed one late.
    runAndKill(1_000, 2);
  }

  @Test
  @Tag("soak")
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void paysForNoneOfTenThousandRowsTwiceIfExecutorsAreKilled() throws Exception {
    runAndKill(10_000, 12);
  }

  private void runAndKill(int rows, int kills) throws IOException, InterruptedException {
    try (ProviderProcess provider = ProviderProcess.start(Duration.ofMillis(150))) {
      Path results = folder.resolve("results");
      Process job = start(provider.baseUrl(), rows, results);
      int killed;
      try (BufferedReader output = job.inputReader(StandardCharsets.UTF_8)) {
        killed = killExecutors(job, output, kills);
      } finally {
        job.descendants().forEach(ProcessHandle::destroyForcibly);
        job.destroyForcibly();
      }

      assertThat(killed).isEqualTo(kills);
      assertThat(new TreeSet<>(Files.readAllLines(results)).stream().map(ExecutorKillTest::ticket))
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(0, rows).mapToObj(i -> "ticket " + i).toList());
      assertThat(Files.readAllLines(results)).hasSize(rows);
      Map<String, Integer> requests = provider.requests();
      assertThat(requests).hasSize(rows);
      int repeated = requests.values().stream().mapToInt(count -> count - 1).sum();
      System.out.printf(
          "executor kills: %d rows, %d kills, %d requests repeated of at most %d in flight%n",
          rows, kills, repeated, kills * ClusterJob.MAX_CONCURRENCY);
      assertThat(repeated).isLessThanOrEqualTo(kills * ClusterJob.MAX_CONCURRENCY);
    }
  }

  /** Returns the text and the number of a result: that of a row with an error is longer. */
  private static String ticket(String line) {
    return line.replaceFirst(" [0-9]{1,9}$", "");
  }

  private Process start(String baseUrl, int rows, Path results) throws IOException {
    Path journal = Files.createDirectory(folder.resolve("journal"));
    SparkHome spark = SparkHome.create(SparkHome.classPath(JavaProcess.builder(ClusterJob.class)));
    ProcessBuilder java =
        JavaProcess.builder(
            ClusterJob.class,
            baseUrl,
            journal.toString(),
            spark.jars(),
            Integer.toString(rows),
            results.toString());
    return spark.with(java).redirectErrorStream(true).start();
  }

  /** Kills one executor after the end of a task, and the next one after its replacement. */
  private int killExecutors(Process job, BufferedReader output, int kills)
      throws IOException, InterruptedException {
    int killed = 0;
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (!line.startsWith("task Success")) {
        System.out.println("  job: " + line);
      } else if (killed < kills) {
        job.waitFor(random.nextInt(300), TimeUnit.MILLISECONDS);
        List<ProcessHandle> executors =
            job.descendants().filter(ExecutorKillTest::isExecutor).toList();
        if (executors.size() == 2) {
          executors.get(random.nextInt(2)).destroyForcibly();
          killed++;
        }
      }
    }
    return killed;
  }

  private static boolean isExecutor(ProcessHandle process) {
    return process.info().commandLine().orElse("").contains(EXECUTOR);
  }
}
