package org.atomicagents.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.atomicagents.benchmarks.harness.BenchmarkProfile;
import org.atomicagents.benchmarks.harness.BenchmarkReport;
import org.atomicagents.benchmarks.kill.KillRounds;

/** Counts what a batch with a journal repeats and loses when its process is killed. */
final class BatchKillBenchmark implements Benchmark {
  private static final int CONCURRENCY = 32;

  @Override
  public String name() {
    return "batch-kill";
  }

  @Override
  public List<String> figures() {
    return List.of("rounds", "repeatedCalls", "inDoubtCalls", "lostResults", "rerunMillis", "seed");
  }

  @Override
  public void run(BenchmarkProfile profile, BenchmarkReport report) throws IOException {
    int items = profile.pick(1_000, 1_000, 50);
    long seed = Long.getLong("atomic.seed", System.nanoTime());
    long end = System.nanoTime() + profile.limit().toNanos();
    Path folder = Files.createTempDirectory("batch-kill");
    var rounds = new KillRounds(items, CONCURRENCY, folder, seed);
    int count = profile.pick(50, 5, 1);
    while (rounds.rounds() < count && System.nanoTime() < end) {
      rounds.run();
      System.err.printf("batch-kill: round %d of %d%n", rounds.rounds(), count);
    }
    double rerunMillis = (double) rounds.rerunNanos() / TimeUnit.MILLISECONDS.toNanos(1);
    report.putExactly("rounds", rounds.rounds());
    report.putExactly("repeatedCalls", rounds.repeatedCalls());
    report.putExactly("inDoubtCalls", rounds.inDoubtCalls());
    report.putExactly("lostResults", rounds.lostResults());
    report.put("rerunMillis", rerunMillis);
    report.putExactly("seed", seed);
    report.count("items", items);
    report.count("concurrency", CONCURRENCY);
    report.count("mostInDoubt", rounds.mostInDoubt());
    deleteAll(folder);
  }

  private static void deleteAll(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
