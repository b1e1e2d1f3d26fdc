package org.atomicagents.internal.http;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP library, built when it is first needed: loading it takes longer than a call.
 *
 * <p>Thread-safe.
 */
final class LazyTransport {
  private final Supplier<Transport> how;
  private final ReentrantLock building = new ReentrantLock();
  private volatile @Nullable Transport built;

  LazyTransport(Supplier<Transport> how) {
    this.how = how;
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
        transport = how.get();
        built = transport;
      }
      return transport;
    } finally {
      building.unlock();
    }
  }
}
