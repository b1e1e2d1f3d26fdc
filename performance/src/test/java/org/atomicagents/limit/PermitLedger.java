package org.atomicagents.limit;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** A store without limits, which records the permits taken and not given back. */
final class PermitLedger implements PermitStore {
  private final Map<String, LongAdder> permits = new ConcurrentHashMap<>();

  /** Returns the permits taken from a bucket and not given back. */
  long net(String key) {
    return adder(key).sum();
  }

  @Override
  public Duration tryTake(PermitBucket bucket, long taken) {
    adder(bucket.key()).add(taken);
    return Duration.ZERO;
  }

  @Override
  public void add(PermitBucket bucket, long added) {
    adder(bucket.key()).add(-added);
  }

  private LongAdder adder(String key) {
    return permits.computeIfAbsent(key, ignored -> new LongAdder());
  }
}
