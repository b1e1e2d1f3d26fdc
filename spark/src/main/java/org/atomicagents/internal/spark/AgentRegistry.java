package org.atomicagents.internal.spark;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.atomicagents.error.CancelledException;
import org.atomicagents.time.TimeSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agents of one executor, each shared by the tasks that use it, and closed some time after the
 * last of them.
 *
 * <p>Thread-safe. An agent is created by the first task; the others wait for it.
 *
 * @param <K> the type of the keys
 * @param <A> the type of the agents
 */
public final class AgentRegistry<K, A extends AutoCloseable> {
  private static final Logger log = LoggerFactory.getLogger(AgentRegistry.class);

  private final TimeSource time;
  private final Duration idleTime;
  private final ConcurrentHashMap<K, Entry<A>> entries = new ConcurrentHashMap<>();

  /** An agent, with the number of its users and of all uses so far. */
  private record Entry<A>(FutureTask<A> agent, int users, long uses) {
    Entry<A> acquired() {
      return new Entry<>(agent, users + 1, uses + 1);
    }

    Entry<A> released() {
      return new Entry<>(agent, users - 1, uses);
    }
  }

  /**
   * Creates a registry.
   *
   * @param idleTime the time after the last use of an agent after which it is closed
   */
  public AgentRegistry(TimeSource time, Duration idleTime) {
    this.time = Objects.requireNonNull(time, "time");
    this.idleTime = Objects.requireNonNull(idleTime, "idleTime");
  }

  /**
   * Returns the agent of a key, after creating it if there is none; the caller {@link #release}s
   * it. If it cannot be created, the exception is thrown, and the next call tries again.
   */
  public A acquire(K key, Supplier<A> factory) {
    Entry<A> entry =
        Objects.requireNonNull(
            entries.compute(
                key,
                (k, present) ->
                    present == null
                        ? new Entry<>(new FutureTask<>(factory::get), 1, 1)
                        : present.acquired()));
    // Only the first call runs it.
    entry.agent().run();
    try {
      return entry.agent().get();
    } catch (InterruptedException e) {
      release(key);
      throw CancelledException.interrupted("waiting for the agent of an executor", e);
    } catch (ExecutionException e) {
      entries.computeIfPresent(
          key, (k, present) -> present.agent().equals(entry.agent()) ? null : present);
      throw rethrown(Objects.requireNonNullElse(e.getCause(), e));
    }
  }

  private static RuntimeException rethrown(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException failure
        ? failure
        : new IllegalStateException("The agent of an executor cannot be created", cause);
  }

  /** Releases an agent, which is closed after the idle time unless it is acquired again. */
  public void release(K key) {
    Entry<A> left = entries.computeIfPresent(key, (k, present) -> present.released());
    if (left != null && left.users() == 0) {
      Thread.ofVirtual().name("atomic-idle-agent").start(() -> closeIfIdle(key, left.uses()));
    }
  }

  private void closeIfIdle(K key, long uses) {
    try {
      time.sleep(idleTime);
    } catch (InterruptedException e) {
      return;
    }
    var idle = new ConcurrentHashMap<K, FutureTask<A>>();
    entries.computeIfPresent(
        key,
        (k, present) -> {
          if (present.users() > 0 || present.uses() != uses) {
            return present;
          }
          idle.put(k, present.agent());
          return null;
        });
    idle.values().forEach(AgentRegistry::close);
  }

  /** Returns the number of agents that are not closed. */
  public int size() {
    return entries.size();
  }

  /** Closes all agents, at the end of the executor. */
  public void closeAll() {
    for (K key : entries.keySet()) {
      Entry<A> entry = entries.remove(key);
      if (entry != null) {
        close(entry.agent());
      }
    }
  }

  private static void close(FutureTask<? extends AutoCloseable> agent) {
    try {
      // Not started, or without an agent: it is cancelled, and there is nothing to close.
      if (!agent.cancel(false) && agent.state() == FutureTask.State.SUCCESS) {
        agent.resultNow().close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      log.warn("An agent of this executor could not be closed", e);
    }
  }
}
