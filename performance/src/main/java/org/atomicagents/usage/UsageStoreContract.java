package org.atomicagents.usage;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A test of {@link UsageStore}s, for implementations on a shared database. It needs no test
 * framework.
 *
 * {@snippet class="org.atomicagents.usage.UsageStoreContractTest" region="contract"}
 *
 * <p>It uses random keys, whose buckets remain in the store.
 */
public final class UsageStoreContract {
  private static final UsageAmount AMOUNT =
      new UsageAmount(1, 10, 20, new BigDecimal("0.5"), Duration.ofSeconds(3));
  private static final int CALLERS = 200;

  private final UsageStore store;
  private final Instant now;
  private final String prefix = "contract-" + UUID.randomUUID() + "/";
  private int keys;

  private UsageStoreContract(UsageStore store, Instant now) {
    this.store = Objects.requireNonNull(store, "store");
    this.now = Objects.requireNonNull(now, "now");
  }

  /**
   * Tests a store.
   *
   * @param now the current time of the store
   * @throws AssertionError if the store violates the contract; the message contains the rule, the
   *     expected and the returned value
   */
  public static void verify(UsageStore store, Instant now) {
    var contract = new UsageStoreContract(store, now);
    contract.startsEmpty();
    contract.reservesWithinTheLimits();
    contract.checksEachLimit();
    contract.settlesByTheUsedAmount();
    contract.computesExactly();
    contract.permitsNegativeCorrections();
    contract.separatesBuckets();
    contract.isEmptyFromItsExpiryOn();
    contract.movesTheExpiry();
    contract.movesNoExpiryByARefusal();
    contract.keepsASessionWithReservations();
    contract.keepsReservationsAtAReset();
    contract.servesConcurrentCallers();
  }

  private void startsEmpty() {
    UsageBucket bucket = bucket(null);
    require("an unknown bucket is empty", UsageBalance.EMPTY, store.balance(bucket, now));
    store.reset(bucket);
    require("a reset creates no usage", UsageBalance.EMPTY, store.balance(bucket, now));
  }

  private void reservesWithinTheLimits() {
    UsageBucket bucket = bucket(null);
    UsageLimits limits = UsageLimits.ofRequests(2);
    UsageDecision first = store.tryReserve(bucket, AMOUNT, limits, now);
    require(
        "a reservation within the limits is granted",
        new UsageDecision(true, UsageBalance.EMPTY),
        first);
    UsageDecision second = store.tryReserve(bucket, AMOUNT, limits, now);
    require("the balance contains reserved amounts", AMOUNT, second.before().reserved());
    var full = new UsageBalance(UsageAmount.NONE, AMOUNT.plus(AMOUNT), null);
    require(
        "a reservation beyond the limits is refused",
        new UsageDecision(false, full),
        store.tryReserve(bucket, AMOUNT, limits, now));
    require("a refusal reserves nothing", full, store.balance(bucket, now));
  }

  private void checksEachLimit() {
    for (UsageLimits limits :
        List.of(
            UsageLimits.ofRequests(1),
            UsageLimits.ofTokens(59),
            UsageLimits.none().withInputTokens(19),
            UsageLimits.none().withOutputTokens(39),
            UsageLimits.ofMoney("USD", "0.99999999999999999999"),
            UsageLimits.ofTime(Duration.ofSeconds(6).minusNanos(1)))) {
      UsageBucket bucket = bucket(null);
      requireGranted("the first amount is within all limits", true, bucket, limits);
      requireGranted("the second amount exceeds " + limits, false, bucket, limits);
    }
  }

  private void settlesByTheUsedAmount() {
    UsageBucket bucket = bucket(null);
    reserve(bucket);
    var used =
        new UsageAmount(1, 7, 8, new BigDecimal("0.123456789123456789"), Duration.ofNanos(1));
    store.settle(bucket, AMOUNT, used, now);
    UsageBalance balance = store.balance(bucket, now);
    require("a settlement adds the used amount", used, balance.used());
    require("a settlement releases the reserved one", 0L, balance.reserved().requests());
    require("a settlement releases the cost", 0, balance.reserved().cost().signum());
  }

  private void computesExactly() {
    UsageBucket bucket = bucket(null);
    var large =
        new UsageAmount(
            1,
            (1L << 60) + 1,
            (1L << 53) + 1,
            new BigDecimal("12345678901234567890.000000000000000000001"),
            Duration.ofNanos((1L << 61) + 1));
    store.tryReserve(bucket, AMOUNT, UsageLimits.none(), now);
    store.settle(bucket, AMOUNT, large, now);
    store.tryReserve(bucket, large, UsageLimits.none(), now);
    store.settle(bucket, large, AMOUNT, now);
    require(
        "sums are exact, beyond the range of a double",
        large.plus(AMOUNT),
        store.balance(bucket, now).used());
  }

  private void permitsNegativeCorrections() {
    UsageBucket bucket = bucket(null);
    use(bucket, now);
    var actual = new UsageAmount(1, 4, 5, BigDecimal.ONE, Duration.ZERO);
    store.settle(bucket, UsageAmount.NONE, actual.minus(AMOUNT), now);
    require(
        "a correction may be negative",
        new UsageAmount(1, 4, 5, new BigDecimal("1.0"), Duration.ZERO),
        store.balance(bucket, now).used());
  }

  private void separatesBuckets() {
    UsageBucket bucket = bucket(null);
    requireGranted("a bucket is empty first", true, bucket, UsageLimits.ofRequests(1));
    requireGranted("buckets are independent", true, bucket(null), UsageLimits.ofRequests(1));
    requireGranted("a bucket keeps its amount", false, bucket, UsageLimits.ofRequests(1));
  }

  private void isEmptyFromItsExpiryOn() {
    UsageBucket bucket = bucket(now.plusSeconds(60));
    use(bucket, now);
    require(
        "a bucket keeps its amount until its expiry",
        AMOUNT,
        store.balance(bucket, now.plusSeconds(59)).used());
    require(
        "a bucket is empty from its expiry on",
        UsageAmount.NONE,
        store.balance(bucket, now.plusSeconds(60)).used());
    UsageDecision decision =
        store.tryReserve(bucket, AMOUNT, UsageLimits.ofRequests(1), now.plusSeconds(60));
    require("an expired bucket has its whole limit", true, decision.isGranted());
  }

  private void movesTheExpiry() {
    String key = key();
    use(new UsageBucket(key, now.plusSeconds(60)), now);
    use(new UsageBucket(key, now.plusSeconds(90)), now.plusSeconds(30));
    UsageBalance balance =
        store.balance(new UsageBucket(key, now.plusSeconds(149)), now.plusSeconds(89));
    require("a later expiry moves that of the bucket", 2L, balance.used().requests());
    require("a balance has no effect on the expiry", now.plusSeconds(90), balance.expiry());
  }

  private void movesNoExpiryByARefusal() {
    String key = key();
    use(new UsageBucket(key, now.plusSeconds(60)), now);
    var later = new UsageBucket(key, now.plusSeconds(110));
    store.tryReserve(later, AMOUNT, UsageLimits.ofRequests(1), now.plusSeconds(50));
    require(
        "a refused reservation moves no expiry",
        UsageAmount.NONE,
        store.balance(later, now.plusSeconds(60)).used());
  }

  private void keepsASessionWithReservations() {
    UsageBucket bucket = bucket(now.plusSeconds(60));
    use(bucket, now);
    reserve(bucket);
    require(
        "a bucket with reservations does not expire",
        AMOUNT,
        store.balance(bucket, now.plusSeconds(70)).used());
    store.settle(bucket, AMOUNT, AMOUNT, now.plusSeconds(70));
    require(
        "a bucket expires when nothing is reserved",
        UsageAmount.NONE,
        store.balance(bucket, now.plusSeconds(71)).used());
  }

  private void keepsReservationsAtAReset() {
    UsageBucket bucket = bucket(null);
    use(bucket, now);
    reserve(bucket);
    store.reset(bucket);
    require(
        "a reset keeps reservations",
        new UsageBalance(UsageAmount.NONE, AMOUNT, null),
        store.balance(bucket, now));
  }

  private void servesConcurrentCallers() {
    UsageBucket bucket = bucket(null);
    var granted = new AtomicInteger();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> results = new ArrayList<>();
      for (int caller = 0; caller < CALLERS; caller++) {
        results.add(callers.submit(() -> useIfGranted(bucket, granted)));
      }
      for (Future<?> result : results) {
        result.get();
      }
    } catch (ExecutionException e) {
      throw new AssertionError("Rule 'concurrent callers are served': a call failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("The test was interrupted", e);
    }
    require("concurrent reservations do not exceed the limits", CALLERS / 2, granted.get());
    require(
        "each settlement is counted once",
        CALLERS / 2 * AMOUNT.tokens(),
        store.balance(bucket, now).used().tokens());
  }

  private void useIfGranted(UsageBucket bucket, AtomicInteger granted) {
    UsageLimits limits = UsageLimits.ofTokens(CALLERS / 2 * AMOUNT.tokens());
    if (store.tryReserve(bucket, AMOUNT, limits, now).isGranted()) {
      granted.incrementAndGet();
      store.settle(bucket, AMOUNT, AMOUNT, now);
    }
  }

  private UsageBucket bucket(@Nullable Instant expiry) {
    return new UsageBucket(key(), expiry);
  }

  private String key() {
    return prefix + keys++;
  }

  private void reserve(UsageBucket bucket) {
    requireGranted("without limits, reservations are granted", true, bucket, UsageLimits.none());
  }

  private void use(UsageBucket bucket, Instant time) {
    store.tryReserve(bucket, AMOUNT, UsageLimits.none(), time);
    store.settle(bucket, AMOUNT, AMOUNT, time);
  }

  private void requireGranted(
      String rule, boolean isGranted, UsageBucket bucket, UsageLimits limits) {
    require(rule, isGranted, store.tryReserve(bucket, AMOUNT, limits, now).isGranted());
  }

  private void require(String rule, Object expected, @Nullable Object found) {
    if (!expected.equals(found)) {
      throw new AssertionError(
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
}
