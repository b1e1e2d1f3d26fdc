package org.atomicagents.internal.telemetry;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The guard between runs and an observer: exceptions of the observer are logged and have no other
 * effect. Thread-safe.
 */
final class ObserverGuard {
  private static final Logger log = LoggerFactory.getLogger(ObserverGuard.class);

  private final String name;
  private final AtomicLong failures = new AtomicLong();

  ObserverGuard(String name) {
    this.name = name;
  }

  void run(Runnable action) {
    get(
        () -> {
          action.run();
          return true;
        },
        false);
  }

  /** Returns the action that restores the thread which an observer enters, guarded as well. */
  Runnable enter(Supplier<Runnable> enter) {
    Runnable restore = get(enter, Restoration.NONE);
    return restore == Restoration.NONE ? restore : () -> run(restore);
  }

  /** Returns what an action returns; a default if it fails or returns null. */
  <T> T get(Supplier<? extends T> action, T defaultValue) {
    try {
      return Objects.requireNonNull(action.get(), "The observer returned null.");
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      long count = failures.incrementAndGet();
      // Once for each power of two: an observer may fail in every run.
      if (Long.bitCount(count) == 1) {
        log.warn("Observer {} has failed {} times; the runs are unaffected", name, count, e);
      }
      return defaultValue;
    }
  }
}
