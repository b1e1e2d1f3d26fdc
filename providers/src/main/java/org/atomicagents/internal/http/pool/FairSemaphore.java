package org.atomicagents.internal.http.pool;

import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.error.TimedOutException.Limit;
import org.atomicagents.model.RunContext;
import org.jspecify.annotations.Nullable;

/**
 * A semaphore that grants permits in order of arrival.
 *
 * <p>Unlike with {@link java.util.concurrent.Semaphore}, another thread can cancel a wait without
 * an interrupt. Thread-safe.
 */
final class FairSemaphore {
  private final ReentrantLock lock = new ReentrantLock();
  private final SequencedSet<Waiter> queue = new LinkedHashSet<>();
  private int total;
  private int available;
  private boolean unlimited;

  FairSemaphore(int permits) {
    this.total = permits;
    this.available = permits;
  }

  /**
   * A queued request for a permit; completed when it is granted, cancelled when it is abandoned.
   */
  private static final class Waiter extends CompletableFuture<@Nullable Void> {
    private final long since;

    Waiter(long since) {
      this.since = since;
    }
  }

  /** Acquires a permit if one is available without waiting, and returns whether it did. */
  private boolean tryAcquire() {
    lock.lock();
    try {
      boolean acquired = unlimited || available > 0;
      if (acquired) {
        available--;
      }
      return acquired;
    } finally {
      lock.unlock();
    }
  }

  /** Returns a waiter at the end of the queue. */
  private Waiter enqueue(long now) {
    var waiter = new Waiter(now);
    lock.lock();
    try {
      if (unlimited || available > 0) {
        available--;
        waiter.complete(null);
      } else {
        queue.add(waiter);
      }
      return waiter;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for a permit and returns true; returns false if none became available in time.
   *
   * @param activity describes the wait in messages
   * @param remainingNanos returns the remaining time to wait, in nanoseconds; evaluated again when
   *     that time has passed
   */
  boolean acquire(RunContext call, Supplier<String> activity, LongSupplier remainingNanos)
      throws InterruptedException {
    if (tryAcquire()) {
      return true;
    }
    Waiter waiter = enqueue(System.nanoTime());
    Runnable removeCancelAction = call.onCancel(() -> waiter.cancel(false));
    boolean acquired = false;
    try {
      acquired = await(waiter, call, activity, remainingNanos);
      return acquired;
    } finally {
      removeCancelAction.run();
      if (!acquired) {
        abandon(waiter);
      }
    }
  }

  private static boolean await(
      Waiter waiter, RunContext call, Supplier<String> activity, LongSupplier remainingNanos)
      throws InterruptedException {
    for (long nanos = remainingNanos.getAsLong(); nanos > 0; nanos = remainingNanos.getAsLong()) {
      long deadlineNanos = call.deadline().remainingNanos();
      try {
        waiter.get(Math.min(nanos, deadlineNanos), TimeUnit.NANOSECONDS);
        return true;
      } catch (CancellationException e) {
        throw CancelledException.closed(activity.get());
      } catch (TimeoutException e) {
        if (deadlineNanos < nanos) {
          throw TimedOutException.of(Limit.DEADLINE, call.deadline().duration(), activity.get());
        }
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }
    return false;
  }

  /** Removes a waiter from the queue, or returns its permit if it was granted meanwhile. */
  @SuppressWarnings("CollectionUndefinedEquality") // waiters are compared by identity
  private void abandon(Waiter waiter) {
    waiter.cancel(false);
    lock.lock();
    try {
      queue.remove(waiter);
    } finally {
      lock.unlock();
    }
    if (!waiter.isCancelled()) {
      release();
    }
  }

  void release() {
    lock.lock();
    try {
      available++;
      grantWaiting();
    } finally {
      lock.unlock();
    }
  }

  /** Adds permits. A negative number removes them, if necessary as soon as they are released. */
  void addPermits(int count) {
    lock.lock();
    try {
      total += count;
      available += count;
      grantWaiting();
    } finally {
      lock.unlock();
    }
  }

  private void grantWaiting() {
    while (available > 0 && !queue.isEmpty()) {
      if (queue.removeFirst().complete(null)) {
        available--;
      }
    }
  }

  /** Returns the number of waiting calls. */
  int queuedCount() {
    lock.lock();
    try {
      return queue.size();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns the {@link System#nanoTime} at which the first call was queued; {@code now} if none.
   */
  long waitingSince(long now) {
    lock.lock();
    try {
      return queue.isEmpty() ? now : queue.getFirst().since;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the number of acquired permits. */
  int acquiredCount() {
    lock.lock();
    try {
      return total - available;
    } finally {
      lock.unlock();
    }
  }

  /** Grants a permit to all waiting and later calls. */
  void removeLimit() {
    lock.lock();
    try {
      unlimited = true;
      while (!queue.isEmpty()) {
        queue.removeFirst().complete(null);
      }
    } finally {
      lock.unlock();
    }
  }
}
