package org.atomicagents.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.ProviderError;
import org.atomicagents.error.RateLimitedException;
import org.atomicagents.error.RateLimitedException.Kind;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.message.Usage;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.time.Phase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a limit learns from error responses, and from headers without remaining permits. */
@Timeout(60)
class LimitErrorTest {
  private static final Map<String, List<String>> NOTHING_REMAINS =
      Map.of(
          "x-ratelimit-limit-requests", List.of("300"),
          "x-ratelimit-remaining-requests", List.of("0"),
          "x-ratelimit-reset-requests", List.of("7s"));

  private final DrivenClock clock = DrivenClock.advancing();

  @Test
  void learnsTheLimitsOfAnErrorAndWaitsForTheReset() {
    var limit = RateLimit.builder().timeSource(clock).build();

    fail(limit, LimitRuns.limited(Kind.RATE, NOTHING_REMAINS));

    assertThat(limit.status().limits()).isEqualTo(RateLimits.none().withRequests(300));
    assertThat(waitOfNextRequest(limit)).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void learnsFromAnUnavailableProvider() {
    var limit = RateLimit.builder().timeSource(clock).build();
    var error = new ProviderError("test", 503, null, "Busy", "", NOTHING_REMAINS);

    fail(limit, UnavailableException.of(error, null));

    assertThat(waitOfNextRequest(limit)).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void waitsForTheResetAfterASuccessfulResponseWithoutRemainder() {
    var limit = RateLimit.perMinute(600).timeSource(clock).build();

    LimitRuns.send(
        limit,
        LimitRuns.context(clock),
        (request, context) -> LimitRuns.response(Usage.of(1, 1), NOTHING_REMAINS));

    assertThat(waitOfNextRequest(limit)).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void ignoresHeadersOnDemand() {
    var limit = RateLimit.builder().learnFromHeaders(false).timeSource(clock).build();

    fail(limit, LimitRuns.limited(Kind.RATE, NOTHING_REMAINS));

    assertThat(limit.status().limits()).isEqualTo(RateLimits.none());
    assertThat(waitOfNextRequest(limit)).isZero();
  }

  @Test
  void anExhaustedQuotaDelaysNothing() {
    var limit = RateLimit.builder().timeSource(clock).build();

    fail(limit, LimitRuns.limited(Kind.QUOTA, NOTHING_REMAINS));

    assertThat(waitOfNextRequest(limit)).isZero();
    assertThat(limit.status().maxConcurrency()).isEqualTo(10_000);
  }

  @Test
  void rejectionNearAKnownLimitLeavesTheConcurrency() {
    var limit = RateLimit.perMinute(10).burst(1).timeSource(clock).build();
    List<ModelExchange> open = open(limit, 10, Kind.RATE);

    rejectAll(open);

    assertThat(limit.status().maxConcurrency()).isEqualTo(10_000);
  }

  @Test
  void rejectionFarFromAKnownLimitLowersTheConcurrency() {
    var limit = RateLimit.perMinute(1_000).burst(1).timeSource(clock).build();
    List<ModelExchange> open = open(limit, 10, Kind.RATE);

    rejectAll(open);

    assertThat(limit.status().maxConcurrency()).isEqualTo(5);
  }

  @Test
  void lackOfCapacityLowersTheConcurrencyNearALimit() {
    var limit = RateLimit.perMinute(10).burst(1).timeSource(clock).build();
    List<ModelExchange> open = open(limit, 10, Kind.CAPACITY);

    rejectAll(open);

    assertThat(limit.status().maxConcurrency()).isEqualTo(5);
  }

  private List<ModelExchange> open(RateLimit limit, int count, Kind kind) {
    return IntStream.range(0, count)
        .mapToObj(i ->
            limit.intercept(
                LimitRuns.REQUEST,
                LimitRuns.context(clock),
                (request, context) ->
                    new FailingExchange(List.of(), LimitRuns.limited(kind, Map.of()))))
        .toList();
  }

  private static void rejectAll(List<ModelExchange> open) {
    for (ModelExchange exchange : open) {
      assertThatThrownBy(() -> exchange.iterator().hasNext())
          .isInstanceOf(RateLimitedException.class);
    }
  }

  private void fail(RateLimit limit, AgentException failure) {
    assertThatThrownBy(
            () -> LimitRuns.send(limit, LimitRuns.context(clock), LimitRuns.throwing(failure)))
        .isSameAs(failure);
  }

  private Duration waitOfNextRequest(RateLimit limit) {
    var context = LimitRuns.context(clock);
    LimitRuns.send(limit, context, LimitRuns.responding(10, 2));
    return context.timings().snapshot().of(Phase.RATE_WAIT);
  }
}
