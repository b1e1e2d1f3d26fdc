package org.atomicagents.internal.http.okhttp;

import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The host look-up that a call waits for, if any; cancelled together with the call.
 *
 * <p>Thread-safe.
 */
final class PendingLookup {
  private volatile @Nullable Future<?> lookup;
  private volatile boolean cancelled;

  /** Cancels {@code newLookup} together with the call; null ends the wait. */
  void await(@Nullable Future<?> newLookup) {
    lookup = newLookup;
    if (cancelled) {
      cancel(newLookup);
    }
  }

  /** Cancels the current look-up, and any later one as soon as it is awaited. */
  void cancel() {
    cancelled = true;
    cancel(lookup);
  }

  private static void cancel(@Nullable Future<?> lookup) {
    if (lookup != null) {
      lookup.cancel(false);
    }
  }
}
