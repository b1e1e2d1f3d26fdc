package org.atomicagents.internal.resilience;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A run in progress, which a shutdown can cancel. Thread-safe. */
public final class ActiveRun {
  private final ActiveRuns runs;
  private final @Nullable Thread thread;
  private final Runnable cancellation;
  private final ReentrantLock lock = new ReentrantLock();
  private boolean hasEnded;

  private ActiveRun(ActiveRuns runs, @Nullable Thread thread, Runnable cancellation) {
    this.runs = runs;
    this.thread = thread;
    this.cancellation = cancellation;
    runs.add(this);
  }

  /** Returns a run of the current thread, whose interrupt cancels it. */
  static ActiveRun ofCurrentThread(ActiveRuns runs) {
    Thread thread = Thread.currentThread();
    return new ActiveRun(runs, thread, thread::interrupt);
  }

  /** Returns a run with another cancellation. */
  static ActiveRun of(ActiveRuns runs, Runnable cancellation) {
    return new ActiveRun(runs, null, cancellation);
  }

  boolean isOfCurrentThread() {
    return Thread.currentThread().equals(thread);
  }

  /** Returns whether the run was in progress, after cancelling it. */
  public boolean cancel() {
    // A thread must not be interrupted after its run, when it does something else.
    lock.lock();
    try {
      if (hasEnded) {
        return false;
      }
      if (thread != null) {
        cancellation.run();
      }
    } finally {
      lock.unlock();
    }
    if (thread == null) {
      cancellation.run();
    }
    return true;
  }

  /** Ends the run; has no effect after the first call. */
  void end() {
    lock.lock();
    try {
      if (hasEnded) {
        return;
      }
      hasEnded = true;
    } finally {
      lock.unlock();
    }
    runs.remove(this);
  }
}
