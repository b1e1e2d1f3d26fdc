package org.atomicagents.internal.redis;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The changes of a bucket that are not confirmed yet.
 *
 * <p>One change at a time is sent, and is sent again with the same number until a response confirms
 * it: the script counts each number once. Permits that are added meanwhile become one change after
 * it. Thread-safe; no operation blocks.
 */
public final class PermitChanges {
  private final ReentrantLock lock = new ReentrantLock();
  private long number;
  // The permits of the change with this number; 0 if it is confirmed.
  private long unconfirmed;
  private boolean isInFlight;
  private long collected;

  /**
   * A change of a bucket.
   *
   * @param permits the permits to add; negative to remove them, 0 for no change
   */
  public record Change(long number, long permits) {}

  /** Adds permits, and returns the change that is to be sent; null if one is in flight. */
  public @Nullable Change add(long permits) {
    lock.lock();
    try {
      collected += permits;
      return isInFlight ? null : start();
    } finally {
      lock.unlock();
    }
  }

  /** Returns the change that a call has to contain, whether it was sent before or not. */
  public Change current() {
    lock.lock();
    try {
      if (unconfirmed == 0) {
        start();
      }
      return new Change(number, unconfirmed);
    } finally {
      lock.unlock();
    }
  }

  /** Removes a change that a response confirmed, and returns the next one to be sent, or null. */
  public @Nullable Change confirm(Change change) {
    lock.lock();
    try {
      if (change.number != number || change.permits == 0) {
        return null;
      }
      unconfirmed = 0;
      isInFlight = false;
      return start();
    } finally {
      lock.unlock();
    }
  }

  /** Marks a change as to be sent again. */
  public void fail(Change change) {
    lock.lock();
    try {
      if (change.number == number) {
        isInFlight = false;
      }
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Change start() {
    if (unconfirmed == 0) {
      if (collected == 0) {
        return null;
      }
      number++;
      unconfirmed = collected;
      collected = 0;
    }
    isInFlight = true;
    return new Change(number, unconfirmed);
  }
}
