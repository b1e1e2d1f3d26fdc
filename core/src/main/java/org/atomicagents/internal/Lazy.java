package org.atomicagents.internal;

import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that is computed when it is first needed, and then kept.
 *
 * <p>Computed at most once, while concurrent callers wait for it. If the computation throws,
 * nothing is kept, and the next call computes again.
 *
 * <p>Thread-safe; reading a known value costs one volatile read.
 */
public final class Lazy<T> {
  private final Supplier<T> computation;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable T value;

  /** Creates a lazy value from a computation that doesn't return null. */
  public Lazy(Supplier<T> computation) {
    this.computation = computation;
  }

  /** Returns the value. */
  public T get() {
    T known = value;
    return known == null ? compute() : known;
  }

  private T compute() {
    lock.lock();
    try {
      T known = value;
      if (known == null) {
        known = Objects.requireNonNull(computation.get(), "value");
        value = known;
      }
      return known;
    } finally {
      lock.unlock();
    }
  }
}
