package org.atomicagents.internal.spark;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.atomicagents.cache.CacheKey;
import org.atomicagents.cache.CacheStore;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.StoreException;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * A store that is called again for a while if it fails: a store that restarts fails no task.
 *
 * <p>The pauses grow from 50 ms to 2 s. Thread-safe, if the store is.
 */
public final class PatientStore {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration MAX_PAUSE = Duration.ofSeconds(2);

  private final CacheStore store;
  private final Duration patience;
  private final TimeSource time;

  /**
   * Creates a store.
   *
   * @param patience the time after which a failure is thrown; zero for the first one
   */
  public PatientStore(CacheStore store, Duration patience, TimeSource time) {
    this.store = Objects.requireNonNull(store, "store");
    this.patience = Objects.requireNonNull(patience, "patience");
    this.time = Objects.requireNonNull(time, "time");
  }

  /**
   * Returns the value of a key; null if there is none.
   *
   * @throws JournalFailureException if the store fails for longer than the patience
   */
  byte @Nullable [] get(CacheKey key, Instant now) {
    long start = time.nanoTime();
    for (Duration pause = FIRST_PAUSE; ; pause = next(pause)) {
      try {
        return store.get(key, now);
      } catch (CancelledException e) {
        throw e;
      } catch (RuntimeException e) {
        sleepOrThrow("read", start, pause, e);
      }
    }
  }

  /**
   * Stores a value.
   *
   * @throws JournalFailureException if the store fails for longer than the patience
   */
  void put(CacheKey key, byte[] value, Instant expiry) {
    long start = time.nanoTime();
    for (Duration pause = FIRST_PAUSE; ; pause = next(pause)) {
      try {
        store.put(key, value, expiry);
        return;
      } catch (CancelledException e) {
        throw e;
      } catch (RuntimeException e) {
        sleepOrThrow("written", start, pause, e);
      }
    }
  }

  private static Duration next(Duration pause) {
    Duration longer = pause.multipliedBy(2);
    return longer.compareTo(MAX_PAUSE) < 0 ? longer : MAX_PAUSE;
  }

  private void sleepOrThrow(
      String operation, long start, Duration pause, RuntimeException failure) {
    if (time.nanoTime() - start + pause.toNanos() > patience.toNanos()) {
      throw failure(operation, failure);
    }
    sleep(pause);
  }

  private void sleep(Duration pause) {
    try {
      time.sleep(pause);
    } catch (InterruptedException e) {
      throw CancelledException.interrupted("waiting for the store of a journal", e);
    }
  }

  private JournalFailureException failure(String operation, RuntimeException cause) {
    return new JournalFailureException(
        StoreException.of(
            "The journal of the rows cannot be %s for %d s: %s\nThe task fails, so that no row is paid for without a record. Start the store, and run the job again."
                .formatted(operation, patience.toSeconds(), cause.getMessage()),
            cause));
  }
}
