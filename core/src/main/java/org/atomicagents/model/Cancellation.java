package org.atomicagents.model;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The cancellation of a run, or of a branch of it. Thread-safe. */
final class Cancellation {
  private final @Nullable Cancellation parent;
  private final Queue<Runnable> actions = new ConcurrentLinkedQueue<>();
  private volatile boolean cancelled;

  /**
   * Creates a cancellation.
   *
   * @param parent a cancellation that cancels this one, too; null for none
   */
  Cancellation(@Nullable Cancellation parent) {
    this.parent = parent;
  }

  boolean isCancelled() {
    return cancelled || (parent != null && parent.isCancelled());
  }

  void cancel() {
    cancelled = true;
    RuntimeException failure = null;
    for (Runnable action = actions.poll(); action != null; action = actions.poll()) {
      try {
        action.run();
      } catch (RuntimeException e) {
        failure = failure == null ? e : withSuppressed(failure, e);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** Registers an action, which is run once; returns how to remove it. */
  Runnable onCancel(Runnable action) {
    if (parent == null) {
      return register(action);
    }
    Runnable once = once(action);
    Runnable own = register(once);
    Runnable inherited = parent.onCancel(once);
    return () -> {
      own.run();
      inherited.run();
    };
  }

  private Runnable register(Runnable action) {
    actions.add(action);
    if (cancelled && actions.remove(action)) {
      action.run();
    }
    return () -> actions.remove(action);
  }

  private static Runnable once(Runnable action) {
    var isRun = new AtomicBoolean();
    return () -> {
      if (!isRun.getAndSet(true)) {
        action.run();
      }
    };
  }

  private static RuntimeException withSuppressed(RuntimeException first, RuntimeException other) {
    if (!first.equals(other)) {
      first.addSuppressed(other);
    }
    return first;
  }
}
