package org.atomicagents.examples.scaleout.fleet;

import java.time.Duration;
import java.util.ArrayDeque;
import org.atomicagents.limit.BlockPermitStore;
import org.atomicagents.limit.PermitBucket;
import org.atomicagents.limit.PermitStore;

/**
 * A JVM with callers that take a permit for each call, in order; while the store fails, its share
 * of the limit applies, as with {@code RateLimitBuilder.shareOnStoreFailure}. For one thread.
 */
final class FleetProcess {
  private static final long MIN_BACKOFF = 1_000_000_000L;
  private static final int MAX_DOUBLINGS = 5;

  private final int callers;
  private final FleetClock clock;
  private final StoreServer server;
  private final PermitStore store;
  private final PermitBucket bucket;
  private final PermitStore local;
  private final PermitBucket localBucket;
  private final ArrayDeque<Long> waiting = new ArrayDeque<>();
  private boolean isScheduled;
  private boolean isDead;
  private int failures;
  private long nextCall;
  private long served;

  /**
   * Creates a process.
   *
   * @param share the share of the limit while the store fails
   */
  FleetProcess(
      int callers,
      FleetClock clock,
      StoreServer server,
      PermitStore store,
      PermitBucket bucket,
      PermitBucket share) {
    this.callers = callers;
    this.clock = clock;
    this.server = server;
    this.store = store;
    this.bucket = bucket;
    this.local = PermitStore.inMemory(clock);
    this.localBucket = share;
  }

  /** Adds a caller that waits; returns whether the process has to be scheduled. */
  boolean enqueue() {
    if (isDead) {
      return false;
    }
    waiting.addLast(clock.nanoTime());
    boolean isFirst = !isScheduled;
    isScheduled = true;
    return isFirst;
  }

  /**
   * Takes permits for the callers that wait.
   *
   * @return the time until the next attempt; negative if no caller waits
   */
  long attempt(FleetProgress progress, int process) {
    isScheduled = false;
    while (!waiting.isEmpty() && !isDead) {
      long calls = server.calls();
      long wait = take();
      long used = server.calls() == calls ? 0 : server.lastDelay();
      if (wait > 0) {
        isScheduled = true;
        return Math.max(wait, used);
      }
      long time = clock.nanoTime() - waiting.removeFirst();
      served++;
      progress.served(process, time);
      if (used > 0 && !waiting.isEmpty()) {
        isScheduled = true;
        return used;
      }
    }
    return -1;
  }

  /** Ends the process with the permits that it holds. */
  void kill() {
    isDead = true;
    waiting.clear();
  }

  int callers() {
    return callers;
  }

  long served() {
    return served;
  }

  /** Returns the longest present wait, in nanoseconds. */
  long presentWait() {
    return waiting.isEmpty() ? 0 : clock.nanoTime() - waiting.getFirst();
  }

  long held() {
    return store instanceof BlockPermitStore blocks ? blocks.held(bucket) : 0;
  }

  private long take() {
    if (failures > 0 && nextCall - clock.nanoTime() > 0) {
      return takeLocally();
    }
    try {
      Duration wait = store.tryTake(bucket, 1);
      failures = 0;
      return wait.toNanos();
    } catch (IllegalStateException e) {
      failures++;
      nextCall = clock.nanoTime() + (MIN_BACKOFF << Math.min(failures - 1, MAX_DOUBLINGS));
      return takeLocally();
    }
  }

  private long takeLocally() {
    return local.tryTake(localBucket, 1).toNanos();
  }
}
