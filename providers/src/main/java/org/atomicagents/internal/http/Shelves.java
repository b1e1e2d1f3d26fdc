package org.atomicagents.internal.http;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

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

  /** None yet; each is made when there is no room on the others. */
  Shelves(Supplier<Shelf> how) {
    this.how = how;
  }

  /**
   * Takes a call in. The first with room, so that it finds the connection that another has left:
   * those behind it were needed only while it was full.
   */
  Shelf take() {
    for (Shelf shelf : shelves) {
      if (shelf.takes()) {
        return shelf;
      }
    }
    Shelf more = how.get();
    more.takes();
    shelves.add(more);
    return more;
  }
}
