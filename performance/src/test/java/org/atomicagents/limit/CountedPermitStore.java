package org.atomicagents.limit;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A store in front of another one that counts calls, and fails on demand. */
final class CountedPermitStore implements PermitStore {
  private final PermitStore store;
  private final AtomicLong calls = new AtomicLong();
  private volatile boolean isFailing;

  CountedPermitStore(PermitStore store) {
    this.store = store;
  }

  long calls() {
    return calls.get();
  }

  void fail(boolean fails) {
    isFailing = fails;
  }

  @Override
  public Duration tryTake(PermitBucket bucket, long permits) {
    count();
    return store.tryTake(bucket, permits);
  }

  @Override
  public void add(PermitBucket bucket, long permits) {
    count();
    store.add(bucket, permits);
  }

  private void count() {
    calls.incrementAndGet();
    if (isFailing) {
      throw new IllegalStateException("the store is away");
    }
  }
}
