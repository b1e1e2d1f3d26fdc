package org.atomicagents.internal.batch;

import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * A map from keys to a number of 48 bits, in 24 bytes for each slot: an open-addressing table,
 * since a journal may have millions of keys. Not thread-safe.
 *
 * <p>The first half of a hash identifies a key here; a reader of the record compares all of it.
 */
final class KeyTable {
  /** The number of an absent key. */
  static final long ABSENT = -1;

  private static final int INITIAL_SLOTS = 64;

  private long[] first = new long[INITIAL_SLOTS];
  private long[] second = new long[INITIAL_SLOTS];
  private long[] numbers = new long[INITIAL_SLOTS];
  private int size;

  KeyTable() {
    Arrays.fill(numbers, ABSENT);
  }

  /** Returns the number of a key; {@link #ABSENT} if there is none. */
  long get(ItemKey key) {
    return numbers[slot(key.first(), key.second())];
  }

  /** Sets the number of a key. */
  void put(ItemKey key, long number) {
    if (size >= numbers.length / 4 * 3) {
      grow();
    }
    int slot = slot(key.first(), key.second());
    if (numbers[slot] == ABSENT) {
      size++;
      first[slot] = key.first();
      second[slot] = key.second();
    }
    numbers[slot] = number;
  }

  int size() {
    return size;
  }

  void forEachNumber(LongConsumer action) {
    for (long number : numbers) {
      if (number != ABSENT) {
        action.accept(number);
      }
    }
  }

  /** Returns the slot of a key, or the empty one for it. */
  private int slot(long one, long two) {
    int mask = numbers.length - 1;
    int slot = (int) one & mask;
    while (numbers[slot] != ABSENT && (first[slot] != one || second[slot] != two)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldFirst = first;
    long[] oldSecond = second;
    long[] oldNumbers = numbers;
    int slots = Math.multiplyExact(oldNumbers.length, 2);
    first = new long[slots];
    second = new long[slots];
    numbers = new long[slots];
    Arrays.fill(numbers, ABSENT);
    for (int i = 0; i < oldNumbers.length; i++) {
      if (oldNumbers[i] != ABSENT) {
        int slot = slot(oldFirst[i], oldSecond[i]);
        first[slot] = oldFirst[i];
        second[slot] = oldSecond[i];
        numbers[slot] = oldNumbers[i];
      }
    }
  }
}
