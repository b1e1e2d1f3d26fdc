package org.atomicagents.internal.http;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that is created by its first use.
 *
 * <p>Thread-safe: the factory runs once, and again only if it has thrown.
 */
public final class LazyReference<T> {
  private final Supplier<? extends T> factory;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable T value;

  /** Creates a reference whose value the factory creates on first use. */
  public LazyReference(Supplier<? extends T> factory) {
    this.factory = factory;
  }

  /** Returns whether the value has been created. */
  public boolean isCreated() {
    return value != null;
  }

  /** Returns the value; the first call creates it. */
  public T get() {
    T current = value;
    return current == null ? create() : current;
  }

  private T create() {
    lock.lock();
    try {
      T current = value;
      if (current == null) {
        current = factory.get();
        value = current;
      }
      return current;
    } finally {
      lock.unlock();
    }
  }
}
