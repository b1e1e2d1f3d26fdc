package org.atomicagents.internal.resilience;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/** Closes resources, each within a time limit, so that one of them does not stop a shutdown. */
public record ResourceCloser(Duration limit, TimeSource time) {

  /** Returns the failure of closing a resource, or null if it was closed. */
  public @Nullable Throwable close(AutoCloseable resource) {
    var closed = new CompletableFuture<Void>();
    Thread closer =
        Thread.ofVirtual()
            .name("atomic-agents-close")
            .start(() -> {
              try {
                resource.close();
                closed.complete(null);
              } catch (Throwable e) {
                closed.completeExceptionally(e);
              }
            });
    Thread timer = Thread.ofVirtual().name("atomic-agents-timer").start(() -> expire(closed));
    try {
      return await(closed);
    } finally {
      timer.interrupt();
      closer.interrupt();
    }
  }

  private void expire(CompletableFuture<Void> closed) {
    try {
      time.sleep(limit);
      closed.completeExceptionally(
          new TimeoutException("Expected to close within " + limit.toMillis() + " ms."));
    } catch (InterruptedException e) {
      // The resource was closed before.
      closed.cancel(false);
    }
  }

  private static @Nullable Throwable await(CompletableFuture<Void> closed) {
    boolean isInterrupted = false;
    try {
      while (true) {
        try {
          closed.get();
          return null;
        } catch (InterruptedException e) {
          // A shutdown closes all resources even if its thread is interrupted.
          isInterrupted = true;
        }
      }
    } catch (ExecutionException e) {
      return e.getCause();
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
