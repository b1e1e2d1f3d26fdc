package org.atomicagents.internal.batch;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.atomicagents.error.ConfigurationException;

/**
 * Rejects an execution whose agent, model, prompt or schema is not that of the journal.
 *
 * <p>The setup of the first item that can be prepared has to be one of those in the journal. A
 * later item may have a new one, since an agent may choose a model by the input, unless its input
 * has a result of another setup. A journal without results fits any setup. Thread-safe.
 */
final class JournalAdmission {
  private final JournalStore store;
  private final Set<SequencedMap<String, String>> used;

  /** Setups without a result: each was admitted before its items were interrupted or failed. */
  private final Set<SequencedMap<String, String>> unused;

  private final FirstItem first;

  JournalAdmission(JournalStore store) {
    this.store = store;
    this.used = new LinkedHashSet<>(store.index().usedSetups());
    this.unused = new HashSet<>(store.index().allSetups());
    this.first = new FirstItem(used.isEmpty());
  }

  /** Adds an item that is about to be run; items without conversations in input order. */
  void start(long index) {
    first.add(index);
  }

  /**
   * Returns if an item may be run; blocks until the items before it were admitted or have ended.
   *
   * @throws ConfigurationException if its setup is not that of the journal
   */
  void admit(long index, SequencedMap<String, String> setup, ItemKey key) {
    if (used.contains(setup)) {
      first.accept(index);
      return;
    }
    List<SequencedMap<String, String>> recorded = store.index().setupsOf(key);
    boolean hasOther = !recorded.isEmpty() && !recorded.contains(setup);
    if (unused.contains(setup) && !hasOther) {
      first.accept(index);
      return;
    }
    if (!first.awaitAccepted(index)) {
      throw differs(nearest(used, setup), setup);
    }
    if (hasOther) {
      throw differs(recorded.getFirst(), setup);
    }
  }

  /** Records that an item has ended, so that others do not wait for it. */
  void end(long index) {
    first.remove(index);
  }

  private static SequencedMap<String, String> nearest(
      Collection<SequencedMap<String, String>> setups, SequencedMap<String, String> found) {
    SequencedMap<String, String> nearest = setups.iterator().next();
    for (SequencedMap<String, String> setup : setups) {
      if (differences(setup, found) < differences(nearest, found)) {
        nearest = setup;
      }
    }
    return nearest;
  }

  private static long differences(Map<String, String> expected, Map<String, String> found) {
    return expected.entrySet().stream()
        .filter(entry -> !entry.getValue().equals(found.get(entry.getKey())))
        .count();
  }

  private ConfigurationException differs(
      SequencedMap<String, String> expected, SequencedMap<String, String> found) {
    return ConfigurationException.of(
        "The journal "
            + store.path()
            + " has results of another agent, model or prompt:"
            + SetupDifferences.describe(expected, found)
            + "\nRun the batch with the same settings, or use another journal."
            + SetupDifferences.advice(expected, found));
  }
}
