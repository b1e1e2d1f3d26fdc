package org.atomicagents.internal.limit;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.atomicagents.internal.limit.LimitedKind.SentPermits;
import org.atomicagents.internal.limit.LimitedKind.Taken;
import org.atomicagents.internal.limit.StoreGuard.Take;
import org.atomicagents.limit.PermitBucket;
import org.atomicagents.limit.RateLimits;

/**
 * The buckets and the ledgers of a limit, one of each per limited kind. Thread-safe.
 *
 * <p>The buckets, which processes may share, bound the rate; the ledgers bound the sum of any
 * minute of this process.
 */
final class BucketSet {
  // Rejections above this share of a limit have the limit itself as their reason.
  private static final double NEAR_LIMIT = 0.85;
  // Higher limits limit nothing, and their sums would overflow.
  private static final long MAX_PER_MINUTE = 1_000_000_000_000_000L;

  private final LimitSettings settings;
  private final StoreGuard store;
  private final Map<LimitKind, LimitedKind> kinds = new EnumMap<>(LimitKind.class);
  private final AtomicReference<State> state;

  /** The limits in force and their buckets. */
  private record State(RateLimits limits, List<Entry> entries) {}

  private record Entry(LimitedKind limited, PermitBucket bucket) {
    LimitKind kind() {
      return limited.kind();
    }
  }

  /**
   * The result of an attempt to take permits.
   *
   * @param waitNanos the time until the next attempt; 0 if the permits were taken
   * @param isForTokens whether the wait is for tokens, which requests in flight may return
   */
  record Attempt(long waitNanos, boolean isForTokens, List<Taken> taken) {}

  BucketSet(LimitSettings settings) {
    this.settings = settings;
    this.store =
        new StoreGuard(
            settings.name(), settings.store(), settings.storeFailureShare(), settings.time());
    long now = settings.time().nanoTime();
    var local = settings.store() instanceof LocalPermitStore own ? own : null;
    for (LimitKind kind : LimitKind.values()) {
      kinds.put(kind, new LimitedKind(kind, new MinuteLedger(now), new PaceCredit(local)));
    }
    this.state = new AtomicReference<>(state(settings.limits()));
  }

  RateLimits limits() {
    return state.get().limits;
  }

  /** Changes the limits to those of the provider, as far as they are lower than configured. */
  void learn(RateLimits provider) {
    // Responses with the limits of different kinds may arrive together.
    state.updateAndGet(old -> {
      RateLimits limits = learnt(old.limits, provider);
      return limits.equals(old.limits) ? old : state(limits);
    });
  }

  private RateLimits learnt(RateLimits known, RateLimits provider) {
    RateLimits configured = settings.limits();
    return new RateLimits(
        learn(known.requests(), configured.requests(), provider.requests()),
        learn(known.tokens(), configured.tokens(), provider.tokens()),
        learn(known.inputTokens(), configured.inputTokens(), provider.inputTokens()),
        learn(known.outputTokens(), configured.outputTokens(), provider.outputTokens()));
  }

  private static long learn(long known, long configured, long learnt) {
    if (learnt == 0) {
      return known;
    }
    return configured == 0 ? learnt : Math.min(configured, learnt);
  }

  /** Takes the permits of a request from all buckets, or from none. */
  Attempt tryTake(long now, RequestAmount amount) {
    var taken = new ArrayList<Taken>();
    boolean isComplete = false;
    try {
      for (Entry entry : state.get().entries) {
        // More than the limit would be a debt of several minutes, which no provider counts.
        long permits = Math.min(entry.kind().of(amount), entry.bucket.perMinute());
        long wait = take(now, entry, permits, taken);
        if (wait > 0) {
          return new Attempt(wait, entry.kind() != LimitKind.REQUESTS, List.of());
        }
      }
      isComplete = true;
      return new Attempt(0, false, List.copyOf(taken));
    } finally {
      if (!isComplete) {
        giveBack(now, taken);
      }
    }
  }

  /** Takes permits and adds them to the list, or returns how long to wait. */
  private long take(long now, Entry entry, long permits, List<Taken> taken) {
    PaceCredit credit = entry.limited.credit();
    PermitBucket bucket = entry.bucket;
    long fromCredit = credit.take(now, permits);
    boolean isTaken = false;
    try {
      Take take = permits == 0 ? new Take(0, false) : store.tryTake(bucket, permits - fromCredit);
      if (take.waitNanos() > 0) {
        return take.waitNanos();
      }
      isTaken = true;
      long level = credit.level(bucket);
      taken.add(new Taken(entry.limited, bucket, permits, fromCredit, level, take.isLocal()));
      return 0;
    } finally {
      if (!isTaken) {
        credit.giveBack(now, bucket, fromCredit);
      }
    }
  }

  /** Gives up the place in the order of the processes that wait. */
  void stopWaiting() {
    for (Entry entry : state.get().entries) {
      store.stopWaiting(entry.bucket);
    }
  }

  /** Returns the time until no sum of a minute exceeds its limit with a request; 0 if none does. */
  long minuteWaitNanos(long now, List<Taken> taken) {
    long wait = 0;
    for (Taken permits : taken) {
      long limit = current(permits).perMinute();
      wait = Math.max(wait, permits.limited().ledger().waitNanos(now, permits.permits(), limit));
    }
    return wait;
  }

  /**
   * Adds a request that is sent to the sums of the minute.
   *
   * @param waited the time for which the request had its permits, in nanoseconds
   */
  List<SentPermits> charge(long now, List<Taken> taken, long waited) {
    var charges = new ArrayList<SentPermits>(taken.size());
    for (Taken permits : taken) {
      LimitedKind limited = permits.limited();
      limited.credit().delay(now, permits, current(permits), waited);
      charges.add(new SentPermits(permits, limited.ledger().take(now, permits.permits())));
    }
    return charges;
  }

  /** Returns the permits of a request that is not sent. */
  void giveBack(long now, List<Taken> taken) {
    for (Taken permits : taken) {
      PermitBucket bucket = current(permits);
      permits.limited().credit().giveBack(now, bucket, permits.fromCredit());
      store.add(bucket, permits.permits() - permits.fromCredit(), permits.isLocal());
    }
  }

  /** Corrects the permits that were taken for an estimate by the actual amounts. */
  void settle(long now, List<SentPermits> charges, RequestAmount actual) {
    for (SentPermits charge : charges) {
      Taken taken = charge.taken();
      LimitedKind limited = taken.limited();
      PermitBucket bucket = current(taken);
      long used = Math.min(limited.kind().of(actual), taken.permits() + bucket.perMinute());
      limited.ledger().settle(now, charge.slot(), used - taken.permits());
      limited.credit().refund(now, bucket, taken.permits() - used);
      store.add(bucket, taken.permits() - used, taken.isLocal());
    }
  }

  /** Returns whether the requests of the last minute used most of a limit. */
  boolean isNearLimit(long now) {
    for (Entry entry : state.get().entries) {
      double used = entry.limited.ledger().sum(now);
      if (used >= NEAR_LIMIT * entry.bucket.perMinute()) {
        return true;
      }
    }
    return false;
  }

  // The limits may have been learnt since: a bucket with the former limits would restore them.
  @SuppressWarnings("ReferenceEquality")
  private PermitBucket current(Taken permits) {
    for (Entry entry : state.get().entries) {
      if (entry.limited == permits.limited()) {
        return entry.bucket;
      }
    }
    return permits.bucket();
  }

  /**
   * Returns a lower bound of the wait of a request behind others of its tenant, which tokens and
   * other tenants may lengthen.
   */
  long minWaitNanos(long now, int ahead) {
    for (Entry entry : state.get().entries) {
      if (entry.kind() == LimitKind.REQUESTS) {
        long behind = ahead - entry.bucket.capacity() - entry.limited.credit().available(now);
        return behind <= 0 ? 0 : (long) (behind * 60e9 / entry.bucket.refillPerMinute());
      }
    }
    return 0;
  }

  private State state(RateLimits limits) {
    var entries = new ArrayList<Entry>();
    for (LimitedKind limited : kinds.values()) {
      long perMinute = Math.min(limited.kind().of(limits), MAX_PER_MINUTE);
      if (perMinute > 0) {
        long capacity = Math.max(1, (long) (perMinute * settings.burst()));
        String key = settings.name() + ":" + limited.kind().suffix();
        entries.add(new Entry(limited, new PermitBucket(key, perMinute, capacity)));
      }
    }
    return new State(limits, List.copyOf(entries));
  }
}
