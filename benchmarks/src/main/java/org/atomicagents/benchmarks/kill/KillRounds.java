package org.atomicagents.benchmarks.kill;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.batch.BatchJournal;
import org.atomicagents.batch.Outcome;
import org.atomicagents.benchmarks.measure.JvmProcess;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.testing.RecordedRequest;
import org.atomicagents.testing.SimulatedProvider;

/**
 * Rounds of a batch whose process is killed once at a random point, and which is then resumed to
 * its end. Not thread-safe.
 */
public final class KillRounds {
  private static final Pattern NUMBER = Pattern.compile("<(\\d++)>");

  private final int items;
  private final int concurrency;
  private final Path folder;
  private final Random random;
  private final Map<Integer, String> undisturbed;
  private int rounds;
  private long repeatedCalls;
  private long inDoubtCalls;
  private long mostInDoubt;
  private long lostResults;

  /** Creates rounds of a batch, and runs that batch once without a kill. */
  public KillRounds(int items, int concurrency, Path folder, long seed) {
    this.items = items;
    this.concurrency = concurrency;
    this.folder = folder;
    this.random = new Random(seed);
    try (var provider = SimulatedProvider.start()) {
      this.undisturbed = undisturbed(provider.baseUrl());
    }
  }

  /** The lines of a process. */
  private record Printed(Map<Integer, String> results, Set<Integer> replayed) {}

  /** Runs another round. */
  public void run() throws IOException {
    Path file = folder.resolve("round-" + rounds + ".journal");
    try (var provider = SimulatedProvider.start()) {
      // After the last outcomes, a process may have ended by itself.
      Printed killed = run(provider, file, random.nextInt(1, items * 9 / 10));
      try (var journal = BatchJournal.open(file)) {
        inDoubtCalls += journal.inDoubt().size();
        mostInDoubt = Math.max(mostInDoubt, journal.inDoubt().size());
      }
      Printed resumed = run(provider, file, items + 1);
      count(killed, resumed, calls(provider));
    }
    rounds++;
    Files.delete(file);
  }

  private void count(Printed killed, Printed resumed, Map<Integer, Integer> calls) {
    var completed = new HashSet<>(killed.results.keySet());
    completed.addAll(resumed.replayed);
    for (int item : completed) {
      repeatedCalls += calls.getOrDefault(item, 1) - 1;
    }
    for (int item = 0; item < items; item++) {
      String expected = undisturbed.getOrDefault(item, "missing");
      boolean isLost =
          killed.results.containsKey(item)
              && !(resumed.replayed.contains(item) && killed.results.get(item).equals(expected));
      if (isLost || !expected.equals(resumed.results.get(item))) {
        lostResults++;
      }
    }
  }

  /** Returns the number of rounds. */
  public int rounds() {
    return rounds;
  }

  /** Returns the number of requests of items that were complete when their process was killed. */
  public long repeatedCalls() {
    return repeatedCalls;
  }

  /** Returns the number of items that the journals reported to be in doubt after the kills. */
  public long inDoubtCalls() {
    return inDoubtCalls;
  }

  /** Returns the greatest number of items in doubt after a kill. */
  public long mostInDoubt() {
    return mostInDoubt;
  }

  /**
   * Returns the number of results that were handed out before the kill and not replayed, or that
   * differ from those of the batch without a kill.
   */
  public long lostResults() {
    return lostResults;
  }

  /** Returns the time, in nanoseconds, of a second run of a complete batch in this process. */
  public long rerunNanos() throws IOException {
    Path file = folder.resolve("rerun.journal");
    try (var provider = SimulatedProvider.start();
        var client = OpenAi.at(provider.baseUrl());
        var journal = BatchJournal.open(file)) {
      var batch = KillableBatch.batch(client, concurrency).withJournal(journal);
      batch.run(KillableBatch.inputs(items));
      long start = System.nanoTime();
      batch.run(KillableBatch.inputs(items));
      return System.nanoTime() - start;
    } finally {
      Files.delete(file);
    }
  }

  private Printed run(SimulatedProvider provider, Path file, int killAfter) throws IOException {
    Process process =
        JvmProcess.start(
            List.of(
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                KillableBatch.class.getName(),
                provider.baseUrl().toString(),
                file.toString(),
                Integer.toString(items),
                Integer.toString(concurrency)));
    var printed = new Printed(new HashMap<>(), new HashSet<>());
    int count = 0;
    try (BufferedReader output = process.inputReader()) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        String[] words = line.split(" ", 3);
        printed.results.put(Integer.valueOf(words[1]), words[2]);
        if (words[0].equals(KillableBatch.REPLAYED)) {
          printed.replayed.add(Integer.valueOf(words[1]));
        }
        // Process.destroyForcibly would close the output, which may contain more lines.
        if (++count == killAfter && !process.toHandle().destroyForcibly()) {
          throw new IOException("cannot kill process " + process.pid());
        }
      }
    }
    await(process);
    return printed;
  }

  private static void await(Process process) {
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      throw new UncheckedIOException(new IOException("interrupted", e));
    }
  }

  private Map<Integer, String> undisturbed(URI provider) {
    var results = new HashMap<Integer, String>();
    try (var client = OpenAi.at(provider)) {
      for (Outcome<BasicChatOutput> outcome :
          KillableBatch.batch(client, concurrency).run(KillableBatch.inputs(items))) {
        results.put((int) outcome.index(), KillableBatch.text(outcome));
      }
    }
    return results;
  }

  /** Returns the number of requests of each item. */
  private static Map<Integer, Integer> calls(SimulatedProvider provider) {
    var calls = new HashMap<Integer, Integer>();
    for (RecordedRequest request : provider.requests()) {
      Matcher number = NUMBER.matcher(request.body());
      if (number.find()) {
        calls.merge(Integer.valueOf(number.group(1)), 1, Integer::sum);
      }
    }
    return calls;
  }
}
