package org.atomicagents.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.function.Consumer;
import java.util.function.Function;
import org.atomicagents.error.CancelledException;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * Agents that are built on first use, by key.
 *
 * {@snippet class="org.atomicagents.pool.AgentPoolSnippets" region="pool"}
 *
 * <p>An agent is built once, however many threads request it at the same time; they wait for it. A
 * build that fails is not remembered: it fails for those that wait, and the next request builds
 * again. If the thread that builds is interrupted, another one of them builds instead. Idle agents
 * are removed when the pool is used, or by {@link #evictIdle()}; an agent that was removed remains
 * usable for its holders, unless the close hook closes a resource of the agent.
 *
 * <p>Thread-safe. No lock is held while an agent is built.
 *
 * @param <K> the type of the keys, such as a name, an enum or a tenant
 * @param <A> the type of the agents
 */
public final class AgentPool<K, A> implements AutoCloseable {
  // A longer duration has no number of nanoseconds.
  private static final Duration LONGEST_IDLE = Duration.ofDays(36_500);

  private final Function<? super K, ? extends A> builder;
  private final Settings<A> settings;
  private final ConcurrentHashMap<K, AgentSlot<A>> slots = new ConcurrentHashMap<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicLong firstExpiry;

  private record Settings<A>(
      int maxSize, @Nullable Duration maxIdle, Consumer<? super A> onClose, TimeSource time) {}

  private AgentPool(Function<? super K, ? extends A> builder, Settings<A> settings) {
    this.builder = Objects.requireNonNull(builder, "builder");
    this.settings = settings;
    this.firstExpiry = new AtomicLong(settings.time().nanoTime());
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
    Duration max = duration.compareTo(LONGEST_IDLE) < 0 ? duration : LONGEST_IDLE;
    return with(new Settings<>(settings.maxSize(), max, settings.onClose(), settings.time()));
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
      var own = new AgentSlot<A>(() -> builder.apply(key), settings.time());
      AgentSlot<A> slot = slots.putIfAbsent(key, own);
      if (slot == null) {
        A built = build(key, own);
        if (slots.get(key) == own) {
          return built;
        }
        // It was removed during its build.
        close(own);
        continue;
      }
      if (slot.isBuiltByThisThread()) {
        throw new IllegalStateException(
            "The agent '" + key + "' requests itself while it is built.");
      }
      slot.use();
      A agent = slot.awaitOther();
      if (agent == null) {
        slots.remove(key, slot);
      } else if (slots.get(key) == slot) {
        // A slot that was removed meanwhile is not used: its agent may be closed.
        return agent;
      }
    }
  }

  /** Returns the number of agents that are built or being built. */
  public int size() {
    return slots.size();
  }

  /**
   * Removes the agent of a key, so that the next request builds it again. An agent that is being
   * built is closed at the end of its build.
   */
  public void evict(K key) {
    AgentSlot<A> slot = slots.remove(key);
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
    if (now - firstExpiry.get() >= 0) {
      evictIdle(now, settings.maxIdle().toNanos());
    }
  }

  private void evictIdle(long now, long max) {
    // No agent becomes idle before: later uses and builds only extend the times.
    var first = new LongAccumulator(Math::min, max);
    slots.forEach((key, slot) -> {
      long idle = now - slot.lastUse();
      if (!slot.isBuilt() || idle <= max) {
        first.accumulate(Math.max(0, max - idle));
      } else if (slots.remove(key, slot)) {
        close(slot);
      }
    });
    firstExpiry.set(now + first.get());
  }

  private A build(K key, AgentSlot<A> slot) {
    slot.build();
    A agent;
    try {
      agent = slot.await();
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

  private void evictLeastRecentlyUsed(AgentSlot<A> built) {
    while (slots.size() > settings.maxSize()) {
      Map.Entry<K, AgentSlot<A>> oldest =
          slots.entrySet().stream()
              .filter(entry -> entry.getValue() != built && entry.getValue().isBuilt())
              .min(Comparator.comparingLong(entry -> entry.getValue().lastUse()))
              .orElse(null);
      if (oldest == null) {
        return;
      }
      if (slots.remove(oldest.getKey(), oldest.getValue())) {
        close(oldest.getValue());
      }
    }
  }

  private void close(AgentSlot<A> slot) {
    slot.close(settings.onClose());
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
      AgentSlot<A> slot = slots.get(key);
      // The thread that builds an agent closes it.
      if (slot != null && slot.isBuilt() && slots.remove(key, slot)) {
        close(slot);
      }
    });
  }
}
