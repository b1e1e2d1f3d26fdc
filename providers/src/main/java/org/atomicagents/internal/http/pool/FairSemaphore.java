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
 * So many places, given out in the order in which they are asked for.
 *
 * <p>Unlike with a semaphore, whoever waits can be made to give up by another thread without an
 * interrupt. Thread-safe.
 */
final class FairSemaphore {
  private final ReentrantLock lock = new ReentrantLock();
  private final SequencedSet<Waiter> queue = new LinkedHashSet<>();
  private int total;
  private int available;
  private boolean unlimited;

  FairSemaphore(int places) {
    this.total = places;
    this.available = places;
  }

  /** Done as soon as its place is there; cancelling it ends a wait for it. */
  private static final class Waiter extends CompletableFuture<@Nullable Void> {
    private final long since;

    Waiter(long since) {
      this.since = since;
    }
  }

  /** Whether there was a place at once; it is taken. */
  private boolean tryAcquire() {
    lock.lock();
    try {
      boolean there = unlimited || available > 0;
      if (there) {
        available--;
      }
      return there;
    } finally {
      lock.unlock();
    }
  }

  /** A turn, behind all who wait. */
  private Waiter enqueue(long now) {
    var turn = new Waiter(now);
    lock.lock();
    try {
      if (unlimited || available > 0) {
        available--;
        turn.complete(null);
      } else {
        queue.add(turn);
      }
      return turn;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for a place; false if there was none in time.
   *
   * @param doing what the wait is for, for messages
   * @param left how long it may take from now on, in nanoseconds; asked again when that has passed
   */
  boolean acquire(RunContext call, Supplier<String> doing, LongSupplier left)
      throws InterruptedException {
    if (tryAcquire()) {
      return true;
    }
    Waiter turn = enqueue(System.nanoTime());
    Runnable uncancel = call.onCancel(() -> turn.cancel(false));
    boolean entered = false;
    try {
      entered = await(turn, call, doing, left);
      return entered;
    } finally {
      uncancel.run();
      if (!entered) {
        abandon(turn);
      }
    }
  }

  private static boolean await(
      Waiter turn, RunContext call, Supplier<String> doing, LongSupplier left)
      throws InterruptedException {
    for (long nanos = left.getAsLong(); nanos > 0; nanos = left.getAsLong()) {
      long toDeadline = call.deadline().remainingNanos();
      try {
        turn.get(Math.min(nanos, toDeadline), TimeUnit.NANOSECONDS);
        return true;
      } catch (CancellationException e) {
        throw CancelledException.closed(doing.get());
      } catch (TimeoutException e) {
        if (toDeadline < nanos) {
          throw TimedOutException.of(Limit.DEADLINE, call.deadline().length(), doing.get());
        }
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }
    return false;
  }

  /** Leaves the queue, or gives the place back if it came meanwhile. */
  @SuppressWarnings("CollectionUndefinedEquality") // a turn equals itself only, as it should
  private void abandon(Waiter turn) {
    turn.cancel(false);
    lock.lock();
    try {
      queue.remove(turn);
    } finally {
      lock.unlock();
    }
    if (!turn.isCancelled()) {
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

  /** So many more; or fewer, if need be as soon as they are given back. */
  void addPermits(int more) {
    lock.lock();
    try {
      total += more;
      available += more;
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

  /** How many wait. */
  int queuedCount() {
    lock.lock();
    try {
      return queue.size();
    } finally {
      lock.unlock();
    }
  }

  /** Since when the first in the queue has waited; {@code now} if nobody waits. */
  long waitingSince(long now) {
    lock.lock();
    try {
      return queue.isEmpty() ? now : queue.getFirst().since;
    } finally {
      lock.unlock();
    }
  }

  /** How many are taken. */
  int acquiredCount() {
    lock.lock();
    try {
      return total - available;
    } finally {
      lock.unlock();
    }
  }

  /** Lets in everybody, those who come later too. */
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
