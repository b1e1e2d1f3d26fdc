package org.atomicagents.internal.telemetry;

import java.util.List;
import java.util.function.Function;

/** The action that restores a thread, which observers have entered. */
enum Restoration implements Runnable {
  /** Nothing is to be restored. */
  NONE;

  @Override
  public void run() {}

  /** Enters in order; returns the action that restores in reverse order. */
  static <T> Runnable of(List<T> all, Function<T, Runnable> enter) {
    Runnable restore = NONE;
    for (T each : all) {
      restore = inOrder(enter.apply(each), restore);
    }
    return restore;
  }

  /** Returns an action that runs one action and then another one. */
  static Runnable inOrder(Runnable first, Runnable second) {
    if (second == NONE) {
      return first;
    }
    return first == NONE
        ? second
        : () -> {
          first.run();
          second.run();
        };
  }
}
