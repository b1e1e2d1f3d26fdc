package org.atomicagents.internal.limit;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.limit.PermitBucket;
import org.atomicagents.limit.RateLimits;

/** The buckets of a limit, one per limited kind. Thread-safe. */
final class BucketSet {
  private final LimitSettings settings;
  private volatile State state;

  /** The limits in force and their buckets. */
  private record State(RateLimits limits, List<Entry> entries) {}

  private record Entry(LimitKind kind, PermitBucket bucket) {}

  /** Permits taken from a bucket. */
  record Taken(LimitKind kind, PermitBucket bucket, long permits) {}

  /**
   * The result of an attempt to take permits.
   *
   * @param waitNanos the time until the next attempt; 0 if the permits were taken
   */
  record Attempt(long waitNanos, List<Taken> taken) {}

  BucketSet(LimitSettings settings) {
    this.settings = settings;
    this.state = state(settings.limits());
  }

  RateLimits limits() {
    return state.limits;
  }

  /** Changes the limits to those of the provider, as far as they are lower than configured. */
  void learn(RateLimits provider) {
    RateLimits known = state.limits;
    RateLimits limits =
        new RateLimits(
            learn(known.requests(), settings.limits().requests(), provider.requests()),
            learn(known.tokens(), settings.limits().tokens(), provider.tokens()),
            learn(known.inputTokens(), settings.limits().inputTokens(), provider.inputTokens()),
            learn(known.outputTokens(), settings.limits().outputTokens(), provider.outputTokens()));
    if (!limits.equals(known)) {
      state = state(limits);
    }
  }

  private static long learn(long known, long configured, long learnt) {
    if (learnt == 0) {
      return known;
    }
    return configured == 0 ? learnt : Math.min(configured, learnt);
  }

  /** Takes the permits of a request from all buckets, or from none. */
  Attempt tryTake(RequestAmount amount) {
    var taken = new ArrayList<Taken>();
    boolean isComplete = false;
    try {
      for (Entry entry : state.entries) {
        long permits = entry.kind.of(amount);
        if (permits > 0) {
          long wait = settings.store().tryTake(entry.bucket, permits).toNanos();
          if (wait > 0) {
            return new Attempt(wait, List.of());
          }
          taken.add(new Taken(entry.kind, entry.bucket, permits));
        }
      }
      isComplete = true;
      return new Attempt(0, taken);
    } finally {
      if (!isComplete) {
        settle(taken, RequestAmount.NONE);
      }
    }
  }

  /** Corrects the permits that were taken for an estimate by the actual amounts. */
  void settle(List<Taken> taken, RequestAmount actual) {
    RuntimeException failure = null;
    for (Taken permits : taken) {
      long change = permits.permits - permits.kind.of(actual);
      try {
        if (change != 0) {
          settings.store().add(current(permits), change);
        }
      } catch (RuntimeException e) {
        // The other buckets are settled nevertheless.
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  // The limits may have been learnt since: a bucket with the former limits would restore them.
  private PermitBucket current(Taken permits) {
    for (Entry entry : state.entries) {
      if (entry.kind == permits.kind) {
        return entry.bucket;
      }
    }
    return permits.bucket;
  }

  /**
   * Returns a lower bound of the wait of a request behind others of its tenant, which tokens and
   * other tenants may lengthen.
   */
  long minWaitNanos(int ahead) {
    for (Entry entry : state.entries) {
      if (entry.kind == LimitKind.REQUESTS) {
        long behind = ahead - entry.bucket.capacity();
        return behind <= 0 ? 0 : (long) (behind * 60e9 / entry.bucket.refillPerMinute());
      }
    }
    return 0;
  }

  private State state(RateLimits limits) {
    var entries = new ArrayList<Entry>();
    for (LimitKind kind : LimitKind.values()) {
      long perMinute = kind.of(limits);
      if (perMinute > 0) {
        long capacity = Math.max(1, (long) (perMinute * settings.burst()));
        String key = settings.name() + ":" + kind.suffix();
        entries.add(new Entry(kind, new PermitBucket(key, perMinute, capacity)));
      }
    }
    return new State(limits, List.copyOf(entries));
  }
}
