package org.atomicagents.internal.telemetry;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The reporting of an end to the observers: the first thread reports, and others can wait for it.
 * Thread-safe.
 */
final class EndReporting {
  private final AtomicReference<@Nullable Thread> reporter = new AtomicReference<>();
  private final Semaphore reported = new Semaphore(0);

  /** Returns whether a thread has begun to report. */
  boolean hasBegun() {
    return reporter.get() != null;
  }

  /** Returns whether the calling thread is the first one, which reports and then {@link #end}s. */
  boolean begin() {
    return reporter.compareAndSet(null, Thread.currentThread());
  }

  /** The calling thread has reported. */
  void end() {
    reported.release();
  }

  /** Waits until a thread that has begun to report has ended; returns at once if there is none. */
  void await() {
    Thread thread = reporter.get();
    // An observer may close the stream of a run in its report, and must not wait for itself.
    if (thread != null && !thread.equals(Thread.currentThread())) {
      reported.acquireUninterruptibly();
      reported.release();
    }
  }
}
