package org.atomicagents.examples.scaleout.fleet;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.atomicagents.limit.PermitBucket;
import org.atomicagents.limit.PermitStore;

/**
 * A server of token buckets as Redis: it executes one call at a time, and promises each process
 * that has to wait the time of its permits. For one thread.
 */
final class StoreServer {
  private static final double MINUTE = 60e9;
  // A process that does not return is forgotten.
  private static final long FORGOTTEN_AFTER = 1_000_000_000L;

  private final FleetClock clock;
  private final FleetOptions options;
  private final Map<String, Bucket> buckets = new HashMap<>();
  private long busyUntil;
  private long calls;
  private long lastDelay;
  private boolean isAway;

  StoreServer(FleetClock clock, FleetOptions options) {
    this.clock = clock;
    this.options = options;
  }

  /** The permits of a process that waits. */
  private record Promise(int process, long number, double permits, long time) {}

  /** The state of a bucket. */
  private static final class Bucket {
    private double level;
    private long lastRefill;
    private double reserved;
    private long number;
    private final Map<Integer, Promise> promises = new HashMap<>();
    private final ArrayDeque<Promise> order = new ArrayDeque<>();
  }

  /** Returns the store of a process on this server. */
  PermitStore store(int process) {
    return new PermitStore() {
      @Override
      public Duration tryTake(PermitBucket bucket, long permits) {
        call();
        return Duration.ofNanos(take(bucket, process, permits));
      }

      @Override
      public void add(PermitBucket bucket, long permits) {
        call();
        Bucket state = refilled(bucket);
        state.level = Math.min((double) bucket.capacity(), state.level + permits);
      }
    };
  }

  void setAway(boolean away) {
    isAway = away;
  }

  long calls() {
    return calls;
  }

  /** Returns the time of the last call. */
  long lastDelay() {
    return lastDelay;
  }

  private void call() {
    long now = clock.nanoTime();
    calls++;
    lastDelay = options.storeTimeout().toNanos();
    if (isAway) {
      throw new IllegalStateException("the store is away");
    }
    busyUntil = Math.max(busyUntil, now) + options.storeTime().toNanos();
    long delay = busyUntil - now + options.roundTrip().toNanos();
    if (delay > lastDelay) {
      throw new IllegalStateException("the store did not respond in time");
    }
    lastDelay = delay;
  }

  private long take(PermitBucket bucket, int process, long permits) {
    long now = clock.nanoTime();
    Bucket state = refilled(bucket);
    double needed = Math.min(permits, bucket.capacity());
    Promise own = state.promises.get(process);
    boolean isDue = own != null && own.time <= now && permits <= own.permits;
    double others = state.reserved - (own == null ? 0 : own.permits);
    double available = state.level - (isDue ? 0 : others);
    if (own != null) {
      remove(state, own);
    }
    if (available >= needed) {
      state.level -= permits;
      return 0;
    }
    double missing = needed + (isDue ? 0 : others) - state.level;
    long wait = 1 + (long) (missing * MINUTE / bucket.refillPerMinute());
    var promise = new Promise(process, state.number++, needed, now + wait);
    state.promises.put(process, promise);
    state.order.addLast(promise);
    state.reserved += needed;
    return wait;
  }

  private static void remove(Bucket state, Promise promise) {
    state.promises.remove(promise.process);
    state.reserved -= promise.permits;
  }

  private Bucket refilled(PermitBucket bucket) {
    long now = clock.nanoTime();
    Bucket state =
        buckets.computeIfAbsent(
            bucket.key(),
            key -> {
              var created = new Bucket();
              created.level = bucket.capacity();
              created.lastRefill = now;
              return created;
            });
    double refill = (now - state.lastRefill) * bucket.refillPerMinute() / MINUTE;
    state.level = Math.min((double) bucket.capacity(), state.level + refill);
    state.lastRefill = now;
    while (!state.order.isEmpty() && state.order.getFirst().time + FORGOTTEN_AFTER <= now) {
      Promise oldest = state.order.removeFirst();
      if (oldest.equals(state.promises.get(oldest.process))) {
        remove(state, oldest);
      }
    }
    return state;
  }
}
