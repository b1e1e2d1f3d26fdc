package org.atomicagents.limit;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.atomicagents.internal.limit.PermitBlocks;
import org.atomicagents.time.TimeSource;

/**
 * A store that takes permits from a shared store in blocks and hands them out in this process, for
 * fleets whose requests are too many for a round trip each.
 *
 * {@snippet class="org.atomicagents.limit.BlockPermitStoreTest" region="blocks"}
 *
 * <p>A block has the permits that the process used recently in a quarter of the hold time, so that
 * a busy process calls the shared store about four times per hold time, at any rate. While permits
 * are scarce, up to 16 times, and the blocks of all busy processes become equal. A process with few
 * requests takes each permit alone. Permits that it will probably not use are returned; those that
 * are unused at the end of the hold time, and those of a process that is killed, are lost, and the
 * refill of the bucket replaces them.
 *
 * <p>No minute exceeds the limit, also if processes take permits in one minute and use them in the
 * next one: the shared bucket has a lower rate, by the hold time divided by a minute and half a
 * percent of the limit. For this, all processes of a limit need the same hold time. As with any
 * shared store, permits that are returned because an estimate was too high can be used by other
 * requests.
 *
 * <p>Limits below 600 permits per minute, and buckets that hold more than half of their limit, take
 * each permit from the shared store. Exceptions of the shared store reach the caller once the held
 * permits are used.
 *
 * <p>Thread-safe; no lock is held while the shared store is called.
 */
public final class BlockPermitStore implements PermitStore, AutoCloseable {
  private static final Duration DEFAULT_HOLD = Duration.ofSeconds(1);
  private static final Duration MIN_HOLD = Duration.ofMillis(10);
  private static final Duration MAX_HOLD = Duration.ofSeconds(10);

  private final PermitStore shared;
  private final Duration hold;
  private final TimeSource time;
  private final Map<String, PermitBlocks> blocks = new ConcurrentHashMap<>();

  private BlockPermitStore(PermitStore shared, Duration hold, TimeSource time) {
    this.shared = Objects.requireNonNull(shared, "shared");
    this.hold = Objects.requireNonNull(hold, "hold");
    this.time = Objects.requireNonNull(time, "time");
    if (hold.compareTo(MIN_HOLD) < 0 || hold.compareTo(MAX_HOLD) > 0) {
      throw new IllegalArgumentException(
          "hold: expected " + MIN_HOLD + " to " + MAX_HOLD + ", found " + hold);
    }
  }

  /** Returns a store over a shared one, with a hold time of one second. */
  public static BlockPermitStore over(PermitStore shared) {
    return over(shared, DEFAULT_HOLD);
  }

  /**
   * Returns a store over a shared one.
   *
   * @param hold the time in which permits are used after they were taken, from 10 milliseconds to
   *     10 seconds: a longer one saves calls of the shared store, and lowers the rate
   * @throws IllegalArgumentException if the hold time is out of range
   */
  public static BlockPermitStore over(PermitStore shared, Duration hold) {
    return over(shared, hold, TimeSource.system());
  }

  /** Returns a store over a shared one, on another clock. */
  public static BlockPermitStore over(PermitStore shared, Duration hold, TimeSource time) {
    return new BlockPermitStore(shared, hold, time);
  }

  @Override
  public Duration tryTake(PermitBucket bucket, long permits) {
    return PermitBlocks.appliesTo(bucket)
        ? blocks(bucket).tryTake(bucket, permits)
        : shared.tryTake(bucket, permits);
  }

  @Override
  public void add(PermitBucket bucket, long permits) {
    if (PermitBlocks.appliesTo(bucket)) {
      blocks(bucket).add(bucket, permits);
    } else {
      shared.add(bucket, permits);
    }
  }

  @Override
  public void stopWaiting(PermitBucket bucket) {
    if (PermitBlocks.appliesTo(bucket)) {
      blocks(bucket).stopWaiting();
    } else {
      shared.stopWaiting(bucket);
    }
  }

  /** Returns the permits of a bucket that this process holds and has not used. */
  public long held(PermitBucket bucket) {
    PermitBlocks held = blocks.get(bucket.key());
    return held == null ? 0 : held.held();
  }

  /**
   * Returns unused permits to the shared store, which remains open. Later calls take each permit
   * from it.
   */
  @Override
  public void close() {
    blocks.values().forEach(PermitBlocks::close);
  }

  private PermitBlocks blocks(PermitBucket bucket) {
    return blocks.computeIfAbsent(
        bucket.key(), key -> new PermitBlocks(shared, bucket, hold, time));
  }
}
