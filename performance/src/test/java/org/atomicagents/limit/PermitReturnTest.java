package org.atomicagents.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Interceptor;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.RunContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests that end in random ways return each permit once. */
@Timeout(120)
class PermitReturnTest {
  private static final int ROUNDS = 10_000;
  private static final int CALLERS = 16;

  private final DrivenClock clock = DrivenClock.advancing();
  private final PermitLedger ledger = new PermitLedger();
  private final Queue<Thread> closers = new ConcurrentLinkedQueue<>();

  @Test
  void sequentialRequestsAreChargedExactly() {
    Random random = seeded("sequential");
    var limit =
        RateLimit.perMinute(1_000_000).outputTokens(1_000).store(ledger).timeSource(clock).build();
    long requests = 0;
    long outputTokens = 0;
    for (int round = 0; round < ROUNDS; round++) {
      int usage = random.nextInt(50);
      switch (random.nextInt(4)) {
        case 0 -> { // complete
          LimitRuns.send(limit, LimitRuns.context(clock), LimitRuns.responding(5, 1 + usage));
          outputTokens += 1 + usage;
        }
        case 1 -> { // closed early, several times
          var exchange =
              limit.intercept(
                  LimitRuns.REQUEST, LimitRuns.context(clock), LimitRuns.responding(5, 1 + usage));
          int read = random.nextInt(5);
          var events = exchange.iterator();
          for (int i = 0; i < read && events.hasNext(); i++) {
            events.next();
          }
          exchange.close();
          exchange.close();
          // The text has eight characters; it is the second event, the usage the third.
          outputTokens += read >= 3 ? 1 + usage : read == 2 ? 2 : 0;
        }
        case 2 -> { // fails before the response
          Interceptor.Chain chain = LimitRuns.throwing(LimitRuns.limited(null));
          assertThat(fails(limit, chain)).isTrue();
        }
        default -> { // breaks off
          var events = List.<ModelEvent>of(new ModelEvent.TextDelta("x".repeat(4 * usage)));
          assertThat(
                  fails(
                      limit,
                      (request, context) ->
                          new FailingExchange(events, CancelledException.closed("reading"))))
              .isTrue();
          outputTokens += usage;
        }
      }
      requests++;
    }

    assertThat(ledger.net("default:requests")).isEqualTo(requests);
    assertThat(ledger.net("default:output-tokens")).isEqualTo(outputTokens);
    assertNothingIsLeft(limit);
  }

  @Test
  void concurrentRequestsLeaveNothing() throws Exception {
    Random random = seeded("concurrent");
    var limit =
        RateLimit.perMinute(1_000_000)
            .tokens(1_000_000)
            .concurrency(AdaptiveConcurrency.ofDefaults().withMin(2).withMax(8))
            .store(ledger)
            .timeSource(clock)
            .build();
    var sent = new AtomicInteger();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      var results = new ArrayList<Future<?>>();
      for (int caller = 0; caller < CALLERS; caller++) {
        var own = new Random(random.nextLong());
        RateLimit view = limit.forTenant("tenant-" + caller % 3);
        results.add(
            callers.submit(() -> {
              for (int round = 0; round < ROUNDS / CALLERS; round++) {
                sendRandomly(view, own, sent);
              }
            }));
      }
      for (Future<?> result : results) {
        result.get();
      }
      for (Thread closer : closers) {
        closer.join();
      }
    }

    clock.advance(Duration.ofMinutes(11));
    assertNothingIsLeft(limit);
    assertThat(ledger.net("default:requests")).isEqualTo(sent.get());
  }

  private void sendRandomly(RateLimit limit, Random random, AtomicInteger sent) {
    RunContext context =
        random.nextInt(4) == 0
            ? LimitRuns.context(clock, Duration.ofSeconds(random.nextInt(60)))
            : LimitRuns.context(clock);
    if (random.nextInt(4) == 0) {
      Thread.startVirtualThread(context::cancel);
    }
    if (random.nextInt(8) == 0) {
      Thread.currentThread().interrupt();
    }
    try {
      ModelExchange exchange = limit.intercept(LimitRuns.REQUEST, context, chain(random, sent));
      boolean isAbandoned = random.nextInt(50) == 0;
      if (!isAbandoned) {
        read(exchange, random);
      }
    } catch (AgentException | IllegalStateException e) {
      // The random ending of this request.
    } finally {
      Thread.interrupted();
    }
  }

  // A thread that yields lets the others close its exchange in the middle.
  @SuppressWarnings("ThreadPriorityCheck")
  private void read(ModelExchange exchange, Random random) {
    try (exchange) {
      if (random.nextInt(4) == 0) {
        closers.add(Thread.startVirtualThread(exchange::close));
      }
      int max = random.nextInt(6);
      var events = exchange.iterator();
      for (int i = 0; i < max && events.hasNext(); i++) {
        events.next();
        Thread.yield();
      }
    }
  }

  private static Interceptor.Chain chain(Random random, AtomicInteger sent) {
    int kind = random.nextInt(8);
    return (request, context) -> {
      if (kind == 0) {
        throw LimitExceededException.of("the budget", 1, 1);
      }
      sent.incrementAndGet();
      return switch (kind) {
        case 1 -> throw LimitRuns.limited(Duration.ofMillis(random.nextInt(50)));
        case 2 -> throw new IllegalStateException("broken client");
        case 3 -> new FailingExchange(List.of(), LimitRuns.limited(null));
        case 4 ->
            new FailingExchange(
                List.of(new ModelEvent.TextDelta("text")), CancelledException.closed("reading"));
        default -> LimitRuns.response(Usage.of(random.nextInt(30), 3), Map.of());
      };
    };
  }

  private boolean fails(RateLimit limit, Interceptor.Chain chain) {
    try {
      LimitRuns.send(limit, LimitRuns.context(clock), chain);
      return false;
    } catch (AgentException e) {
      return true;
    }
  }

  private static void assertNothingIsLeft(RateLimit limit) {
    RateLimitStatus status = limit.status();
    assertThat(status.inFlight()).isZero();
    assertThat(status.waiting()).isZero();
    assertThat(status.reservedTokens()).isZero();
  }

  private static Random seeded(String name) {
    long seed = System.nanoTime();
    System.out.println("PermitReturnTest " + name + " seed " + seed);
    return new Random(seed);
  }
}
