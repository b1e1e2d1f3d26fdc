package org.atomicagents.internal.http;

import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * So many places, given out in the order in which they are asked for.
 *
 * <p>Unlike with a semaphore, whoever waits can be made to give up by another thread without an
 * interrupt. Thread-safe.
 */
final class Places {
  private final ReentrantLock lock = new ReentrantLock();
  private final SequencedSet<Turn> queue = new LinkedHashSet<>();
  private final int places;
  private int free;
  private boolean unlimited;

  Places(int places) {
    this.places = places;
    this.free = places;
  }

  /** Done as soon as its place is there; cancelling it ends a wait for it. */
  static final class Turn extends CompletableFuture<@Nullable Void> {
    private final long since;

    Turn(long since) {
      this.since = since;
    }
  }

  /** Whether there was a place at once; it is taken. */
  boolean takes() {
    lock.lock();
    try {
      boolean there = unlimited || free > 0;
      if (there) {
        free--;
      }
      return there;
    } finally {
      lock.unlock();
    }
  }

  /** A turn, behind all who wait. */
  Turn ask(long now) {
    var turn = new Turn(now);
    lock.lock();
    try {
      if (unlimited || free > 0) {
        free--;
        turn.complete(null);
      } else {
        queue.add(turn);
      }
      return turn;
    } finally {
      lock.unlock();
    }
  }

  /** Leaves the queue, or gives the place back if it came meanwhile. */
  @SuppressWarnings("CollectionUndefinedEquality") // a turn equals itself only, as it should
  void giveUp(Turn turn) {
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
  int taken() {
    lock.lock();
    try {
      return places - free;
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
