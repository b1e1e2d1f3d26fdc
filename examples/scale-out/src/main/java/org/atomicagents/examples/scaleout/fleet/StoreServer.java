package org.atomicagents.examples.scaleout.fleet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import org.atomicagents.limit.PermitBucket;
import org.atomicagents.limit.PermitStore;

/**
 * A server of token buckets with the rules of the script in Redis: it executes one call at a time,
 * and serves processes that wait in their order, up to 100 of them. For one thread.
 */
final class StoreServer {
  private static final double MINUTE = 60e9;
  private static final int MAX_WAITING = 100;
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

  /** The place of a process that waits. */
  private static final class Waiter {
    private final int process;
    private double permits;
    private long end;

    Waiter(int process) {
      this.process = process;
    }
  }

  /** The state of a bucket. */
  private static final class Bucket {
    private double level;
    private long lastRefill;
    private final ArrayList<Waiter> waiting = new ArrayList<>();
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
    double ahead = 0;
    Waiter own = null;
    Waiter first = null;
    for (Waiter waiter : state.waiting) {
      if (waiter.process == process) {
        own = waiter;
        break;
      }
      first = first == null ? waiter : first;
      ahead += waiter.permits;
    }
    double missing = ahead + Math.min(permits, bucket.capacity()) - state.level;
    if (missing <= 0) {
      state.level -= permits;
      state.waiting.remove(own);
      return 0;
    }
    long wait = 1 + (long) (missing * MINUTE / bucket.refillPerMinute());
    if (first != null) {
      wait = Math.min(wait, first.end - now + 1);
    }
    if (own == null && state.waiting.size() < MAX_WAITING) {
      own = new Waiter(process);
      state.waiting.add(own);
    }
    if (own != null) {
      own.permits = permits;
      own.end = now + wait + FORGOTTEN_AFTER;
    }
    return wait;
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
    state.waiting.removeIf(waiter -> waiter.end <= now);
    return state;
  }
}
