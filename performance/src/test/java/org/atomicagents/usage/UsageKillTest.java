package org.atomicagents.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed while they settle usage. */
class UsageKillTest {
  @TempDir private Path folder;

  @Test
  void withoutADelayEverySettledRequestIsDurable() throws Exception {
    killAndRead(4, 0);
  }

  @Test
  void withADelayEveryFlushedRequestIsDurable() throws Exception {
    killAndRead(4, 2);
  }

  @Test
  @Tag("soak")
  void losesNoDurableUsageInManyRounds() throws Exception {
    killAndRead(50, 0);
    killAndRead(50, 2);
  }

  private void killAndRead(int rounds, long delayMillis) throws Exception {
    long seed = System.nanoTime();
    System.out.println("UsageKillTest seed " + seed);
    var random = new Random(seed);
    Path file = folder.resolve("usage-" + delayMillis + ".log");
    long before = 0;
    for (int round = 0; round < rounds; round++) {
      long durable = countAndKill(file, delayMillis, random.nextInt(1, 60));

      try (FileUsageStore store = FileUsageStore.open(file)) {
        UsageAmount used = store.balance(CountingProcess.BUCKET, UsageClock.START).used();
        long requests = used.requests();
        assertThat(requests - before).as("seed %d", seed).isGreaterThanOrEqualTo(durable);
        if (delayMillis == 0) {
          // Each thread may have settled one request that it has not printed.
          assertThat(requests - before)
              .as("seed %d", seed)
              .isLessThanOrEqualTo(durable + CountingProcess.THREADS);
        }
        assertThat(used.inputTokens()).as("seed %d", seed).isEqualTo(10 * requests);
        assertThat(used.outputTokens()).as("seed %d", seed).isEqualTo(20 * requests);
        assertThat(used.cost())
            .as("seed %d", seed)
            .isEqualByComparingTo(new BigDecimal("0.125").multiply(BigDecimal.valueOf(requests)));
        assertThat(used.time().toMillis()).as("seed %d", seed).isEqualTo(5 * requests);
        before = requests;
      }
    }
  }

  /** Returns the largest count that a process printed before it was killed, after some lines. */
  private static long countAndKill(Path file, long delayMillis, int lines) throws Exception {
    Process process = CountingProcess.start(file, delayMillis);
    long largest = 0;
    int printed = 0;
    try (BufferedReader output = process.inputReader()) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        assertThat(line).matches("\\d+");
        largest = Math.max(largest, Long.parseLong(line));
        if (++printed == lines) {
          kill(process);
        }
      }
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(printed).isGreaterThanOrEqualTo(lines);
    return largest;
  }

  // Process.destroyForcibly would close the output, which may contain more lines.
  private static void kill(Process process) throws IOException {
    if (!process.toHandle().destroyForcibly()) {
      throw new IOException("cannot kill process " + process.pid());
    }
  }
}
