package org.atomicagents.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.atomicagents.usage.UsageRuns.REQUEST;
import static org.atomicagents.usage.UsageRuns.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.error.ProviderError;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.junit.jupiter.api.Test;

/** Random sequences of requests against a simple model of a limiter. */
class UsageModelTest {
  private static final int ROUNDS = 200;
  private static final int STEPS = 200;
  private static final long MAX = 200;
  private static final long ESTIMATE = 30;

  private final UsageClock clock = new UsageClock();
  private final Map<String, Long> used = new HashMap<>();
  private final Map<String, Long> reserved = new HashMap<>();

  /** A request in flight: the tokens received so far, and those of the complete response. */
  private static final class Flight {
    final String key;
    final ModelExchange exchange;
    final Iterator<ModelEvent> events;
    final long total;
    int read;

    Flight(String key, ModelExchange exchange, long total) {
      this.key = key;
      this.exchange = exchange;
      this.events = exchange.iterator();
      this.total = total;
    }

    /** Returns the tokens that count if the response ends now. */
    long tokens() {
      return read >= 3 ? total : read == 2 ? 12 : 10;
    }
  }

  @Test
  void agreesWithASimpleModel() {
    long seed = System.nanoTime();
    System.out.println("UsageModelTest seed " + seed);
    var random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      used.clear();
      reserved.clear();
      try {
        play(random);
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed + ", round " + round, e);
      }
    }
  }

  private void play(Random random) {
    var limiter =
        UsageLimiter.builder("m", UsageLimits.ofTokens(MAX))
            .window(UsageWindow.minute())
            .timeSource(clock)
            .build();
    var flights = new ArrayList<Flight>();
    for (int step = 0; step < STEPS; step++) {
      String tenant = "t" + random.nextInt(3);
      switch (random.nextInt(6)) {
        case 0, 1 -> open(limiter, tenant, random, flights);
        case 2 -> reject(limiter, tenant, random);
        case 3 -> {
          if (!flights.isEmpty()) {
            Flight flight = flights.get(random.nextInt(flights.size()));
            if (flight.events.hasNext()) {
              flight.events.next();
              flight.read++;
            } else {
              flights.remove(flight);
              close(flight, true);
            }
          }
        }
        case 4 -> {
          if (!flights.isEmpty()) {
            close(flights.remove(random.nextInt(flights.size())), random.nextBoolean());
          }
        }
        default -> clock.advance(Duration.ofSeconds(random.nextInt(8)));
      }
      for (int i = 0; i < 3; i++) {
        check(limiter, "t" + i);
      }
    }
    flights.forEach(flight -> close(flight, false));
    for (int i = 0; i < 3; i++) {
      check(limiter, "t" + i);
      assertThat(limiter.forTenant("t" + i).report().reserved()).isEqualTo(UsageAmount.NONE);
    }
  }

  private void open(UsageLimiter limiter, String tenant, Random random, List<Flight> flights) {
    // The text has two tokens.
    long output = 2L + random.nextInt(30);
    Model model = UsageRuns.responding(10, output).with(limiter.forTenant(tenant));
    String key = key(tenant);
    boolean fits = present(key) + ESTIMATE <= MAX;
    try {
      flights.add(new Flight(key, model.open(REQUEST, run(clock)), 10 + output));
      assertThat(fits).isTrue();
      reserved.merge(key, ESTIMATE, Long::sum);
    } catch (LimitExceededException e) {
      assertThat(fits).isFalse();
    }
  }

  private void reject(UsageLimiter limiter, String tenant, Random random) {
    boolean isCancelled = random.nextBoolean();
    RuntimeException failure =
        isCancelled
            ? CancelledException.closed("reading")
            : UnavailableException.of(new ProviderError("test", 503, null, "Down", ""), null);
    Model model =
        UsageRuns.model(
                (request, context) -> {
                  throw failure;
                })
            .with(limiter.forTenant(tenant));
    String key = key(tenant);
    boolean fits = present(key) + ESTIMATE <= MAX;
    try {
      model.open(REQUEST, run(clock));
    } catch (LimitExceededException e) {
      assertThat(fits).isFalse();
    } catch (CancelledException | UnavailableException e) {
      assertThat(fits).isTrue();
      used.merge(key, isCancelled ? 10L : 0L, Long::sum);
    }
  }

  private void close(Flight flight, boolean isComplete) {
    if (isComplete) {
      while (flight.events.hasNext()) {
        flight.events.next();
        flight.read++;
      }
    }
    flight.exchange.close();
    flight.exchange.close();
    reserved.merge(flight.key, -ESTIMATE, Long::sum);
    used.merge(flight.key, flight.tokens(), Long::sum);
  }

  private void check(UsageLimiter limiter, String tenant) {
    UsageReport report = limiter.forTenant(tenant).report();
    assertThat(report.used().tokens()).isEqualTo(used.getOrDefault(key(tenant), 0L));
    assertThat(report.reserved().tokens()).isEqualTo(reserved.getOrDefault(key(tenant), 0L));
  }

  private long present(String key) {
    return used.getOrDefault(key, 0L) + reserved.getOrDefault(key, 0L);
  }

  private String key(String tenant) {
    return tenant + " " + clock.now().getEpochSecond() / 60;
  }
}
