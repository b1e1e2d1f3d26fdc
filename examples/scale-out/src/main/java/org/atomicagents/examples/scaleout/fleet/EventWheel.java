package org.atomicagents.examples.scaleout.fleet;

import java.util.Arrays;
import java.util.function.IntConsumer;

/** The events of the next steps, each the number of a process. For one thread. */
final class EventWheel {
  private final int[][] slots;
  private final int[] sizes;

  /**
   * Creates a wheel.
   *
   * @param size the number of steps ahead, a power of two
   */
  EventWheel(int size) {
    this.slots = new int[size][4];
    this.sizes = new int[size];
  }

  void add(int step, int process) {
    int slot = step & (slots.length - 1);
    if (sizes[slot] == slots[slot].length) {
      slots[slot] = Arrays.copyOf(slots[slot], 2 * sizes[slot]);
    }
    slots[slot][sizes[slot]++] = process;
  }

  /** Passes on the events of a step, and those that are added to it meanwhile. */
  void take(int step, IntConsumer action) {
    int slot = step & (slots.length - 1);
    for (int i = 0; i < sizes[slot]; i++) {
      action.accept(slots[slot][i]);
    }
    sizes[slot] = 0;
  }
}
