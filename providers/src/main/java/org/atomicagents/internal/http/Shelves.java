package org.atomicagents.internal.http;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the connections with one server are kept, a few to a shelf.
 *
 * <p>The HTTP library looks for an idle connection by taking the lock of each of its pool, one
 * after the other. With thousands that is half of what a call costs.
 *
 * <p>Thread-safe.
 */
final class Shelves {
  private final Supplier<Shelf> how;
  private final List<Shelf> shelves = new CopyOnWriteArrayList<>();
  private final ReentrantLock making = new ReentrantLock();

  /** None yet; each is made when there is no room on the others. */
  Shelves(Supplier<Shelf> how) {
    this.how = how;
  }

  /**
   * Takes a call in. The first with room, so that it finds the connection that another has left:
   * those behind it were needed only while it was full.
   */
  Shelf take() {
    Shelf shelf = found();
    return shelf == null ? more() : shelf;
  }

  private @Nullable Shelf found() {
    for (Shelf shelf : shelves) {
      if (shelf.takes()) {
        return shelf;
      }
    }
    return null;
  }

  // Two made at once would both be used, and never again as full as at first.
  private Shelf more() {
    making.lock();
    try {
      Shelf shelf = found();
      if (shelf == null) {
        shelf = how.get();
        shelf.takes();
        shelves.add(shelf);
      }
      return shelf;
    } finally {
      making.unlock();
    }
  }
}
