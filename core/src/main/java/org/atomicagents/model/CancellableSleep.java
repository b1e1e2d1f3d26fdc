package org.atomicagents.model;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.time.TimeSource;

/**
 * A sleep that ends when its run is cancelled.
 *
 * <p>{@link TimeSource#sleep} can be ended only by an interrupt, and an interrupt of the caller's
 * thread might arrive after the sleep. So a separate thread sleeps, and the caller's thread waits
 * for it.
 */
record CancellableSleep(TimeSource time, Duration length, String activity) {

  void await(RunContext context) {
    if (Thread.currentThread().isInterrupted()) {
      throw CancelledException.interrupted(activity, null);
    }
    var ended = new CompletableFuture<Void>();
    Runnable uncancel = context.onCancel(() -> ended.cancel(false));
    Thread sleeper = Thread.ofVirtual().name("atomic-agents-pause").start(() -> sleep(ended));
    try {
      await(ended);
    } finally {
      uncancel.run();
      sleeper.interrupt();
    }
  }

  private void await(CompletableFuture<Void> ended) {
    try {
      ended.get();
    } catch (InterruptedException e) {
      throw CancelledException.interrupted(activity, e);
    } catch (CancellationException e) {
      throw CancelledException.closed(activity);
    } catch (ExecutionException e) {
      throw new IllegalStateException("The clock failed while " + activity + ".", e.getCause());
    }
  }

  private void sleep(CompletableFuture<Void> ended) {
    try {
      time.sleep(length);
      ended.complete(null);
    } catch (InterruptedException e) {
      ended.cancel(false);
    } catch (RuntimeException | Error e) {
      ended.completeExceptionally(e);
    }
  }
}
