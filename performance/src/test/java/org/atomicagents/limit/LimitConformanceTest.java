package org.atomicagents.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Tests of the cases of the conformance suite that concern rate limits. */
class LimitConformanceTest {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final DrivenClock clock = DrivenClock.advancing();

  @Test
  @DisplayName("F13 the 61st request of a minute waits until the first leaves the window")
  void requestsPerMinute() {
    var limit = RateLimit.perMinute(60).timeSource(clock).build();

    List<Long> times = sendTimes(limit, 200);

    for (int i = 60; i < times.size(); i++) {
      assertThat(times.get(i) - times.get(i - 60)).isGreaterThanOrEqualTo(MINUTE);
    }
    assertThat(times.get(60) - times.getFirst()).isEqualTo(MINUTE);
  }

  @Test
  @DisplayName("F13 requests may start together, and no minute exceeds the limit")
  void requestsPerMinuteAfterABurst() {
    var limit = RateLimit.perMinute(60).burst(0.5).timeSource(clock).build();

    List<Long> times = sendTimes(limit, 200);

    assertThat(times.get(29)).isEqualTo(times.getFirst());
    for (int i = 60; i < times.size(); i++) {
      assertThat(times.get(i) - times.get(i - 60)).isGreaterThanOrEqualTo(MINUTE);
    }
  }

  @Test
  @DisplayName("F13 the tokens of no minute exceed the limit")
  void tokensPerMinute() {
    var limit = RateLimit.builder().tokens(100_000).timeSource(clock).build();
    int tokens = 2_000;

    List<Long> times = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      LimitRuns.send(limit, LimitRuns.context(clock), LimitRuns.responding(1_500, 500));
      times.add(clock.nanoTime());
    }

    int perMinute = 100_000 / tokens;
    // The first request was estimated at 30 tokens, before the counts of responses were known.
    for (int i = perMinute + 1; i < times.size(); i++) {
      assertThat(times.get(i) - times.get(i - perMinute)).isGreaterThanOrEqualTo(MINUTE);
    }
    double used = 199.0 * tokens * MINUTE / (times.getLast() - times.getFirst());
    assertThat(used).isBetween(97_000.0, 100_000.0);
  }

  private List<Long> sendTimes(RateLimit limit, int count) {
    var times = new ArrayList<Long>();
    for (int i = 0; i < count; i++) {
      LimitRuns.send(
          limit,
          LimitRuns.context(clock),
          (request, context) -> {
            times.add(clock.nanoTime());
            return LimitRuns.responding(10, 2).proceed(request, context);
          });
    }
    return times;
  }
}
