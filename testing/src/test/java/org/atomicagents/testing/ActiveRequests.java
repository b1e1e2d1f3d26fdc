package org.atomicagents.testing;

import java.time.Duration;
import java.util.function.IntSupplier;

/** Waits until a provider has an expected number of requests. */
final class ActiveRequests {

  private ActiveRequests() {}

  /** Waits until this number of requests is in progress. */
  static void await(SimulatedProvider provider, int expected) {
    await("requests in progress", provider::activeRequests, expected);
  }

  /**
   * Waits until this number of requests was recorded, so that their faults are assigned.
   *
   * <p>A request is in progress before it is recorded.
   */
  static void awaitRequests(SimulatedProvider provider, int expected) {
    await("requests", () -> provider.requests().size(), expected);
  }

  private static void await(String unit, IntSupplier actual, int expected) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (actual.getAsInt() != expected) {
      if (System.nanoTime() > end) {
        throw new AssertionError(
            "Expected %d %s, found %d".formatted(expected, unit, actual.getAsInt()));
      }
      Thread.onSpinWait();
    }
  }
}
