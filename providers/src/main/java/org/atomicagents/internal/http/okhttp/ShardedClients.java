package org.atomicagents.internal.http.okhttp;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The clients for one server, each with a bounded number of calls.
 *
 * <p>To find an idle connection, the HTTP library locks each connection of its pool in turn. With
 * thousands of connections that search is half the cost of a call.
 *
 * <p>Thread-safe.
 */
final class ShardedClients {
  private final Supplier<ClientShard> factory;
  private final List<ClientShard> shards = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();

  /** Creates an empty set; the factory creates a shard whenever all existing ones are full. */
  ShardedClients(Supplier<ClientShard> factory) {
    this.factory = factory;
  }

  /**
   * Adds a call to the first shard that is not full, and returns that shard.
   *
   * <p>Always preferring the first one makes a call find the idle connections of earlier calls;
   * later shards are needed only while it is full.
   */
  ClientShard acquire() {
    ClientShard shard = acquireExisting();
    return shard == null ? acquireNew() : shard;
  }

  private @Nullable ClientShard acquireExisting() {
    for (ClientShard shard : shards) {
      if (shard.tryAcquire()) {
        return shard;
      }
    }
    return null;
  }

  // The lock prevents concurrent calls from creating a shard each, which would stay nearly empty.
  private ClientShard acquireNew() {
    lock.lock();
    try {
      ClientShard shard = acquireExisting();
      if (shard == null) {
        shard = factory.get();
        shard.tryAcquire();
        shards.add(shard);
      }
      return shard;
    } finally {
      lock.unlock();
    }
  }
}
