package org.atomicagents.pool;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One agent of a pool, which is built once and closed once. Thread-safe. */
final class AgentSlot<A> {
  private static final Logger log = LoggerFactory.getLogger(AgentSlot.class);

  private final FutureTask<A> task;
  private final TimeSource time;
  private final Thread builder = Thread.currentThread();
  private final AtomicBoolean isClosed = new AtomicBoolean();
  private volatile long lastUse;

  /** Creates the slot of an agent that the current thread will build. */
  AgentSlot(Supplier<? extends @Nullable A> build, TimeSource time) {
    this.time = time;
    this.lastUse = time.nanoTime();
    this.task =
        new FutureTask<>(() -> {
          @Nullable A agent = build.get();
          if (agent == null) {
            throw new IllegalStateException("The builder of the pool returned null.");
          }
          lastUse = time.nanoTime();
          return agent;
        });
  }

  /** Builds the agent; its failure is thrown by {@link #await}. */
  void build() {
    task.run();
  }

  /** Returns the agent; blocks until it is built. */
  A await() {
    try {
      return task.get();
    } catch (InterruptedException e) {
      throw CancelledException.interrupted("waiting for an agent that is being built", e);
    } catch (ExecutionException e) {
      throw switch (e.getCause()) {
        case RuntimeException exception -> exception;
        case Error error -> throw error;
        // A builder in another language than Java can throw any exception.
        case null, default ->
            new IllegalStateException("The builder of the pool failed", e.getCause());
      };
    }
  }

  /**
   * Returns the agent; blocks until another thread has built it; null if that thread was
   * interrupted, which does not concern this one.
   *
   * @throws RuntimeException a copy of the failure of the builder, if it can be copied
   */
  @Nullable A awaitOther() {
    try {
      return await();
    } catch (CancelledException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      return null;
    } catch (AgentException e) {
      throw e.forOtherCaller();
    }
  }

  boolean isBuilt() {
    return task.isDone();
  }

  boolean isBuiltByThisThread() {
    return builder.equals(Thread.currentThread()) && !isBuilt();
  }

  void use() {
    lastUse = time.nanoTime();
  }

  long lastUse() {
    return lastUse;
  }

  /** Calls the hook for a removed agent, once; has no effect while it is being built. */
  void close(Consumer<? super A> hook) {
    if (task.state() != FutureTask.State.SUCCESS || isClosed.getAndSet(true)) {
      return;
    }
    try {
      hook.accept(task.resultNow());
    } catch (RuntimeException e) {
      log.warn("The close hook of an agent failed", e);
    }
  }
}
