package org.atomicagents.internal.batch;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.ConfigurationException;

/**
 * Rejects an execution whose agent, model, prompt or schema is not that of the journal.
 *
 * <p>The setup of the first item has to be one of those whose results are in the journal. A later
 * item may have a new one, since an agent may choose a model by the input, unless its input has a
 * result of another setup. Thread-safe.
 */
final class JournalAdmission {
  private static final int HASH_LENGTH = 64;
  private static final int SHOWN_DIGITS = 12;

  private final JournalStore store;
  private final Set<SequencedMap<String, String>> known;
  private final CountDownLatch first;
  private volatile boolean isFirstKnown;

  JournalAdmission(JournalStore store) {
    this.store = store;
    this.known = new LinkedHashSet<>(store.index().usedSetups());
    this.first = new CountDownLatch(known.isEmpty() ? 0 : 1);
    this.isFirstKnown = known.isEmpty();
  }

  /**
   * Returns if an item may be run; blocks until the first item was admitted or failed.
   *
   * @throws ConfigurationException if its setup is not that of the journal
   */
  void admit(long index, SequencedMap<String, String> setup, ItemKey key) {
    if (known.contains(setup)) {
      if (index == 0) {
        isFirstKnown = true;
        first.countDown();
      }
      return;
    }
    if (index != 0) {
      awaitFirst();
    }
    if (!isFirstKnown) {
      throw differs(nearest(known, setup), setup);
    }
    List<SequencedMap<String, String>> recorded = store.index().setupsOf(key);
    if (!recorded.isEmpty() && !recorded.contains(setup)) {
      throw differs(recorded.getFirst(), setup);
    }
  }

  /** Ends the wait for the first item. */
  void firstEnded() {
    first.countDown();
  }

  private void awaitFirst() {
    try {
      first.await();
    } catch (InterruptedException e) {
      throw CancelledException.interrupted("waiting for the first item of a batch", e);
    }
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
    var text = new StringBuilder("The journal ").append(store.path());
    text.append(" has results of another agent, model or prompt:");
    expected.forEach((name, value) -> {
      String other = found.getOrDefault(name, "");
      if (!other.equals(value)) {
        text.append("\n  ").append(name);
        text.append(": expected ").append(shown(value)).append(", found ").append(shown(other));
      }
    });
    text.append("\nRun the batch with the same settings, or use another journal.");
    if (!expected.getOrDefault("system prompt", "").equals(found.get("system prompt"))) {
      text.append("\nContext that changes between runs, such as a clock, has to be volatile.");
    }
    return ConfigurationException.of(text.toString());
  }

  private static String shown(String value) {
    return value.length() == HASH_LENGTH ? "sha256:" + value.substring(0, SHOWN_DIGITS) : value;
  }
}
