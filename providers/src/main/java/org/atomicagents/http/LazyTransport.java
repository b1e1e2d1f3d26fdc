package org.atomicagents.http;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP library, built when it is first needed: loading it takes longer than a call.
 *
 * <p>Thread-safe.
 */
final class LazyTransport {
  private final PoolLimits limits;
  private final ReentrantLock building = new ReentrantLock();
  private volatile @Nullable Transport built;

  LazyTransport(PoolLimits limits) {
    this.limits = limits;
  }

  boolean isBuilt() {
    return built != null;
  }

  Transport get() {
    Transport transport = built;
    return transport == null ? build() : transport;
  }

  private Transport build() {
    building.lock();
    try {
      Transport transport = built;
      if (transport == null) {
        transport = new OkHttpTransport(limits);
        built = transport;
      }
      return transport;
    } finally {
      building.unlock();
    }
  }
}
