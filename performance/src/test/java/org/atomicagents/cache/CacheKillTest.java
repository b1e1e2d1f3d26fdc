package org.atomicagents.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed while they store values. */
class CacheKillTest {
  @TempDir private Path folder;

  @Test
  void losesNoStoredValue() throws Exception {
    killAndRead(4);
  }

  @Test
  @Tag("soak")
  void losesNoStoredValueInManyRounds() throws Exception {
    killAndRead(50);
  }

  private void killAndRead(int rounds) throws Exception {
    long seed = System.nanoTime();
    System.out.println("CacheKillTest seed " + seed);
    var random = new Random(seed);
    Path file = folder.resolve("responses.cache");
    List<Long> stored = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      stored.addAll(fillAndKill(file, 1_000_000L * round, random.nextInt(1, 2_000)));

      try (FileCacheStore store = FileCacheStore.open(file)) {
        for (long number : stored) {
          assertThat(store.get(CacheFillingProcess.key(number), Instant.now()))
              .as("seed %d, value %d", seed, number)
              .isEqualTo(CacheFillingProcess.value(number));
        }
        assertThat(store.get(new CacheKey("tenant-0", "hash-1"), Instant.now())).isNull();
      }
    }
  }

  /** Returns the numbers that a process printed before it was killed, after some lines. */
  private static List<Long> fillAndKill(Path file, long first, int lines) throws Exception {
    Process process = CacheFillingProcess.start(file, first);
    List<Long> printed = new ArrayList<>();
    try (BufferedReader output = process.inputReader()) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        printed.add(Long.parseLong(line));
        if (printed.size() == lines) {
          kill(process);
        }
      }
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(printed).hasSizeGreaterThanOrEqualTo(lines);
    return printed;
  }

  // Process.destroyForcibly would close the output, which may contain more lines.
  private static void kill(Process process) throws IOException {
    if (!process.toHandle().destroyForcibly()) {
      throw new IOException("cannot kill process " + process.pid());
    }
  }
}
