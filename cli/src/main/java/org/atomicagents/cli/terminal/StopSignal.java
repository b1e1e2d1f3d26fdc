package org.atomicagents.cli.terminal;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stops the work of a command when the user presses Ctrl-C, and delays the end of the process until
 * the results are written. Thread-safe.
 */
public final class StopSignal implements AutoCloseable {
  private static final long MAX_WAIT_SECONDS = 10;

  private final Thread hook = new Thread(this::onShutdown, "stop-signal");
  private final CountDownLatch written = new CountDownLatch(1);
  private volatile @Nullable Runnable guarded;
  private volatile boolean isTriggered;

  private StopSignal() {}

  /** Returns a signal whose shutdown hook is installed; closing removes the hook. */
  public static StopSignal install() {
    var signal = new StopSignal();
    Runtime.getRuntime().addShutdownHook(signal.hook);
    return signal;
  }

  /** Sets the function that stops the work; it is called once at least after Ctrl-C. */
  public void guard(Runnable stop) {
    guarded = stop;
    if (isTriggered) {
      stop.run();
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
    Runnable stop = guarded;
    if (stop == null) {
      return;
    }
    stop.run();
    try {
      written.await(MAX_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
