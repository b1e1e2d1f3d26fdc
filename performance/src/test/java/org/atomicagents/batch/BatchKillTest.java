package org.atomicagents.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.testing.RecordedRequest;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed while they run a batch, against a provider that outlives them. */
class BatchKillTest {
  private static final int ITEMS = 1_000;
  private static final int CONCURRENCY = 16;
  private static final int KILLS = 5;
  private static final Pattern NUMBER = Pattern.compile("<(\\d++)>");

  @TempDir private Path folder;

  @Test
  void repeatsNoCompletedCallAndLosesNoResult() throws Exception {
    runAndKill(1);
  }

  @Test
  @Tag("soak")
  void repeatsNoCompletedCallInManyRounds() throws Exception {
    runAndKill(10);
  }

  private void runAndKill(int batches) throws Exception {
    long seed = System.nanoTime();
    System.out.println("BatchKillTest seed " + seed);
    var random = new Random(seed);
    Map<Integer, String> undisturbed;
    try (var provider = SimulatedProvider.start()) {
      undisturbed = undisturbed(provider.baseUrl());
    }
    for (int batch = 0; batch < batches; batch++) {
      try (var provider = SimulatedProvider.start()) {
        Path file = folder.resolve("batch-" + batch + ".journal");
        runAndKill(provider, file, random, undisturbed, "seed " + seed + ", batch " + batch);
      }
    }
  }

  private static void runAndKill(
      SimulatedProvider provider,
      Path file,
      Random random,
      Map<Integer, String> undisturbed,
      String label)
      throws Exception {
    var completed = new HashMap<Integer, String>();
    Map<Integer, Integer> callsOfCompleted = new HashMap<>();
    Map<Integer, Integer> doubts = new HashMap<>();
    for (int kill = 0; kill < KILLS; kill++) {
      Map<Integer, String> printed =
          run(provider, file, random.nextInt(1, ITEMS / (KILLS + 1)), completed.keySet(), label);
      completed.putAll(printed);
      try (var journal = BatchJournal.open(file)) {
        assertThat(journal.inDoubt()).as(label).hasSizeLessThanOrEqualTo(CONCURRENCY);
        journal.inDoubt().forEach(item -> doubts.merge((int) item.index(), 1, Integer::sum));
        // Results that were durable, but not printed yet.
        assertThat(journal.size() - completed.size()).as(label).isBetween(0L, 4L * CONCURRENCY);
      }
      Map<Integer, Integer> calls = calls(provider);
      completed.keySet().forEach(item -> callsOfCompleted.putIfAbsent(item, calls.get(item)));
    }

    Map<Integer, String> all = run(provider, file, ITEMS + 1, completed.keySet(), label);

    assertThat(all).as(label).isEqualTo(undisturbed).containsAllEntriesOf(completed);
    Map<Integer, Integer> calls = calls(provider);
    callsOfCompleted.forEach((item, count) ->
        assertThat(calls.get(item)).as("%s, item %d", label, item).isEqualTo(count));
    calls.forEach((item, count) ->
        assertThat(count - 1)
            .as("%s, repeated calls of item %d", label, item)
            .isBetween(0, doubts.getOrDefault(item, 0)));
    try (var journal = BatchJournal.open(file)) {
      assertThat(journal.size()).as(label).isEqualTo(ITEMS);
      assertThat(journal.inDoubt()).as(label).isEmpty();
    }
    Map<Integer, String> again = run(provider, file, ITEMS + 1, all.keySet(), label);
    assertThat(again).as(label).isEqualTo(undisturbed);
    assertThat(calls(provider)).as(label).isEqualTo(calls);
  }

  /**
   * Returns the outputs that a process printed, by item; it is killed after a number of new ones.
   *
   * @param known the items whose result has to be replayed
   */
  private static Map<Integer, String> run(
      SimulatedProvider provider, Path file, int killAfter, Set<Integer> known, String label)
      throws Exception {
    Process process = JournalProcess.start(provider.baseUrl(), file, ITEMS, CONCURRENCY);
    var outputs = new HashMap<Integer, String>();
    var lines = new ArrayList<String>();
    int count = 0;
    try (BufferedReader output = process.inputReader()) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line);
        if (line.startsWith(JournalProcess.NEW) && ++count == killAfter) {
          kill(process);
        }
      }
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    var isNew = new HashSet<Integer>();
    for (String line : lines) {
      String[] words = line.split(" ", 3);
      boolean isOutcome = List.of(JournalProcess.NEW, JournalProcess.REPLAYED).contains(words[0]);
      if (isOutcome) {
        outputs.put(Integer.valueOf(words[1]), words[2]);
      } else {
        System.out.println("BatchKillTest: " + line); // a warning, or a failure
      }
      if (words[0].equals(JournalProcess.NEW)) {
        isNew.add(Integer.valueOf(words[1]));
      }
    }
    assertThat(isNew).as(label).noneMatch(known::contains);
    return outputs;
  }

  // Process.destroyForcibly would close the output, which may contain more lines.
  private static void kill(Process process) throws IOException {
    if (!process.toHandle().destroyForcibly()) {
      throw new IOException("cannot kill process " + process.pid());
    }
  }

  private static Map<Integer, String> undisturbed(URI provider) {
    var outputs = new HashMap<Integer, String>();
    for (Outcome<BasicChatOutput> outcome :
        Batch.of(JournalProcess.agent(provider))
            .withMaxConcurrency(CONCURRENCY)
            .run(JournalProcess.inputs(ITEMS))) {
      var success = (Outcome.Success<BasicChatOutput>) outcome;
      outputs.put((int) success.index(), JournalProcess.text(success));
    }
    return outputs;
  }

  /** Returns the number of requests of each item. */
  private static Map<Integer, Integer> calls(SimulatedProvider provider) {
    var calls = new HashMap<Integer, Integer>();
    List<RecordedRequest> requests = provider.requests();
    for (RecordedRequest request : requests) {
      Matcher number = NUMBER.matcher(request.body());
      assertThat(number.find()).isTrue();
      calls.merge(Integer.valueOf(number.group(1)), 1, Integer::sum);
    }
    return calls;
  }
}
