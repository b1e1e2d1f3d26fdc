package org.atomicagents.internal.batch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.locks.ReentrantLock;
import org.atomicagents.batch.InDoubtItem;
import org.atomicagents.internal.batch.JournalRecord.Completed;
import org.atomicagents.internal.batch.JournalRecord.Ended;
import org.atomicagents.internal.batch.JournalRecord.Setup;
import org.atomicagents.internal.batch.JournalRecord.Started;
import org.atomicagents.internal.storage.RecordLog;

/** The records of a journal by position, and the items in doubt. Thread-safe. */
final class JournalIndex {
  /** The maximum number of setups, whose numbers share a long with a position. */
  static final int MAX_SETUPS = 1 << 19;

  private static final int SETUP_BITS = 19;
  private static final long MIN_WASTE = 1 << 20;

  private final ReentrantLock lock = new ReentrantLock();
  private final KeyTable results = new KeyTable();

  /** The results of items that have one of another setup, too. */
  private final Map<SetupKey, Long> others = new HashMap<>();

  private final List<StoredSetup> setups = new ArrayList<>();
  private final Map<Map<String, String>, Integer> numbers = new HashMap<>();
  private final Map<ItemKey, InDoubt> started = new LinkedHashMap<>();
  private long total;
  private long used;

  private record SetupKey(ItemKey key, int setup) {}

  private record InDoubt(InDoubtItem item, long position) {}

  /** A setup with the number of its results. */
  private static final class StoredSetup {
    final SequencedMap<String, String> ingredients;
    final long position;
    long results;

    StoredSetup(SequencedMap<String, String> ingredients, long position) {
      this.ingredients = ingredients;
      this.position = position;
    }
  }

  /**
   * Adds a record.
   *
   * @throws IllegalArgumentException if it does not fit to the records before
   */
  void add(JournalRecord added, long position, long size) {
    lock.lock();
    try {
      total += size;
      switch (added) {
        case Setup setup -> addSetup(setup, position, size);
        case Started start ->
            started.put(
                start.key(),
                new InDoubt(
                    new InDoubtItem(
                        start.index(), start.key().hex(), Instant.ofEpochMilli(start.millis())),
                    position));
        case Ended ended -> started.remove(ended.key());
        case Completed completed -> addResult(completed, position, size);
      }
    } finally {
      lock.unlock();
    }
  }

  private void addSetup(Setup setup, long position, long size) {
    if (setup.number() != setups.size()) {
      throw new IllegalArgumentException(
          "expected setup " + setups.size() + ", found " + setup.number());
    }
    setups.add(new StoredSetup(setup.ingredients(), position));
    numbers.put(setup.ingredients(), setup.number());
    used += size;
  }

  private void addResult(Completed completed, long position, long size) {
    if (completed.setup() < 0 || completed.setup() >= setups.size()) {
      throw new IllegalArgumentException("there is no setup " + completed.setup());
    }
    started.remove(completed.key());
    if (!replaces(completed, position)) {
      used += size;
      setups.get(completed.setup()).results++;
    }
  }

  /** Returns whether there was a position of a result before this one, which is set. */
  private boolean replaces(Completed completed, long position) {
    long present = results.get(completed.key());
    if (present != KeyTable.ABSENT && setupOf(present) != completed.setup()) {
      return others.put(new SetupKey(completed.key(), completed.setup()), position) != null;
    }
    results.put(completed.key(), position << SETUP_BITS | completed.setup());
    return present != KeyTable.ABSENT;
  }

  private static int setupOf(long number) {
    return (int) number & (MAX_SETUPS - 1);
  }

  /** Returns the position of a result; {@link KeyTable#ABSENT} if there is none. */
  long find(ItemKey key, int setup) {
    lock.lock();
    try {
      long present = results.get(key);
      if (present == KeyTable.ABSENT) {
        return KeyTable.ABSENT;
      }
      return setupOf(present) == setup
          ? present >> SETUP_BITS
          : others.getOrDefault(new SetupKey(key, setup), KeyTable.ABSENT);
    } finally {
      lock.unlock();
    }
  }

  /** Returns the ingredients of a result of an item, whatever its setup; empty if it has none. */
  List<SequencedMap<String, String>> setupsOf(ItemKey key) {
    lock.lock();
    try {
      long present = results.get(key);
      return present == KeyTable.ABSENT
          ? List.of()
          : List.of(setups.get(setupOf(present)).ingredients);
    } finally {
      lock.unlock();
    }
  }

  /** Returns the ingredients of all setups that have results. */
  List<SequencedMap<String, String>> usedSetups() {
    lock.lock();
    try {
      return setups.stream()
          .filter(setup -> setup.results > 0)
          .map(setup -> setup.ingredients)
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /** Returns the ingredients of all setups. */
  List<SequencedMap<String, String>> allSetups() {
    lock.lock();
    try {
      return setups.stream().map(setup -> setup.ingredients).toList();
    } finally {
      lock.unlock();
    }
  }

  /** Returns the number of a setup; the number of all setups if it is a new one. */
  int numberOf(SequencedMap<String, String> ingredients) {
    lock.lock();
    try {
      return numbers.getOrDefault(ingredients, setups.size());
    } finally {
      lock.unlock();
    }
  }

  /** Returns the number of setups. */
  int setups() {
    lock.lock();
    try {
      return setups.size();
    } finally {
      lock.unlock();
    }
  }

  List<InDoubtItem> inDoubt() {
    lock.lock();
    try {
      return started.values().stream().map(InDoubt::item).toList();
    } finally {
      lock.unlock();
    }
  }

  List<ItemKey> inDoubtKeys() {
    lock.lock();
    try {
      return List.copyOf(started.keySet());
    } finally {
      lock.unlock();
    }
  }

  /** Returns the number of results. */
  long size() {
    lock.lock();
    try {
      return (long) results.size() + others.size();
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether most of the file is not used any more. */
  boolean isWasteful() {
    lock.lock();
    try {
      return total > MIN_WASTE && used < total / 2;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the positions of the records that are used, in the order of the file. */
  long[] positions() {
    lock.lock();
    try {
      var positions = new long[results.size() + others.size() + setups.size() + started.size()];
      int[] count = {0};
      results.forEachNumber(number -> positions[count[0]++] = number >> SETUP_BITS);
      others.values().forEach(position -> positions[count[0]++] = position);
      setups.forEach(setup -> positions[count[0]++] = setup.position);
      started.values().forEach(inDoubt -> positions[count[0]++] = inDoubt.position);
      Arrays.sort(positions);
      return positions;
    } finally {
      lock.unlock();
    }
  }

  /** Receives a record of a log. */
  void replay(long position, byte[] body) {
    add(JournalRecord.decode(body), position, RecordLog.sizeOf(body));
  }
}
