package org.atomicagents.usage;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.atomicagents.error.StoreException;
import org.atomicagents.internal.usage.LocalUsageStore;
import org.atomicagents.internal.usage.UsageLog;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * A store in one local file, so that limits survive a restart.
 *
 * {@snippet class="org.atomicagents.usage.UsageSnippets" region="file"}
 *
 * <p>The amounts are in memory; a thread of the store writes the used amounts of changed buckets
 * together. A crash loses the usage of requests in flight, and usage that was settled within the
 * maximum delay before it, 100 ms by default, and within the write that was in progress. With a
 * delay of zero, a response ends after its usage is durable. Every record has a checksum; damage is
 * reported when the file is opened. One process has the file open at a time.
 *
 * <p>If the file cannot be written, such as on a full disk, the amounts remain in memory, the write
 * is repeated, and reservations fail with {@link StoreException} until it succeeds: otherwise, a
 * crash would lose an unlimited amount.
 *
 * <p>The file is rewritten without former amounts and expired buckets when they take more than half
 * of it. Thread-safe.
 */
public final class FileUsageStore implements UsageStore, AutoCloseable {
  private static final Duration DEFAULT_DELAY = Duration.ofMillis(100);

  private final LocalUsageStore amounts = new LocalUsageStore();
  private final UsageLog log;

  private FileUsageStore(Path path, Duration maxDelay, TimeSource time) {
    this.log = UsageLog.open(path, maxDelay, amounts, time);
  }

  /**
   * Returns the store of a file, which is created if it does not exist; its folder has to exist.
   *
   * @throws StoreException if the file cannot be opened, is open already, or is damaged
   */
  public static FileUsageStore open(Path path) {
    return open(path, DEFAULT_DELAY);
  }

  /**
   * Returns the store of a file, which is created if it does not exist; its folder has to exist.
   *
   * @param maxDelay the time after which settled usage is written; zero to wait for the write
   * @throws StoreException if the file cannot be opened, is open already, or is damaged
   */
  public static FileUsageStore open(Path path, Duration maxDelay) {
    return open(path, maxDelay, TimeSource.system());
  }

  /**
   * Returns the store of a file, which is created if it does not exist; its folder has to exist.
   *
   * @param maxDelay the time after which settled usage is written; zero to wait for the write
   * @param time the clock, which should be that of the limiters
   * @throws StoreException if the file cannot be opened, is open already, or is damaged
   */
  public static FileUsageStore open(Path path, Duration maxDelay, TimeSource time) {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(time, "time");
    if (maxDelay.isNegative()) {
      throw new IllegalArgumentException("maxDelay: expected 0 or more, found " + maxDelay);
    }
    return new FileUsageStore(path, maxDelay, time);
  }

  @Override
  public UsageDecision tryReserve(
      UsageBucket bucket, UsageAmount estimate, UsageLimits limits, Instant now) {
    requireWritable();
    return amounts.tryReserve(bucket, estimate, limits, now);
  }

  @Override
  public void settle(UsageBucket bucket, UsageAmount released, UsageAmount used, Instant now) {
    amounts.settle(bucket, released, used, now);
    if (!used.equals(UsageAmount.NONE)) {
      log.changed(bucket);
    }
  }

  @Override
  public UsageBalance balance(UsageBucket bucket, Instant now) {
    return amounts.balance(bucket, now);
  }

  @Override
  public void reset(UsageBucket bucket) {
    requireWritable();
    // A record of a bucket without a counter would have no expiry.
    if (amounts.keys().contains(bucket.key())) {
      amounts.reset(bucket);
      log.changed(bucket);
    }
    flush();
  }

  /**
   * Returns after all usage that was settled before is durable.
   *
   * @throws StoreException if the file cannot be written
   */
  public void flush() {
    @Nullable IOException failure = log.flush();
    if (failure != null) {
      throw log.failure("write", failure);
    }
  }

  private void requireWritable() {
    @Nullable IOException failure = log.failure();
    if (failure != null) {
      throw log.failure("write", failure);
    }
  }

  /**
   * Writes the remaining usage and closes the file. Idempotent. Reservations fail from now on;
   * usage that is settled later is lost.
   *
   * @throws StoreException if the file cannot be written
   */
  @Override
  public void close() {
    @Nullable IOException failure = log.close();
    if (failure != null) {
      throw log.failure("close", failure);
    }
  }
}
