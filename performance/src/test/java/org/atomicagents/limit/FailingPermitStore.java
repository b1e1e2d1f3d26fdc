package org.atomicagents.limit;

import java.time.Duration;

/** A store that fails on demand, in front of another one. */
final class FailingPermitStore implements PermitStore {
  private final PermitStore store;
  private volatile boolean failsToTake;
  private volatile boolean failsToAdd;
  private volatile int calls;

  FailingPermitStore(PermitStore store) {
    this.store = store;
  }

  void fail(boolean toTake, boolean toAdd) {
    failsToTake = toTake;
    failsToAdd = toAdd;
  }

  int calls() {
    return calls;
  }

  @Override
  @SuppressWarnings("NonAtomicVolatileUpdate") // The tests that count use one thread.
  public Duration tryTake(PermitBucket bucket, long permits) {
    calls++;
    if (failsToTake) {
      throw new IllegalStateException("connection refused");
    }
    return store.tryTake(bucket, permits);
  }

  @Override
  public void add(PermitBucket bucket, long permits) {
    if (failsToAdd) {
      throw new IllegalStateException("connection refused");
    }
    store.add(bucket, permits);
  }
}
