package org.atomicagents.internal.limit;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The permits of one kind that this process took in the last minute.
 *
 * <p>A bucket bounds the rate, not the sum of a minute: requests that are large in relation to the
 * limit leave a debt, and could exceed a limit of fixed windows by one of them. Permits that are
 * taken within a fraction of a second share a slot, so that the memory is constant. A slot leaves
 * the minute as a whole, a minute after its last permits. Thread-safe.
 */
final class MinuteLedger {
  static final long MINUTE = Duration.ofMinutes(1).toNanos();
  private static final int SLOTS = 1_200;
  private static final long SLOT_LENGTH = MINUTE / SLOTS;
  // A slot can remain for its own length beyond the minute.
  private static final int SIZE = SLOTS + 2;

  private static final long UNUSED = -MINUTE;

  private final ReentrantLock lock = new ReentrantLock();
  private final long start;
  private final long[] permits = new long[SIZE];
  // The times of the last permits of each slot, since the start.
  private final long[] lastTimes = new long[SIZE];
  private long sum;
  private long time;
  // The numbers of the oldest slot in the minute and of the present one.
  private long oldest;
  private long present;

  /**
   * Creates an empty ledger.
   *
   * @param start the present time of the clock, whose origin is arbitrary
   */
  MinuteLedger(long start) {
    this.start = start;
    Arrays.fill(lastTimes, UNUSED);
  }

  /**
   * Returns the time until permits can be taken without exceeding a limit; 0 if they can be now.
   *
   * <p>Permits that exceed the limit alone can be taken when the minute is empty.
   */
  long waitNanos(long now, long needed, long limit) {
    lock.lock();
    try {
      advance(now);
      long excess = sum + Math.min(needed, limit) - limit;
      long wait = 0;
      for (long slot = oldest; excess > 0 && slot <= present; slot++) {
        excess -= permits[index(slot)];
        wait = Math.max(wait, lastTimes[index(slot)] + MINUTE - time);
      }
      return wait;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the number of the slot of permits, which are taken. */
  long take(long now, long taken) {
    lock.lock();
    try {
      advance(now);
      permits[index(present)] += taken;
      lastTimes[index(present)] = time;
      sum += taken;
      return present;
    } finally {
      lock.unlock();
    }
  }

  /** Adds permits to a slot, unless it has left the minute; a negative number returns permits. */
  void settle(long now, long slot, long change) {
    lock.lock();
    try {
      advance(now);
      if (slot >= oldest) {
        permits[index(slot)] += change;
        sum += change;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Returns the permits of the last minute. */
  long sum(long now) {
    lock.lock();
    try {
      advance(now);
      return sum;
    } finally {
      lock.unlock();
    }
  }

  // Removes the slots that have left the minute.
  private void advance(long now) {
    // Threads may arrive in another order than they read the clock.
    time = Math.max(now - start, time);
    long slot = time / SLOT_LENGTH;
    while (oldest <= present && oldest < slot && lastTimes[index(oldest)] + MINUTE <= time) {
      int index = index(oldest);
      sum -= permits[index];
      permits[index] = 0;
      lastTimes[index] = UNUSED;
      oldest++;
    }
    if (oldest > present) {
      oldest = slot;
    }
    present = slot;
  }

  private static int index(long slot) {
    return (int) (slot % SIZE);
  }
}
