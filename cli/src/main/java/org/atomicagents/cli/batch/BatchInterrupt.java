package org.atomicagents.cli.batch;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.atomicagents.batch.BatchRun;
import org.jspecify.annotations.Nullable;

/**
 * Stops the batch when the user presses Ctrl-C, and delays the end of the process until the
 * outcomes are written. Thread-safe.
 */
public final class BatchInterrupt implements AutoCloseable {
  private static final long MAX_WAIT_SECONDS = 10;

  private final Thread hook = new Thread(this::onShutdown, "batch-interrupt");
  private final CountDownLatch written = new CountDownLatch(1);
  private volatile @Nullable BatchRun<?> guarded;
  private volatile boolean isTriggered;

  private BatchInterrupt() {}

  /** Returns an interrupt whose shutdown hook is installed; closing removes the hook. */
  public static BatchInterrupt install() {
    var interrupt = new BatchInterrupt();
    Runtime.getRuntime().addShutdownHook(interrupt.hook);
    return interrupt;
  }

  /** Sets the batch to stop. */
  public void guard(BatchRun<?> run) {
    guarded = run;
    if (isTriggered) {
      run.close();
    }
  }

  /** Returns whether the process ends because of a signal. */
  public boolean isTriggered() {
    return isTriggered;
  }

  /** Lets the process end. */
  @Override
  public void close() {
    written.countDown();
    if (!isTriggered) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The shutdown is in progress, and the hook cannot be removed.
      }
    }
  }

  private void onShutdown() {
    isTriggered = true;
    BatchRun<?> run = guarded;
    if (run == null) {
      return;
    }
    run.close();
    try {
      written.await(MAX_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
