package org.atomicagents.internal.json.lenient;

import java.util.Arrays;

/**
 * The known ends of the chains in a text, such as those of consecutive comments, by the positions
 * of their links.
 *
 * <p>A long chain is walked only once, so that all walks together take linear time. Not
 * thread-safe.
 */
final class ChainEnds {
  static final int UNKNOWN = -1;
  private static final int MIN_CAPACITY = 64;
  private static final int MAX_UNKNOWN_LINKS = 2;
  // Limits the memory for short links, such as commas.
  private static final int MIN_DISTANCE = 64;

  // Open addressing; a key is a position plus one, and 0 marks a free slot.
  private int[] keys = {};
  private int[] ends = {};
  private int size;
  private int[] walked = {};
  private int walkedCount;

  /** Returns the end of the chain that contains a link; {@link #UNKNOWN} if it is not known. */
  int get(int link) {
    return size == 0 ? UNKNOWN : valueAt(slotOf(link + 1));
  }

  private int valueAt(int slot) {
    return keys[slot] == 0 ? UNKNOWN : ends[slot];
  }

  /** Begins a walk along a chain. */
  void startWalk() {
    walkedCount = 0;
  }

  /** Adds a link to the walk; those soon after another can be walked again. */
  void walk(int link) {
    if (walkedCount > 0 && link - walked[walkedCount - 1] < MIN_DISTANCE) {
      return;
    }
    if (walkedCount == walked.length) {
      walked = Arrays.copyOf(walked, Math.max(MAX_UNKNOWN_LINKS, 2 * walkedCount));
    }
    walked[walkedCount++] = link;
  }

  /** Ends the walk; the links of a short one can be walked again. */
  void endWalk(int end) {
    for (int i = 0; i < walkedCount && walkedCount > MAX_UNKNOWN_LINKS; i++) {
      put(walked[i], end);
    }
  }

  private void put(int link, int end) {
    if (3 * size >= 2 * keys.length) {
      grow();
    }
    int slot = slotOf(link + 1);
    size += keys[slot] == 0 ? 1 : 0;
    keys[slot] = link + 1;
    ends[slot] = end;
  }

  private int slotOf(int key) {
    int mask = keys.length - 1;
    // Fibonacci hashing spreads positions at equal distances.
    int slot = ((key * 0x9E3779B9) >>> 7) & mask;
    while (keys[slot] != 0 && keys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    int[] oldKeys = keys;
    int[] oldEnds = ends;
    keys = new int[Math.max(MIN_CAPACITY, 2 * oldKeys.length)];
    ends = new int[keys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != 0) {
        int slot = slotOf(oldKeys[i]);
        keys[slot] = oldKeys[i];
        ends[slot] = oldEnds[i];
      }
    }
  }
}
