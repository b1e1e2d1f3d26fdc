package org.atomicagents.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.message.Usage;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.RunContext;
import org.atomicagents.time.TimeSource;
import org.atomicagents.time.Timings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random arrivals, cancellations, interrupts and failures of requests that wait: the order of each
 * tenant is kept, each request ends, and no permit is lost.
 */
@Timeout(120)
class LimitScheduleTest {
  private static final int ROUNDS = 60;
  private static final int REQUESTS = 40;

  private final DrivenClock clock = DrivenClock.stopped();
  private final PermitStore memory = PermitStore.inMemory(clock);
  private final PermitLedger ledger = new PermitLedger();

  /**
   * The order in which threads took their permits; a request is sent after its turn has passed on.
   */
  private final Map<Thread, Integer> takes = new ConcurrentHashMap<>();

  private final AtomicInteger lastTake = new AtomicInteger();

  /** The numbers of the sent requests by the order of their permits. */
  private final SortedMap<Integer, Integer> sent = new ConcurrentSkipListMap<>();

  private final AtomicInteger charged = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();

  private record Caller(
      int number, String tenant, RunContext context, ArrivalClock arrival, Thread thread) {}

  /** The clock of the timings of a request, which are first read when it waits in the queue. */
  private static final class ArrivalClock implements TimeSource {
    private final TimeSource clock;
    private volatile boolean isRead;

    ArrivalClock(TimeSource clock) {
      this.clock = clock;
    }

    @Override
    public Instant now() {
      return clock.now();
    }

    @Override
    public long nanoTime() {
      isRead = true;
      return clock.nanoTime();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
      clock.sleep(duration);
    }
  }

  /** Buckets in memory whose permits are recorded. */
  private final class RecordedStore implements PermitStore {
    @Override
    public Duration tryTake(PermitBucket bucket, long permits) {
      Duration wait = memory.tryTake(bucket, permits);
      if (wait.isZero()) {
        ledger.tryTake(bucket, permits);
        takes.put(Thread.currentThread(), lastTake.incrementAndGet());
      }
      return wait;
    }

    @Override
    public void add(PermitBucket bucket, long permits) {
      memory.add(bucket, permits);
      ledger.add(bucket, permits);
    }
  }

  @Test
  void keepsTheOrderAndThePermitsOfRandomSchedules() throws Exception {
    long seed = System.nanoTime();
    System.out.println("LimitScheduleTest seed " + seed);
    var random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      run(random, "seed " + seed + ", round " + round, "limit-" + round);
    }
  }

  private void run(Random random, String at, String name) throws Exception {
    sent.clear();
    charged.set(0);
    ended.set(0);
    var limit =
        RateLimit.perMinute(60)
            .outputTokens(200 + random.nextInt(2_000))
            .name(name)
            .burst(random.nextDouble() * 0.2)
            .concurrency(AdaptiveConcurrency.ofDefaults().withMax(1 + random.nextInt(4)))
            .store(new RecordedStore())
            .timeSource(clock)
            .build();
    List<Caller> callers = new ArrayList<>();
    var left = new ArrayList<Integer>();
    for (int i = 0; i < REQUESTS; i++) {
      Caller caller = start(limit, i, random);
      callers.add(caller);
      awaitArrival(caller);
      if (random.nextInt(4) == 0) {
        Caller leaving = callers.get(random.nextInt(callers.size()));
        left.add(leaving.number);
        leave(leaving, random);
      }
      if (random.nextInt(3) == 0) {
        clock.advance(Duration.ofMillis(random.nextInt(3_000)));
      }
    }
    awaitAll(callers);

    Map<String, List<Integer>> orders = new LinkedHashMap<>();
    sent.values()
        .forEach(number ->
            orders
                .computeIfAbsent(callers.get(number).tenant, any -> new ArrayList<>())
                .add(number));
    orders.values().forEach(order -> assertThat(order).as(at).isSorted());
    // Each request that did not leave was sent.
    callers.stream()
        .map(Caller::number)
        .filter(number -> !left.contains(number))
        .forEach(number -> assertThat(sent.values()).as(at).contains(number));
    assertThat(limit.status().inFlight()).as(at).isZero();
    assertThat(limit.status().waiting()).as(at).isZero();
    assertThat(ledger.net(name + ":requests")).as(at).isEqualTo(sent.size());
    assertThat(ledger.net(name + ":output-tokens")).as(at).isEqualTo(charged.get());
  }

  private Caller start(RateLimit limit, int number, Random random) {
    String tenant = "tenant-" + random.nextInt(3);
    var arrival = new ArrivalClock(clock);
    RunContext context = LimitRuns.context(new Timings.Recorder(arrival));
    arrival.isRead = false;
    int outputTokens = 1 + random.nextInt(100);
    int ending = random.nextInt(5);
    RateLimit view = limit.forTenant(tenant);
    Thread thread =
        Thread.startVirtualThread(() -> send(view, context, number, outputTokens, ending));
    return new Caller(number, tenant, context, arrival, thread);
  }

  private void send(RateLimit limit, RunContext context, int number, int tokens, int ending) {
    try (ModelExchange exchange =
        limit.intercept(
            LimitRuns.REQUEST,
            context,
            (request, run) -> {
              sent.put(takes.get(Thread.currentThread()), number);
              if (ending == 0) {
                throw UnavailableException.of(
                    LimitRuns.limited(Duration.ZERO).error(), Duration.ofSeconds(2));
              }
              return LimitRuns.response(Usage.of(10, tokens), Map.of());
            })) {
      if (ending != 1) {
        exchange.forEach(event -> assertThat(event).isNotNull());
        charged.addAndGet(tokens);
      }
    } catch (AgentException e) {
      // The random ending of this request.
    } finally {
      ended.incrementAndGet();
    }
  }

  private static void leave(Caller caller, Random random) {
    if (random.nextBoolean()) {
      caller.context.cancel();
    } else {
      caller.thread.interrupt();
    }
  }

  // The requests arrive in the order of their numbers.
  @SuppressWarnings("ThreadPriorityCheck")
  private void awaitArrival(Caller caller) {
    while (!caller.arrival.isRead
        && !sent.containsValue(caller.number)
        && caller.thread.isAlive()) {
      Thread.yield();
    }
  }

  @SuppressWarnings("ThreadPriorityCheck")
  private void awaitAll(List<Caller> callers) throws InterruptedException {
    while (ended.get() < callers.size()) {
      clock.advance(Duration.ofMillis(200));
      Thread.yield();
    }
    for (Caller caller : callers) {
      caller.thread.join();
    }
  }
}
