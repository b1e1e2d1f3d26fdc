package org.atomicagents.model;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * A wait that a cancelled run ends.
 *
 * <p>The clock's sleep ends only by an interrupt, and one that is meant for a sleep may strike what
 * comes after it. So a thread of its own sleeps, and the caller's waits for it.
 */
record Pause(TimeSource time, Duration length, String what) {

  void await(CallContext call) {
    if (Thread.currentThread().isInterrupted()) {
      throw CancelledException.interrupted(what, null);
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
      throw CancelledException.interrupted(what, e);
    } catch (CancellationException e) {
      throw CancelledException.closed(what);
    } catch (ExecutionException e) {
      throw new IllegalStateException("The clock failed while " + what + ".", e.getCause());
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
