package org.atomicagents.internal.redis;

import io.lettuce.core.RedisCommandExecutionException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.StoreException;
import org.atomicagents.time.TimeSource;
import org.atomicagents.usage.UsageAmount;
import org.atomicagents.usage.UsageBalance;
import org.atomicagents.usage.UsageBucket;
import org.atomicagents.usage.UsageDecision;
import org.atomicagents.usage.UsageLimits;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The usage of a process in Redis. Changes that Redis did not confirm are kept and sent again; a
 * thread does so, and renews the leases of the reservations, while there are any. Thread-safe.
 */
public final class UsageLedger {
  private static final Logger log = LoggerFactory.getLogger(UsageLedger.class);
  private static final Duration MAX_PAUSE = Duration.ofSeconds(1);
  private static final int RENEWALS_PER_LEASE = 3;

  private final UsageSession session;
  private final TimeSource time;
  private final Queue<UsageChange> pending = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean isSending = new AtomicBoolean();
  private final AtomicBoolean isRenewing = new AtomicBoolean();
  private volatile boolean isClosed;

  /**
   * Creates a ledger.
   *
   * @param lease the time after which the reservations of a process that ended are released
   */
  public UsageLedger(RedisLink link, String prefix, Duration lease, TimeSource time) {
    this.session = new UsageSession(link, prefix, lease);
    this.time = time;
  }

  /** Reserves an amount; see {@link org.atomicagents.usage.UsageStore#tryReserve}. */
  public UsageDecision tryReserve(
      UsageBucket bucket, UsageAmount estimate, UsageLimits limits, Instant now) {
    requireSent(bucket);
    var change =
        new UsageChange("reserve", bucket, session.nextNumber(), estimate, UsageAmount.NONE, now);
    try {
      UsageReply reply = session.send(change, limits);
      boolean isGranted = reply.status().equals("done");
      if (isGranted) {
        startRenewing();
      }
      return new UsageDecision(isGranted, reply.balance());
    } catch (AgentException e) {
      // Redis may have reserved the amount, or do so later.
      keep(change.cancelled());
      throw e;
    }
  }

  /** Settles an amount; see {@link org.atomicagents.usage.UsageStore#settle}. */
  public void settle(UsageBucket bucket, UsageAmount released, UsageAmount used, Instant now) {
    var change = new UsageChange("settle", bucket, session.nextNumber(), released, used, now);
    if (!pending.isEmpty() || isClosed) {
      keep(change);
      return;
    }
    try {
      UsageReply unused = Uninterrupted.run(() -> session.send(change, UsageLimits.none()));
    } catch (AgentException e) {
      log.warn(
          "The usage of a request is not settled in Redis at {} yet, and is kept: {}",
          session.server(),
          e.getMessage());
      keep(change);
    }
  }

  /** Returns the balance of a bucket. */
  public UsageBalance balance(UsageBucket bucket, Instant now) {
    requireSent(bucket);
    return session.send(UsageChange.of("balance", bucket, now), UsageLimits.none()).balance();
  }

  /** Sets the used amount of a bucket to zero. */
  public void reset(UsageBucket bucket) {
    requireSent(bucket);
    UsageReply unused = session.send(UsageChange.of("reset", bucket, null), UsageLimits.none());
  }

  private void keep(UsageChange change) {
    pending.add(change);
    if (isClosed) {
      report(change);
    } else {
      startRenewing();
    }
  }

  /** Sends the changes that are kept, if one of them is of a bucket. */
  private void requireSent(UsageBucket bucket) {
    if (isClosed) {
      throw StoreException.of("Cannot use the usage in Redis: the store is closed.", null);
    }
    if (pending.stream().anyMatch(change -> change.bucket().key().equals(bucket.key()))) {
      StoreException failure = sendPending();
      if (failure != null) {
        throw failure;
      }
    }
  }

  /** Sends the changes that are kept, in order; returns why one of them failed. */
  private @Nullable StoreException sendPending() {
    if (isSending.getAndSet(true)) {
      return null;
    }
    StoreException failure = null;
    try {
      Set<String> failed = new HashSet<>();
      for (Iterator<UsageChange> changes = pending.iterator(); changes.hasNext(); ) {
        UsageChange change = changes.next();
        if (!failed.contains(change.bucket().key())) {
          try {
            UsageReply unused = Uninterrupted.run(() -> session.send(change, UsageLimits.none()));
            changes.remove();
          } catch (StoreException e) {
            failure = e;
            failed.add(change.bucket().key());
            if (!(e.getCause() instanceof RedisCommandExecutionException)) {
              break; // no connection: the others would fail, too
            }
          }
        }
      }
    } finally {
      isSending.set(false);
    }
    return failure;
  }

  private void startRenewing() {
    if (!isRenewing.get() && isRenewing.compareAndSet(false, true)) {
      Thread.ofVirtual().name("atomic-redis-usage").start(this::renew);
    }
  }

  private void renew() {
    do {
      try {
        while (hasWork()) {
          time.sleep(pause());
          renewOnce();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } finally {
        isRenewing.set(false);
      }
    } while (hasWork() && isRenewing.compareAndSet(false, true));
  }

  private Duration pause() {
    Duration pause = session.lease().dividedBy(RENEWALS_PER_LEASE);
    return pending.isEmpty() || pause.compareTo(MAX_PAUSE) < 0 ? pause : MAX_PAUSE;
  }

  private void renewOnce() {
    if (isClosed) {
      return;
    }
    try {
      if (sendPending() == null) {
        session.renew();
      }
    } catch (RuntimeException e) {
      log.debug("The reservations of usage were not renewed, which is repeated", e);
    }
  }

  private boolean hasWork() {
    return !isClosed && (!pending.isEmpty() || session.isOpen());
  }

  /** Sends the changes that are kept once more, and reports those that fail. */
  public void close() {
    if (!isClosed) {
      StoreException unused = sendPending();
      isClosed = true;
      pending.forEach(this::report);
    }
  }

  private void report(UsageChange change) {
    log.error(
        "The usage of a request is not settled in Redis at {}, which was closed: {} in {}",
        session.server(),
        change.used(),
        change.bucket().key());
  }

  @Override
  public String toString() {
    return session.server() + ", " + session.prefix();
  }
}
