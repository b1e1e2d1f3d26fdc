package org.atomicagents.internal.telemetry;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Reports an end to the observers once: the first thread reports, and others can wait for it.
 * Thread-safe.
 */
final class EndReporter {
  private final AtomicReference<@Nullable Thread> reporter = new AtomicReference<>();
  private final Semaphore reported = new Semaphore(0);

  /** Returns whether a thread has begun to report. */
  boolean hasBegun() {
    return reporter.get() != null;
  }

  /** Runs a report if the calling thread is the first one. */
  void report(Runnable report) {
    if (!reporter.compareAndSet(null, Thread.currentThread())) {
      return;
    }
    try {
      report.run();
    } finally {
      reported.release();
    }
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
