package org.atomicagents.internal.http.okhttp;

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
final class ShardedClients {
  private final Supplier<ClientShard> factory;
  private final List<ClientShard> shards = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();

  /** None yet; each is made when there is no room on the others. */
  ShardedClients(Supplier<ClientShard> how) {
    this.factory = how;
  }

  /**
   * Takes a call in. The first with room, so that it finds the connection that another has left:
   * those behind it were needed only while it was full.
   */
  ClientShard acquire() {
    ClientShard shelf = acquireExisting();
    return shelf == null ? acquireNew() : shelf;
  }

  private @Nullable ClientShard acquireExisting() {
    for (ClientShard shelf : shards) {
      if (shelf.tryAcquire()) {
        return shelf;
      }
    }
    return null;
  }

  // Two made at once would both be used, and never again as full as at first.
  private ClientShard acquireNew() {
    lock.lock();
    try {
      ClientShard shelf = acquireExisting();
      if (shelf == null) {
        shelf = factory.get();
        shelf.tryAcquire();
        shards.add(shelf);
      }
      return shelf;
    } finally {
      lock.unlock();
    }
  }
}
