package org.atomicagents.http;

import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/**
 * So many places, given out in the order in which they are asked for.
 *
 * <p>Unlike with a semaphore, whoever waits can be made to give up by another thread without an
 * interrupt. Thread-safe.
 */
final class Places {
  private final ReentrantLock lock = new ReentrantLock();
  private final SequencedSet<CompletableFuture<Void>> queue = new LinkedHashSet<>();
  private int free;
  private boolean unlimited;

  Places(int places) {
    this.free = places;
  }

  /** A turn, which is done as soon as the place is there; cancelling it ends a wait for it. */
  CompletableFuture<Void> ask() {
    lock.lock();
    try {
      if (unlimited || free > 0) {
        free--;
        return CompletableFuture.completedFuture(null);
      }
      var turn = new CompletableFuture<Void>();
      queue.add(turn);
      return turn;
    } finally {
      lock.unlock();
    }
  }

  /** Leaves the queue, or gives the place back if it came meanwhile. */
  @SuppressWarnings("CollectionUndefinedEquality") // a turn equals itself only, as it should
  void giveUp(CompletableFuture<Void> turn) {
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
      while (!queue.isEmpty()) {
        if (queue.removeFirst().complete(null)) {
          return;
        }
      }
      free++;
    } finally {
      lock.unlock();
    }
  }

  /** How many wait. */
  int queued() {
    lock.lock();
    try {
      return queue.size();
    } finally {
      lock.unlock();
    }
  }

  /** Lets in everybody, those who come later too. */
  void open() {
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
