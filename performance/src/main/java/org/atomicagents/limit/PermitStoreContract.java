package org.atomicagents.limit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * A test of {@link PermitStore}s, for implementations on a shared database. It needs no test
 * framework.
 *
 * {@snippet class="org.atomicagents.limit.PermitStoreContractTest" region="contract"}
 *
 * <p>It uses random keys, whose buckets remain in the store. With a real clock it takes about five
 * seconds.
 */
public final class PermitStoreContract {
  private static final int CALLERS = 8;
  private static final int TAKES = 250;
  // Refills almost ten permits per second.
  private static final long PER_MINUTE = 600;
  private static final long CAPACITY = 10;
  private static final Duration TOLERANCE = Duration.ofMillis(50);

  private final PermitStore store;
  private final Consumer<Duration> advance;
  private final String prefix = "contract-" + UUID.randomUUID() + ":";
  private int keys;

  private PermitStoreContract(PermitStore store, Consumer<Duration> advance) {
    this.store = Objects.requireNonNull(store, "store");
    this.advance = Objects.requireNonNull(advance, "advance");
  }

  /**
   * Tests a store.
   *
   * @param advance lets time pass for the store: advances its clock, or sleeps
   * @throws AssertionError if the store violates the contract; the message contains the rule, the
   *     expected and the returned value
   */
  public static void verify(PermitStore store, Consumer<Duration> advance) {
    var contract = new PermitStoreContract(store, advance);
    contract.startsFull();
    contract.refillsEvenly();
    contract.takesNothingIfItWaits();
    contract.lendsMoreThanTheCapacity();
    contract.addsAndRemovesPermits();
    contract.keepsPermitsOfAChangedBucket();
    contract.separatesKeys();
    contract.servesConcurrentCallers();
  }

  private void startsFull() {
    PermitBucket bucket = bucket();
    requireTaken("a bucket is full at its first use", bucket, CAPACITY);
    requireWait("an empty bucket has no permits", bucket, 1, 1);
  }

  private void refillsEvenly() {
    PermitBucket bucket = bucket();
    requireTaken("a bucket is full at its first use", bucket, CAPACITY);
    advance.accept(requireWait("permits are refilled evenly", bucket, 5, 5).plusMillis(1));
    requireTaken("permits are available after the returned wait", bucket, 5);
    advance.accept(timeOf(CAPACITY * 3));
    requireTaken("a bucket is full after a long time", bucket, CAPACITY);
    requireWait("a bucket holds its capacity at most", bucket, CAPACITY, CAPACITY);
  }

  private void takesNothingIfItWaits() {
    PermitBucket bucket = bucket();
    requireTaken("a bucket is full at its first use", bucket, 4);
    requireWait("6 of 10 permits remain", bucket, CAPACITY, 4);
    requireTaken("an attempt that waits takes nothing", bucket, 6);
  }

  private void lendsMoreThanTheCapacity() {
    PermitBucket bucket = bucket();
    requireTaken("a full bucket is enough for more than its capacity", bucket, 2 * CAPACITY);
    requireWait("the rest becomes a debt", bucket, 1, CAPACITY + 1);
    requireWait("more than the capacity needs a full bucket", bucket, 30, 2 * CAPACITY);
  }

  private void addsAndRemovesPermits() {
    PermitBucket bucket = bucket();
    requireTaken("a bucket is full at its first use", bucket, CAPACITY);
    store.add(bucket, 3);
    requireTaken("added permits can be taken", bucket, 3);
    store.add(bucket, 5 * CAPACITY);
    requireTaken("permits are added up to the capacity", bucket, CAPACITY);
    requireWait("permits are added up to the capacity", bucket, 1, 1);
    store.add(bucket, -7);
    requireWait("a negative number leaves a debt", bucket, 1, 8);
  }

  private void keepsPermitsOfAChangedBucket() {
    PermitBucket bucket = bucket();
    requireTaken("a bucket is full at its first use", bucket, 4);
    var larger = new PermitBucket(bucket.key(), PER_MINUTE, 2 * CAPACITY);
    requireTaken("a larger capacity keeps the permits", larger, 6);
    requireWait("a larger capacity adds no permits", larger, 1, 1);
    store.add(larger, 2 * CAPACITY);
    requireTaken("permits are added up to the new capacity", larger, 2 * CAPACITY);
  }

  private void separatesKeys() {
    PermitBucket first = bucket();
    requireTaken("a bucket is full at its first use", first, CAPACITY);
    requireTaken("each key has its own bucket", bucket(), CAPACITY);
  }

  private void servesConcurrentCallers() {
    // Refills one permit per minute.
    var bucket = new PermitBucket(key(), 1_000, 1_000);
    long taken = 0;
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> results = new ArrayList<>();
      for (int caller = 0; caller < CALLERS; caller++) {
        results.add(callers.submit(() -> takeOften(bucket)));
      }
      for (Future<Integer> result : results) {
        taken += result.get();
      }
    } catch (ExecutionException e) {
      throw new AssertionError("Rule 'concurrent callers are served': a call failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("The test was interrupted", e);
    }
    if (taken < 1_000 || taken > 1_001) {
      throw violation("concurrent callers get each permit once", "1000 takes", taken + " takes");
    }
  }

  private int takeOften(PermitBucket bucket) {
    int taken = 0;
    for (int i = 0; i < TAKES; i++) {
      if (store.tryTake(bucket, 1).isZero()) {
        taken++;
      }
    }
    return taken;
  }

  private PermitBucket bucket() {
    return new PermitBucket(key(), PER_MINUTE, CAPACITY);
  }

  private String key() {
    return prefix + keys++;
  }

  private void requireTaken(String rule, PermitBucket bucket, long permits) {
    Duration wait = store.tryTake(bucket, permits);
    if (!Duration.ZERO.equals(wait)) {
      throw violation(rule, permits + " permits", "a wait of " + wait);
    }
  }

  /**
   * Returns the wait for permits.
   *
   * @param missing the permits that have to be refilled; time that has passed since the bucket was
   *     used may have refilled one of them
   */
  private Duration requireWait(String rule, PermitBucket bucket, long permits, long missing) {
    Duration wait = store.tryTake(bucket, permits);
    Duration max = timeOf(missing).plus(TOLERANCE);
    if (wait == null || wait.isZero() || wait.isNegative() || wait.compareTo(max) > 0) {
      throw violation(rule, "a wait of up to " + max, String.valueOf(wait));
    }
    if (wait.compareTo(timeOf(missing - 1)) < 0) {
      throw violation(rule, "a wait of at least " + timeOf(missing - 1), String.valueOf(wait));
    }
    return wait;
  }

  private static Duration timeOf(long permits) {
    long perMinute = PER_MINUTE - CAPACITY + 1;
    return Duration.ofNanos(permits * Duration.ofMinutes(1).toNanos() / perMinute);
  }

  private AssertionError violation(String rule, String expected, String found) {
    return new AssertionError(
        store.getClass().getName()
            + " violates the rule '"
            + rule
            + "': expected "
            + expected
            + ", found "
            + found
            + ".");
  }
}
