package org.atomicagents.testing;

import java.time.Duration;
import java.util.function.IntSupplier;

/** How many requests a provider is answering, sooner or later. */
final class ActiveRequests {

  private ActiveRequests() {}

  static void await(SimulatedProvider provider, int expected) {
    await("requests at work", provider::activeRequests, expected);
  }

  /** Waits for requests that have come, and have their faults; they may be at work before. */
  static void awaitRequests(SimulatedProvider provider, int expected) {
    await("requests", () -> provider.requests().size(), expected);
  }

  private static void await(String what, IntSupplier actual, int expected) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (actual.getAsInt() != expected) {
      if (System.nanoTime() > end) {
        throw new AssertionError(
            "Expected %d %s, found %d".formatted(expected, what, actual.getAsInt()));
      }
      Thread.onSpinWait();
    }
  }
}
