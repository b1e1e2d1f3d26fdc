package org.atomicagents.internal.batch;

import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.atomicagents.error.CancelledException;

/**
 * The decision of the first item of a batch that can be prepared, for which later items wait.
 *
 * <p>An item waits only for items with a lower index that were started, so that the lowest one
 * never waits. Thread-safe.
 */
final class FirstItem {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final TreeSet<Long> started = new TreeSet<>();
  private final Set<Long> accepted = new HashSet<>();
  private volatile boolean isAccepted;

  /**
   * Creates a decision.
   *
   * @param isAccepted whether it was made already
   */
  FirstItem(boolean isAccepted) {
    this.isAccepted = isAccepted;
  }

  /** Adds an item. */
  void add(long index) {
    if (isAccepted) {
      return;
    }
    lock.lock();
    try {
      started.add(index);
    } finally {
      lock.unlock();
    }
  }

  /** Accepts an item, which is the decision if it is the first one. */
  void accept(long index) {
    if (isAccepted) {
      return;
    }
    lock.lock();
    try {
      accepted.add(index);
      decide();
    } finally {
      lock.unlock();
    }
  }

  /** Removes an item, unless it was accepted: the next one is the first one then. */
  void remove(long index) {
    if (isAccepted) {
      return;
    }
    lock.lock();
    try {
      if (!accepted.contains(index)) {
        started.remove(index);
        decide();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns whether the first item was accepted; blocks until it was, or until an item is the first
   * one itself.
   *
   * @throws CancelledException if the thread is interrupted
   */
  boolean awaitAccepted(long index) {
    if (isAccepted) {
      return true;
    }
    lock.lock();
    try {
      while (!isAccepted && started.lower(index) != null) {
        changed.await();
      }
      return isAccepted;
    } catch (InterruptedException e) {
      throw CancelledException.interrupted("waiting for the first item of a batch", e);
    } finally {
      lock.unlock();
    }
  }

  private void decide() {
    if (!started.isEmpty() && accepted.contains(started.first())) {
      isAccepted = true;
      started.clear();
      accepted.clear();
    }
    changed.signalAll();
  }
}
