package org.atomicagents.testing;

import java.time.Duration;

/** How many requests a provider is answering, sooner or later. */
final class Working {

  private Working() {}

  static void await(SimulatedProvider provider, int expected) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (provider.working() != expected) {
      if (System.nanoTime() > end) {
        throw new AssertionError(
            "Expected %d requests at work, found %d".formatted(expected, provider.working()));
      }
      Thread.onSpinWait();
    }
  }
}
