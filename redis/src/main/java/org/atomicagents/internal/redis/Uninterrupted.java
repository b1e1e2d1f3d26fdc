package org.atomicagents.internal.redis;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Commands that an interrupt of their caller does not end, because a write without a known outcome
 * may be committed or not.
 */
public final class Uninterrupted {
  private Uninterrupted() {}

  /**
   * Returns the result of a step, which runs on a thread of its own. The interrupt flag of the
   * caller is set afterwards if it was set before, or was interrupted meanwhile.
   */
  public static <T> T run(Supplier<T> step) {
    var task = new FutureTask<T>(step::get);
    Thread.ofVirtual().name("atomic-redis-write").start(task);
    boolean isInterrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          isInterrupted = true;
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException("A command of Redis failed", e.getCause());
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
