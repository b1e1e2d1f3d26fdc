package org.atomicagents.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.atomicagents.usage.UsageRuns.REQUEST;
import static org.atomicagents.usage.UsageRuns.responding;
import static org.atomicagents.usage.UsageRuns.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.atomicagents.error.CancelledException;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.RunContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Responses that are abandoned, cancelled, or closed by another thread, return reservations. */
@Timeout(120)
class UsageReturnTest {
  private static final int ROUNDS = 10_000;
  private static final int CALLERS = 16;

  private final UsageClock clock = new UsageClock();
  private final UsageLimiter limiter =
      UsageLimiter.builder("m", UsageLimits.ofTokens(Long.MAX_VALUE)).timeSource(clock).build();
  private final Model model = responding(10, 5).with(limiter);
  private final AtomicLong requests = new AtomicLong();

  @Test
  void concurrentRequestsThatEndInAllWaysLeaveNothing() throws Exception {
    long seed = System.nanoTime();
    System.out.println("UsageReturnTest seed " + seed);
    var random = new Random(seed);
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> results = new ArrayList<>();
      for (int caller = 0; caller < CALLERS; caller++) {
        var own = new Random(random.nextLong());
        results.add(
            callers.submit(() -> {
              for (int round = 0; round < ROUNDS / CALLERS; round++) {
                send(own, callers);
              }
            }));
      }
      for (Future<?> result : results) {
        result.get();
      }
    }

    clock.advance(Duration.ofMinutes(11));
    UsageReport report = limiter.report();
    assertThat(report.reserved()).as("seed %d", seed).isEqualTo(UsageAmount.NONE);
    assertThat(report.used().requests()).as("seed %d", seed).isEqualTo(requests.get());
    assertThat(report.used().inputTokens()).as("seed %d", seed).isEqualTo(10 * requests.get());
  }

  private void send(Random random, ExecutorService closers) {
    RunContext run = run(clock);
    boolean isCancelled = random.nextInt(8) == 0;
    if (isCancelled) {
      run.cancel();
    }
    ModelExchange exchange;
    try {
      exchange = model.open(REQUEST, run);
      requests.incrementAndGet();
    } catch (CancelledException e) {
      assertThat(isCancelled).isTrue();
      return;
    }
    var events = exchange.iterator();
    int reads = random.nextInt(6);
    boolean isClosedMeanwhile = random.nextInt(4) == 0;
    if (isClosedMeanwhile) {
      closers.execute(exchange::close);
    }
    for (int i = 0; i < reads && events.hasNext(); i++) {
      events.next();
    }
    boolean isAbandoned = random.nextInt(3) == 0;
    if (!isAbandoned) {
      exchange.close();
    }
  }
}
