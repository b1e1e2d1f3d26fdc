package org.atomicagents.internal.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.error.TimedOutException.Limit;
import org.atomicagents.model.Phase;
import org.atomicagents.model.RunContext;
import org.jspecify.annotations.Nullable;

/**
 * The queue before a pool: so many exchanges at a time, with one host and in all, first come first
 * served.
 *
 * <p>Thread-safe.
 */
final class Admission {
  private final PoolSettings.Sizes sizes;
  private final Duration longest;
  private final Duration connect;
  private final Places total;
  private final ConcurrentHashMap<String, Places> hosts = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, Gate> gates = new ConcurrentHashMap<>();
  private final Watch watch;
  private final LongAdder admitted = new LongAdder();
  private final LongAdder waitedNanos = new LongAdder();

  Admission(PoolSettings settings, Watch watch) {
    this.watch = watch;
    this.sizes = settings.sizes();
    this.longest = settings.times().queue();
    this.connect = settings.times().connect();
    this.total = new Places(sizes.maxConnections());
  }

  /** Waits for a place; the caller releases what it gets. */
  Place enter(String host, RunContext call) {
    long since = call.timings().now();
    try {
      Place place = await(host, call);
      admitted.increment();
      return place;
    } catch (InterruptedException e) {
      throw CancelledException.interrupted(waiting(host), e);
    } finally {
      long waited = call.timings().now() - since;
      call.timings().add(Phase.QUEUE, waited);
      waitedNanos.add(waited);
    }
  }

  private Place await(String host, RunContext call) throws InterruptedException {
    long since = System.nanoTime();
    LongSupplier left = () -> longest.toNanos() - (System.nanoTime() - since);
    var place = new Place(total, ofHost(host), gate(host));
    try {
      for (Places next = place.next(); next != null; next = place.next()) {
        if (!next.acquire(call, () -> waiting(host), left)) {
          throw TimedOutException.of(Limit.QUEUE, longest, waiting(host));
        }
        place.entered();
      }
      place.passGate(call, () -> connecting(host), left);
      return place;
    } catch (Throwable e) {
      place.release();
      throw e;
    }
  }

  /** How many calls wait. */
  int queued() {
    return all().mapToInt(Places::queued).sum();
  }

  /** How long the one that has waited longest has done so. */
  Duration longestWait() {
    long now = System.nanoTime();
    long since = all().mapToLong(places -> places.waitingSince(now)).min().orElse(now);
    return Duration.ofNanos(now - since);
  }

  /** How many have had their turn. */
  long admitted() {
    return admitted.sum();
  }

  /** How long all together have waited. */
  Duration waited() {
    return Duration.ofNanos(waitedNanos.sum());
  }

  /** How many have their turn now. */
  int inUse() {
    return total.taken();
  }

  /** Lets everybody in, to find the pool closed. */
  void close() {
    all().forEach(Places::open);
  }

  private Stream<Places> all() {
    return Stream.of(
            Stream.of(total), hosts.values().stream(), gates.values().stream().map(Gate::places))
        .flatMap(Function.identity());
  }

  private @Nullable Places ofHost(String host) {
    return sizes.maxPerHost() >= sizes.maxConnections()
        ? null
        : hosts.computeIfAbsent(host, any -> new Places(sizes.maxPerHost()));
  }

  private static String connecting(String host) {
    return "waiting for others to connect to " + host;
  }

  private String waiting(String host) {
    return "waiting for a free connection to %s (the pool has %d, %d for one host)"
        .formatted(
            host, sizes.maxConnections(), Math.min(sizes.maxPerHost(), sizes.maxConnections()));
  }

  private @Nullable Gate gate(String host) {
    return host.startsWith("https:")
        ? gates.computeIfAbsent(host, any -> new Gate(watch, connect))
        : null;
  }

  /** The way into the pool, step by step; given back once. */
  static final class Place {
    private final ArrayDeque<Places> ahead = new ArrayDeque<>(3);
    private final ArrayDeque<Places> held = new ArrayDeque<>(2);
    private final @Nullable Gate gate;
    private final AtomicBoolean atGate = new AtomicBoolean();

    private Place(Places total, @Nullable Places host, @Nullable Gate gate) {
      this.gate = gate;
      if (host != null) {
        ahead.add(host);
      }
      ahead.add(total);
    }

    private @Nullable Places next() {
      return ahead.peek();
    }

    private void entered() {
      held.add(ahead.remove());
    }

    private void passGate(RunContext call, Supplier<String> doing, LongSupplier left)
        throws InterruptedException {
      if (gate != null && gate.enter(call, doing, left)) {
        atGate.set(true);
      }
    }

    /** The call has a connection, which took so long to make; 0 if it was there. */
    void connected(boolean shared, long connectNanos) {
      if (gate != null && atGate.getAndSet(false)) {
        gate.passed(shared, connectNanos);
      }
    }

    void release() {
      if (gate != null && atGate.getAndSet(false)) {
        gate.left();
      }
      held.forEach(Places::release);
    }
  }
}
