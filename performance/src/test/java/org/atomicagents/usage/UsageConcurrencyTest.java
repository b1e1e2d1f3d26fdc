package org.atomicagents.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.atomicagents.usage.UsageRuns.REQUEST;
import static org.atomicagents.usage.UsageRuns.run;
import static org.atomicagents.usage.UsageRuns.send;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Model;
import org.atomicagents.price.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class UsageConcurrencyTest {
  private static final int CALLERS = 1_000;

  private final UsageClock clock = new UsageClock();
  private final ReentrantLock randomLock = new ReentrantLock();

  @Test
  void concurrentRequestsNeverExceedALimitOfRequests() throws Exception {
    var limiter = UsageLimiter.builder("m", UsageLimits.ofRequests(300)).timeSource(clock).build();
    var sent = new AtomicInteger();
    Model model =
        UsageRuns.model(
                (request, context) -> {
                  sent.incrementAndGet();
                  return UsageRuns.response(Usage.of(1, 1));
                })
            .with(limiter);

    int refused = callAll(() -> send(model, run(clock)));

    assertThat(sent).hasValue(300);
    assertThat(refused).isEqualTo(CALLERS - 300);
    assertThat(limiter.report().used().requests()).isEqualTo(300);
  }

  @Test
  void reservationsOfAllRequestsInFlightStayWithinTheLimit() throws Exception {
    // Each request is estimated at 30 tokens, and all are in flight at the same time.
    var limiter = UsageLimiter.builder("m", UsageLimits.ofTokens(3_010)).timeSource(clock).build();
    Model model = UsageRuns.responding(10, 20).with(limiter);
    var open = new ConcurrentLinkedQueue<AutoCloseable>();

    int refused = callAll(() -> open.add(model.open(REQUEST, run(clock))));

    assertThat(refused).isEqualTo(CALLERS - 100);
    assertThat(limiter.report().reserved().tokens()).isEqualTo(3_000);
    for (AutoCloseable exchange : open) {
      exchange.close();
    }
    assertThat(limiter.report().reserved()).isEqualTo(UsageAmount.NONE);
  }

  @Test
  void settledSumsAreExactAndExceedTheLimitByEstimationErrorsOnly() throws Exception {
    long seed = System.nanoTime();
    System.out.println("UsageConcurrencyTest seed " + seed);
    var random = new Random(seed);
    var limiter =
        UsageLimiter.builder("m", UsageLimits.ofTokens(9_000).withMoney(Money.of("USD", "100000")))
            .timeSource(clock)
            .build();
    var input = new AtomicLong();
    var output = new AtomicLong();
    var largestError = new AtomicLong();
    Model model =
        UsageRuns.priced(
                UsageRuns.model((request, context) -> {
                  Usage usage;
                  randomLock.lock();
                  try {
                    usage = Usage.of(10, random.nextInt(40));
                  } finally {
                    randomLock.unlock();
                  }
                  input.addAndGet(usage.inputTokens());
                  output.addAndGet(usage.outputTokens());
                  largestError.accumulateAndGet(usage.totalTokens() - 30, Math::max);
                  return UsageRuns.response(usage);
                }),
                UsageRuns.PRICES)
            .with(limiter);

    int refused = callAll(() -> send(model, run(clock)));

    UsageAmount used = limiter.report().used();
    assertThat(refused).as("seed %d", seed).isPositive();
    assertThat(used.requests()).as("seed %d", seed).isEqualTo(CALLERS - refused);
    assertThat(used.inputTokens()).as("seed %d", seed).isEqualTo(input.get());
    assertThat(used.outputTokens()).as("seed %d", seed).isEqualTo(output.get());
    assertThat(used.cost())
        .as("seed %d", seed)
        .isEqualByComparingTo(BigDecimal.valueOf(input.get() + 2 * output.get()));
    assertThat(used.tokens())
        .as("seed %d", seed)
        .isLessThanOrEqualTo(9_000 + CALLERS * largestError.get());
    assertThat(limiter.report().reserved().requests()).isZero();
  }

  /** Runs a call on many virtual threads at once; returns how many were refused. */
  private static int callAll(Runnable call) throws Exception {
    var start = new CountDownLatch(1);
    var refused = new AtomicInteger();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> results = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        results.add(
            callers.submit(() -> {
              start.await();
              try {
                call.run();
              } catch (LimitExceededException e) {
                refused.incrementAndGet();
              }
              return null;
            }));
      }
      start.countDown();
      for (Future<?> result : results) {
        result.get();
      }
    }
    return refused.get();
  }
}
