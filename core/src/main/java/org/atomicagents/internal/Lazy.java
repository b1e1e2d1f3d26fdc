package org.atomicagents.internal;

import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that is computed on first access and cached.
 *
 * <p>The value is computed at most once; concurrent callers block until it is available. If the
 * computation throws, no value is cached, and the next call computes it again. A computation that
 * reads its own value throws {@link IllegalStateException}.
 *
 * <p>Thread-safe; reading a cached value costs one volatile read.
 */
public final class Lazy<T> {
  private final Supplier<T> computation;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable T value;

  /**
   * Creates a lazy value.
   *
   * @param computation computes the value; must not return null
   */
  public Lazy(Supplier<T> computation) {
    this.computation = computation;
  }

  /** Returns the value; computes it on first access. */
  public T get() {
    T cached = value;
    return cached == null ? compute() : cached;
  }

  private T compute() {
    if (lock.isHeldByCurrentThread()) {
      throw new IllegalStateException("The computation of a value reads the value itself");
    }
    lock.lock();
    try {
      T cached = value;
      if (cached == null) {
        cached = Objects.requireNonNull(computation.get(), "value");
        value = cached;
      }
      return cached;
    } finally {
      lock.unlock();
    }
  }
}
