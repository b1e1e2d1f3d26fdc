package org.atomicagents.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.atomicagents.error.CancelledException;
import org.atomicagents.model.TimeSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Agents that are built on first use, by key.
 *
 * {@snippet class="org.atomicagents.pool.AgentPoolSnippets" region="pool"}
 *
 * <p>An agent is built once, however many threads request it at the same time; they wait for it. A
 * build that fails is not remembered: the next request builds again. Idle agents are removed when
 * the pool is used, or by {@link #evictIdle()}; an agent that was removed remains usable for its
 * holders, unless the close hook closes a resource of the agent.
 *
 * <p>Thread-safe. No lock is held while an agent is built.
 *
 * @param <K> the type of the keys, such as a name, an enum or a tenant
 * @param <A> the type of the agents
 */
public final class AgentPool<K, A> implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AgentPool.class);

  private final Function<? super K, ? extends A> builder;
  private final Settings<A> settings;
  private final ConcurrentHashMap<K, Slot<A>> slots = new ConcurrentHashMap<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  private record Settings<A>(
      int maxSize, @Nullable Duration maxIdle, Consumer<? super A> onClose, TimeSource time) {}

  private AgentPool(Function<? super K, ? extends A> builder, Settings<A> settings) {
    this.builder = Objects.requireNonNull(builder, "builder");
    this.settings = settings;
  }

  /**
   * Returns an empty pool without limits.
   *
   * @param builder builds the agent of a key, on the thread of the first request
   */
  public static <K, A> AgentPool<K, A> of(Function<? super K, ? extends A> builder) {
    return new AgentPool<>(
        builder, new Settings<>(Integer.MAX_VALUE, null, agent -> {}, TimeSource.system()));
  }

  /**
   * Returns an empty pool that keeps a number of agents. The least recently used one is removed
   * when another one is built.
   *
   * @throws IllegalArgumentException if the maximum is less than 1
   */
  public AgentPool<K, A> withMaxSize(int max) {
    if (max < 1) {
      throw new IllegalArgumentException("max: expected 1 or more, found " + max);
    }
    return with(new Settings<>(max, settings.maxIdle(), settings.onClose(), settings.time()));
  }

  /**
   * Returns an empty pool that removes agents that were not requested for a duration.
   *
   * @throws IllegalArgumentException if the duration is not positive
   */
  public AgentPool<K, A> withMaxIdle(Duration duration) {
    if (!duration.isPositive()) {
      throw new IllegalArgumentException(
          "duration: expected a positive duration, found " + duration);
    }
    return with(new Settings<>(settings.maxSize(), duration, settings.onClose(), settings.time()));
  }

  /**
   * Returns an empty pool that calls a hook for each agent that it removes, and at its close for
   * all others. An exception that the hook throws is logged.
   */
  public AgentPool<K, A> withCloseHook(Consumer<? super A> hook) {
    Objects.requireNonNull(hook, "hook");
    return with(new Settings<>(settings.maxSize(), settings.maxIdle(), hook, settings.time()));
  }

  /** Returns an empty pool with another clock. */
  public AgentPool<K, A> withTimeSource(TimeSource time) {
    Objects.requireNonNull(time, "time");
    return with(new Settings<>(settings.maxSize(), settings.maxIdle(), settings.onClose(), time));
  }

  /**
   * Returns the agent of a key; builds it on the first request, and blocks while another thread
   * builds it.
   *
   * @throws IllegalStateException if this pool is closed
   * @throws CancelledException if the thread is interrupted while it waits
   * @throws RuntimeException the exception of the builder
   */
  public A get(K key) {
    Objects.requireNonNull(key, "key");
    while (true) {
      requireOpen();
      evictIdle();
      var own = new Slot<A>(new FutureTask<>(() -> builder.apply(key)), settings.time().nanoTime());
      Slot<A> slot = slots.putIfAbsent(key, own);
      if (slot == null) {
        return build(key, own);
      }
      if (slot.builder.equals(Thread.currentThread()) && !slot.task.isDone()) {
        throw new IllegalStateException(
            "The agent '" + key + "' requests itself while it is built.");
      }
      slot.lastUse = settings.time().nanoTime();
      A agent = await(slot);
      // A slot that was removed meanwhile is not used: its agent may be closed.
      if (slots.get(key) == slot) {
        return agent;
      }
    }
  }

  /** Returns the number of agents that are built or being built. */
  public int size() {
    return slots.size();
  }

  /** Removes the agent of a key, so that the next request builds it again. */
  public void evict(K key) {
    Slot<A> slot = slots.remove(key);
    if (slot != null) {
      close(slot);
    }
  }

  /** Removes the agents that were not requested for the maximum idle time. */
  public void evictIdle() {
    if (settings.maxIdle() == null) {
      return;
    }
    long now = settings.time().nanoTime();
    long max = settings.maxIdle().toNanos();
    slots.forEach((key, slot) -> {
      if (slot.task.isDone() && now - slot.lastUse > max && slots.remove(key, slot)) {
        close(slot);
      }
    });
  }

  private A build(K key, Slot<A> slot) {
    slot.task.run();
    A agent;
    try {
      agent = await(slot);
    } catch (RuntimeException | Error e) {
      slots.remove(key, slot);
      throw e;
    }
    evictLeastRecentlyUsed(slot);
    if (closed.get() && slots.remove(key, slot)) {
      close(slot);
      requireOpen();
    }
    return agent;
  }

  private void evictLeastRecentlyUsed(Slot<A> built) {
    while (slots.size() > settings.maxSize()) {
      Map.Entry<K, Slot<A>> oldest =
          slots.entrySet().stream()
              .filter(entry -> entry.getValue() != built && entry.getValue().task.isDone())
              .min(Comparator.comparingLong(entry -> entry.getValue().lastUse))
              .orElse(null);
      if (oldest == null) {
        return;
      }
      if (slots.remove(oldest.getKey(), oldest.getValue())) {
        close(oldest.getValue());
      }
    }
  }

  private static <A> A await(Slot<A> slot) {
    try {
      return slot.task.get();
    } catch (InterruptedException e) {
      throw CancelledException.interrupted("waiting for an agent that is being built", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause();
    }
  }

  private void close(Slot<A> slot) {
    try {
      settings.onClose().accept(await(slot));
    } catch (RuntimeException e) {
      log.warn("The close hook of an agent failed", e);
    }
  }

  private void requireOpen() {
    if (closed.get()) {
      throw new IllegalStateException("This pool of agents is closed.");
    }
  }

  private AgentPool<K, A> with(Settings<A> newSettings) {
    return new AgentPool<>(builder, newSettings);
  }

  /** Removes all agents; the close hook is called for each. Idempotent. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    List<K> keys = new ArrayList<>(slots.keySet());
    keys.forEach(key -> {
      Slot<A> slot = slots.get(key);
      // The thread that builds an agent closes it.
      if (slot != null && slot.task.isDone() && slots.remove(key, slot)) {
        close(slot);
      }
    });
  }

  private static final class Slot<A> {
    private final FutureTask<A> task;
    private final Thread builder = Thread.currentThread();
    private volatile long lastUse;

    Slot(FutureTask<A> task, long lastUse) {
      this.task = task;
      this.lastUse = lastUse;
    }
  }
}
