package org.atomicagents.internal.limit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;
import org.atomicagents.limit.PermitBucket;
import org.atomicagents.limit.PermitStore;
import org.atomicagents.time.TimeSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The permits of one bucket that this process took in advance.
 *
 * <p>The oldest permits are used first. Those that the present rate will not use before their end
 * are returned, those that reach it are dropped. Thread-safe; no lock is held while the shared
 * store is called.
 */
public final class PermitBlocks {
  private static final Logger LOG = LoggerFactory.getLogger(PermitBlocks.class);
  private static final int FETCHES_PER_HOLD = 4;
  private static final int PAUSES_PER_FETCH = 4;
  // A block leaves most of a bucket to the other processes.
  private static final int MAX_PART_OF_CAPACITY = 10;
  // While permits are scarce, blocks grow by a part of the limit and shrink by a part of
  // themselves, so that the blocks of all processes become equal.
  private static final int STEPS_PER_FETCH = 2_000;
  private static final double SHRINK_FACTOR = 0.75;
  // Permits beyond twice the expected use are returned.
  private static final double KEPT_FACTOR = 2;

  private final PermitStore store;
  private final long holdNanos;
  private final TimeSource time;
  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<Block> blocks = new ArrayDeque<>();
  private final UseRate rate;
  private BlockPlan plan;
  private long held;
  private double size;
  private long lastFetch;
  private boolean hasWaited;
  private boolean isFetching;
  private boolean isClosed;
  private long refused = Long.MAX_VALUE;
  private long refusedUntil;

  /** Permits that end together. */
  private static final class Block {
    private final long end;
    private long permits;

    Block(long end) {
      this.end = end;
    }
  }

  /**
   * A decision about a call.
   *
   * @param waitNanos 0 if the permits were taken; -1 if the store decides
   * @param asked the permits to take from the store
   * @param surplus the permits to return to the store
   */
  private record Step(
      BlockPlan plan, long waitNanos, long asked, boolean ownsFetch, long surplus) {}

  /**
   * Creates blocks without permits.
   *
   * @param bucket the bucket of the first call, to which blocks apply
   */
  public PermitBlocks(PermitStore store, PermitBucket bucket, Duration hold, TimeSource time) {
    this.store = store;
    this.holdNanos = hold.toNanos();
    this.time = time;
    this.plan = BlockPlan.of(bucket, holdNanos);
    this.lastFetch = time.nanoTime();
    this.rate = new UseRate(lastFetch, holdNanos / FETCHES_PER_HOLD);
  }

  /** Returns whether permits of a bucket can be taken in blocks. */
  public static boolean appliesTo(PermitBucket bucket) {
    return BlockPlan.appliesTo(bucket);
  }

  /** Returns the wait for permits; zero if they were taken, as {@link PermitStore#tryTake} does. */
  public Duration tryTake(PermitBucket bucket, long permits) {
    long now = time.nanoTime();
    Step step = begin(now, bucket, permits);
    giveBack(step.plan, step.surplus);
    if (step.waitNanos >= 0) {
      return Duration.ofNanos(step.waitNanos);
    }
    try {
      Duration wait = store.tryTake(step.plan.shared(), step.asked);
      long forBlock = step.plan.refillNanos(step.asked - permits);
      if (!wait.isZero() && step.asked > permits && wait.toNanos() <= forBlock) {
        // There are enough permits without those in advance.
        return store.tryTake(step.plan.shared(), permits).isZero()
            ? taken(now, permits, permits)
            : refused(now, permits, wait);
      }
      return wait.isZero() ? taken(now, permits, step.asked) : refused(now, permits, wait);
    } finally {
      endFetch(step);
    }
  }

  /** Gives up the place of this process in the shared store. */
  public void stopWaiting() {
    PermitBucket shared;
    lock.lock();
    try {
      shared = plan.shared();
    } finally {
      lock.unlock();
    }
    store.stopWaiting(shared);
  }

  /** Adds or removes permits, as {@link PermitStore#add} does. */
  public void add(PermitBucket bucket, long permits) {
    PermitBucket shared;
    long rest;
    lock.lock();
    try {
      long now = time.nanoTime();
      change(bucket);
      expire(now);
      shared = plan.shared();
      refused = Long.MAX_VALUE;
      if (permits > 0) {
        long kept = isClosed ? 0 : Math.clamp(blockSize() - held, 0, permits);
        hold(now, kept);
        rest = permits - kept;
      } else {
        rest = permits + use(Math.min(-permits, held));
      }
    } finally {
      lock.unlock();
    }
    if (rest != 0) {
      store.add(shared, rest);
    }
  }

  /** Returns the unused permits to the store, and takes no further ones in advance. */
  public void close() {
    BlockPlan last;
    long unused;
    lock.lock();
    try {
      isClosed = true;
      expire(time.nanoTime());
      unused = use(held);
      last = plan;
    } finally {
      lock.unlock();
    }
    giveBack(last, unused);
  }

  /** Returns the permits that are held. */
  public long held() {
    lock.lock();
    try {
      expire(time.nanoTime());
      return held;
    } finally {
      lock.unlock();
    }
  }

  private Step begin(long now, PermitBucket bucket, long permits) {
    lock.lock();
    try {
      change(bucket);
      expire(now);
      if (held >= permits) {
        use(permits);
        rate.add(now, permits);
        return new Step(plan, 0, 0, false, use(surplus(now)));
      }
      if (permits >= refused && refusedUntil - now > 0) {
        long wait = refusedUntil - now + plan.refillNanos(atOnce(permits) - atOnce(refused));
        return new Step(plan, wait, 0, false, 0);
      }
      boolean ownsFetch = !isFetching && !isClosed;
      isFetching |= ownsFetch;
      long asked = permits + (ownsFetch ? extra(permits) : 0);
      return new Step(plan, -1, asked, ownsFetch, 0);
    } finally {
      lock.unlock();
    }
  }

  private Duration taken(long now, long permits, long asked) {
    lock.lock();
    try {
      rate.add(now, permits);
      hold(now, asked - permits);
      resize(now);
      refused = Long.MAX_VALUE;
      return Duration.ZERO;
    } finally {
      lock.unlock();
    }
  }

  /** Changes the size of the next block, so that it will last for a part of the hold time. */
  private void resize(long now) {
    long period = holdNanos / FETCHES_PER_HOLD;
    if (!hasWaited) {
      size = rate.perNano() * period;
    } else if (now - lastFetch > 2 * period) {
      size *= SHRINK_FACTOR;
    } else {
      size += Math.max(1, (double) period / plan.refillNanos(STEPS_PER_FETCH));
    }
    lastFetch = now;
    hasWaited = false;
  }

  private Duration refused(long now, long permits, Duration wait) {
    lock.lock();
    try {
      // Without a shortest pause, a fleet would ask for each permit as soon as it is refilled.
      long pause = holdNanos / FETCHES_PER_HOLD / PAUSES_PER_FETCH;
      long waitNanos = Math.max(pause, wait.toNanos());
      hasWaited = true;
      refused = permits;
      refusedUntil = now + waitNanos;
      return Duration.ofNanos(waitNanos);
    } finally {
      lock.unlock();
    }
  }

  private void endFetch(Step step) {
    if (step.ownsFetch) {
      lock.lock();
      try {
        isFetching = false;
      } finally {
        lock.unlock();
      }
    }
  }

  // Returned permits can be used twice within a minute, which the shared bucket allows for.
  private void giveBack(BlockPlan current, long permits) {
    long returned = Math.min(permits, current.returns().capacity());
    if (returned == 0) {
      return;
    }
    try {
      if (store.tryTake(current.returns(), returned).isZero()) {
        store.add(current.shared(), returned);
      }
    } catch (RuntimeException e) {
      // The call of the user succeeded, and the refill of the bucket replaces the permits.
      LOG.debug("{} permits of '{}' were lost", returned, current.shared().key(), e);
    }
  }

  private void change(PermitBucket bucket) {
    if (!plan.caller().equals(bucket)) {
      plan = BlockPlan.of(bucket, holdNanos);
    }
  }

  // A full bucket is enough for more permits than its capacity.
  private long atOnce(long permits) {
    return Math.min(permits, plan.shared().capacity());
  }

  private long blockSize() {
    long max = plan.shared().capacity() / MAX_PART_OF_CAPACITY;
    return (long) Math.min((double) max, size);
  }

  private long extra(long permits) {
    long room = plan.shared().capacity() - permits;
    return Math.clamp(blockSize(), 0, Math.max(0, room));
  }

  private void hold(long now, long permits) {
    if (permits <= 0) {
      return;
    }
    Block last = blocks.peekLast();
    long left = last == null ? 0 : last.end - now;
    if (left > holdNanos) {
      // A slow call of the store was overtaken by others, and its permits end before theirs.
      return;
    }
    // The end of an earlier block is safe for later permits.
    if (last == null || left < holdNanos / 2) {
      last = new Block(now + holdNanos);
      blocks.addLast(last);
    }
    last.permits += permits;
    held += permits;
  }

  /** Removes permits that are held, and returns their number. */
  private long use(long permits) {
    long rest = permits;
    while (rest > 0) {
      Block first = blocks.getFirst();
      long part = Math.min(rest, first.permits);
      first.permits -= part;
      rest -= part;
      held -= part;
      if (first.permits == 0) {
        blocks.removeFirst();
      }
    }
    return permits;
  }

  private void expire(long now) {
    while (!blocks.isEmpty() && blocks.getFirst().end - now <= 0) {
      held -= blocks.removeFirst().permits;
    }
  }

  /** Returns the number of the oldest permits that will probably not be used. */
  private long surplus(long now) {
    Block first = blocks.peekFirst();
    if (first == null || first.end - now > holdNanos / 2) {
      return 0;
    }
    double kept = 1 + KEPT_FACTOR * rate.perNano(now) * (first.end - now);
    long surplus = first.permits - (long) Math.ceil(Math.min(kept, (double) first.permits));
    return surplus > blockSize() / 4 ? surplus : 0;
  }
}
