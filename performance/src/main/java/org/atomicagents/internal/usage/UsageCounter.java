package org.atomicagents.internal.usage;

import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.atomicagents.usage.UsageAmount;
import org.atomicagents.usage.UsageBalance;
import org.atomicagents.usage.UsageDecision;
import org.atomicagents.usage.UsageLimits;
import org.jspecify.annotations.Nullable;

/** The amounts of one bucket. Thread-safe; no operation blocks. */
final class UsageCounter {
  private final ReentrantLock lock = new ReentrantLock();
  private UsageAmount used;
  private UsageAmount reserved = UsageAmount.NONE;
  private @Nullable Instant expiry;
  private boolean isRemoved;

  UsageCounter(UsageAmount used, @Nullable Instant expiry) {
    this.used = used;
    this.expiry = expiry;
  }

  /**
   * Returns the decision about an amount, which is reserved if the limits permit it; null if this
   * counter was removed.
   */
  @Nullable UsageDecision tryReserve(
      UsageAmount estimate, UsageLimits limits, @Nullable Instant newExpiry, Instant now) {
    lock.lock();
    try {
      if (isRemoved) {
        return null;
      }
      emptyIfExpired(now);
      var before = new UsageBalance(used, reserved, expiry);
      boolean isGranted = limits.permits(before, estimate);
      if (isGranted) {
        reserved = reserved.plus(estimate);
        moveExpiry(newExpiry);
      }
      return new UsageDecision(isGranted, before);
    } finally {
      lock.unlock();
    }
  }

  /** Settles an amount. */
  void settle(UsageAmount released, UsageAmount more, @Nullable Instant newExpiry, Instant now) {
    lock.lock();
    try {
      emptyIfExpired(now);
      reserved = reserved.minus(released).nonNegative();
      used = used.plus(more).nonNegative();
      moveExpiry(newExpiry);
    } finally {
      lock.unlock();
    }
  }

  UsageBalance balance(Instant now) {
    lock.lock();
    try {
      emptyIfExpired(now);
      return new UsageBalance(used, reserved, expiry);
    } finally {
      lock.unlock();
    }
  }

  void reset() {
    lock.lock();
    try {
      used = UsageAmount.NONE;
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether this counter is removed, which it is if it has expired. */
  boolean removeIfExpired(Instant now) {
    lock.lock();
    try {
      isRemoved = isRemoved || isExpired(now);
      return isRemoved;
    } finally {
      lock.unlock();
    }
  }

  private void emptyIfExpired(Instant now) {
    if (isExpired(now)) {
      used = UsageAmount.NONE;
    }
  }

  // A request in flight keeps its session open.
  private boolean isExpired(Instant now) {
    return expiry != null && !now.isBefore(expiry) && reserved.requests() == 0;
  }

  private void moveExpiry(@Nullable Instant newExpiry) {
    if (expiry != null && (newExpiry == null || newExpiry.isAfter(expiry))) {
      expiry = newExpiry;
    }
  }
}
