package org.atomicagents.internal.resilience;

import java.util.LinkedHashSet;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The second requests that the share of extra requests does not permit yet.
 *
 * <p>Each further request permits a part of one, which is sent as soon as it is permitted, the
 * oldest first: of several requests, the one that has waited longest for its response is most
 * likely a slow one. Thread-safe.
 */
final class HedgeQueue {
  private final HedgeBudget budget;
  private final ReentrantLock lock = new ReentrantLock();
  private final LinkedHashSet<Runnable> waiting = new LinkedHashSet<>();
  // Spares the lock where no second request waits.
  private volatile boolean isEmpty = true;

  HedgeQueue(double share) {
    this.budget = new HedgeBudget(share);
  }

  /** Adds the share of one request, and starts the second requests that it permits. */
  void countRequest() {
    budget.add();
    startPermitted();
  }

  /** Returns whether a second request is permitted before those that wait, and takes it. */
  boolean tryTake() {
    return isEmpty && budget.tryTake();
  }

  /** Returns a second request that was permitted and not sent. */
  void giveBack() {
    budget.giveBack();
    startPermitted();
  }

  /**
   * Adds a second request, whose action runs on a thread of its own as soon as it is permitted.
   *
   * @return removes it, unless it was started
   */
  Runnable add(Runnable action) {
    lock.lock();
    try {
      waiting.add(action);
      isEmpty = false;
    } finally {
      lock.unlock();
    }
    // It may have been permitted since the caller tried.
    startPermitted();
    return () -> remove(action);
  }

  private void remove(Runnable action) {
    lock.lock();
    try {
      waiting.remove(action);
      isEmpty = waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  private void startPermitted() {
    if (isEmpty) {
      return;
    }
    lock.lock();
    try {
      while (!waiting.isEmpty() && budget.tryTake()) {
        // The thread belongs to another run than the current one.
        Thread.ofVirtual()
            .name("atomic-agents-hedge")
            .inheritInheritableThreadLocals(false)
            .start(waiting.removeFirst());
      }
      isEmpty = waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }
}
