package org.atomicagents.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import org.atomicagents.message.Message;
import org.atomicagents.message.Usage;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.Sampling;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Ten minutes of requests on a simulated clock, with wrong estimates and random latencies, accepted
 * or rejected by a provider with fixed windows and by one with token buckets.
 */
class LimitSimulationTest {
  private static final double MINUTE = 60e9;
  private static final int MINUTES = 10;
  private static final int REQUESTS = 600;
  private static final int TOKENS = 60_000;
  private static final int MAX_TOKENS = 1_000;

  private final DrivenClock clock = DrivenClock.advancing();
  private final long start = clock.nanoTime();
  private final PriorityQueue<InFlight> inFlight =
      new PriorityQueue<>(Comparator.comparingLong(InFlight::end));
  private final List<Arrival> arrivals = new ArrayList<>();

  /** A request that reaches the provider. */
  private record Arrival(double nanos, long tokens) {}

  /** A request whose response ends at a time. */
  private record InFlight(long end, ModelExchange exchange) {}

  @ParameterizedTest(name = "{0} input tokens, estimated as {1} of them")
  @CsvSource({"120, 0.5", "120, 1.0", "120, 2.0", "20, 0.5", "20, 2.0"})
  void usesTheLimitWithoutRejections(int meanInput, double skew) {
    long seed = System.nanoTime();
    System.out.println("LimitSimulationTest seed " + seed);
    send(new Random(seed), meanInput, skew);

    for (int minute = 1; minute < MINUTES; minute++) {
      assertThat(usedPart(minute)).as("minute %d, seed %d", minute, seed).isBetween(0.95, 1.03);
    }
    for (double offset : new double[] {0, 0.3, 0.7}) {
      assertThat(rejectedByWindows(offset)).as("seed %d", seed).isLessThanOrEqualTo(0.005);
    }
    assertThat(rejectedByBuckets(1)).as("seed %d", seed).isLessThanOrEqualTo(0.005);
    assertThat(rejectedByBuckets(0.1)).as("seed %d", seed).isLessThanOrEqualTo(0.005);
  }

  private void send(Random random, int meanInput, double skew) {
    var limit = RateLimit.perMinute(REQUESTS).tokens(TOKENS).timeSource(clock).build();
    while (clock.nanoTime() - start < MINUTES * MINUTE) {
      int input = (int) (meanInput * Math.exp(0.3 * random.nextGaussian()));
      int output = 10 + random.nextInt(meanInput);
      ModelRequest request =
          ModelRequest.of("model", List.of(Message.user("x".repeat((int) (input * skew * 4)))))
              .withSampling(Sampling.defaults().withMaxTokens(MAX_TOKENS));
      ModelExchange exchange =
          limit.intercept(
              request,
              LimitRuns.context(clock),
              (sent, context) -> LimitRuns.response(Usage.of(input, output), Map.of()));
      long now = clock.nanoTime();
      double networkNanos = 20e6 + 200e6 * random.nextDouble();
      arrivals.add(new Arrival(now - start + networkNanos, input + output));
      double latencyNanos = 1e9 * Math.exp(0.5 * random.nextGaussian());
      inFlight.add(new InFlight(now + (long) latencyNanos, exchange));
      endResponses(now);
    }
    arrivals.sort(Comparator.comparingDouble(Arrival::nanos));
  }

  private void endResponses(long now) {
    while (!inFlight.isEmpty() && inFlight.peek().end <= now) {
      try (ModelExchange ended = inFlight.poll().exchange) {
        ended.forEach(event -> assertThat(event).isNotNull());
      }
    }
  }

  private double usedPart(int minute) {
    double requests = 0;
    double tokens = 0;
    for (Arrival arrival : arrivals) {
      if ((int) (arrival.nanos / MINUTE) == minute) {
        requests++;
        tokens += arrival.tokens;
      }
    }
    return Math.max(requests / REQUESTS, tokens / TOKENS);
  }

  private double rejectedByWindows(double offset) {
    long window = -1;
    long requests = 0;
    long tokens = 0;
    double rejected = 0;
    for (Arrival arrival : arrivals) {
      long current = (long) (arrival.nanos / MINUTE + offset);
      if (current != window) {
        window = current;
        requests = 0;
        tokens = 0;
      }
      if (requests + 1 > REQUESTS || tokens + arrival.tokens > TOKENS) {
        rejected++;
      } else {
        requests++;
        tokens += arrival.tokens;
      }
    }
    return rejected / arrivals.size();
  }

  private double rejectedByBuckets(double capacity) {
    double requests = REQUESTS * capacity;
    double tokens = TOKENS * capacity;
    double last = 0;
    double rejected = 0;
    for (Arrival arrival : arrivals) {
      double minutes = (arrival.nanos - last) / MINUTE;
      last = arrival.nanos;
      requests = Math.min(REQUESTS * capacity, requests + minutes * REQUESTS);
      tokens = Math.min(TOKENS * capacity, tokens + minutes * TOKENS);
      if (requests < 1 || tokens < arrival.tokens) {
        rejected++;
      } else {
        requests--;
        tokens -= arrival.tokens;
      }
    }
    return rejected / arrivals.size();
  }
}
