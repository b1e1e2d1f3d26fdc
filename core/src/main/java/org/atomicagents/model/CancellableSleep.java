package org.atomicagents.model;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.atomicagents.error.CancelledException;

/**
 * A wait that a cancelled run ends.
 *
 * <p>The clock's sleep ends only by an interrupt, and one that is meant for a sleep may strike what
 * comes after it. So a thread of its own sleeps, and the caller's waits for it.
 */
record CancellableSleep(TimeSource time, Duration length, String activity) {

  void await(RunContext call) {
    if (Thread.currentThread().isInterrupted()) {
      throw CancelledException.interrupted(activity, null);
    }
    var over = new CompletableFuture<Void>();
    Runnable uncancel = call.onCancel(() -> over.cancel(false));
    Thread sleeper = Thread.ofVirtual().name("atomic-agents-pause").start(() -> sleep(over));
    try {
      await(over);
    } finally {
      uncancel.run();
      sleeper.interrupt();
    }
  }

  private void await(CompletableFuture<Void> over) {
    try {
      over.get();
    } catch (InterruptedException e) {
      throw CancelledException.interrupted(activity, e);
    } catch (CancellationException e) {
      throw CancelledException.closed(activity);
    } catch (ExecutionException e) {
      throw new IllegalStateException("The clock failed while " + activity + ".", e.getCause());
    }
  }

  private void sleep(CompletableFuture<Void> over) {
    try {
      time.sleep(length);
      over.complete(null);
    } catch (InterruptedException e) {
      over.cancel(false);
    } catch (RuntimeException | Error e) {
      over.completeExceptionally(e);
    }
  }
}
