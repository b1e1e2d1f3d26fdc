package org.atomicagents.internal.limit;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.TokensInheritanceStrategy;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.atomicagents.limit.PermitBucket;
import org.atomicagents.limit.PermitStore;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/** A store of token buckets in the memory of this process. Thread-safe. */
public final class LocalPermitStore implements PermitStore {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  // Bucket4j refills one permit per nanosecond at most.
  private static final long MAX_REFILL = MINUTE.toNanos();

  private final Map<String, Entry> entries = new ConcurrentHashMap<>();
  private final TimeMeter meter;

  public LocalPermitStore(TimeSource time) {
    this.meter = new SourceMeter(Objects.requireNonNull(time, "time"));
  }

  @Override
  public Duration tryTake(PermitBucket bucket, long permits) {
    Bucket tokens = tokens(bucket);
    long atOnce = Math.min(permits, bucket.capacity());
    ConsumptionProbe probe = tokens.tryConsumeAndReturnRemaining(atOnce);
    if (!probe.isConsumed()) {
      return Duration.ofNanos(Math.max(1, probe.getNanosToWaitForRefill()));
    }
    if (permits > atOnce) {
      tokens.consumeIgnoringRateLimits(permits - atOnce);
    }
    return Duration.ZERO;
  }

  @Override
  public void add(PermitBucket bucket, long permits) {
    if (permits > 0) {
      tokens(bucket).addTokens(permits);
    } else if (permits < 0) {
      tokens(bucket).consumeIgnoringRateLimits(-permits);
    }
  }

  /** Returns the permits in a bucket; negative for a debt. */
  long level(PermitBucket bucket) {
    return tokens(bucket).getAvailableTokens();
  }

  private Bucket tokens(PermitBucket bucket) {
    Entry entry = entries.get(bucket.key());
    if (entry == null || !entry.bucket.equals(bucket)) {
      entry = entries.compute(bucket.key(), (key, existing) -> entry(existing, bucket));
    }
    return entry.tokens;
  }

  private Entry entry(@Nullable Entry existing, PermitBucket bucket) {
    if (existing == null) {
      return new Entry(bucket, newTokens(bucket));
    }
    if (!existing.bucket.equals(bucket)) {
      existing.tokens.replaceConfiguration(configuration(bucket), TokensInheritanceStrategy.AS_IS);
    }
    return new Entry(bucket, existing.tokens);
  }

  private Bucket newTokens(PermitBucket bucket) {
    return Bucket.builder()
        .addLimit(limit ->
            limit.capacity(bucket.capacity()).refillGreedy(refillPerMinute(bucket), MINUTE))
        .withCustomTimePrecision(meter)
        .build();
  }

  private static long refillPerMinute(PermitBucket bucket) {
    return Math.min(bucket.refillPerMinute(), MAX_REFILL);
  }

  private static BucketConfiguration configuration(PermitBucket bucket) {
    return BucketConfiguration.builder()
        .addLimit(limit ->
            limit.capacity(bucket.capacity()).refillGreedy(refillPerMinute(bucket), MINUTE))
        .build();
  }

  private record Entry(PermitBucket bucket, Bucket tokens) {}

  /** The clock of the buckets. */
  private record SourceMeter(TimeSource time) implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      return time.nanoTime();
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }
}
