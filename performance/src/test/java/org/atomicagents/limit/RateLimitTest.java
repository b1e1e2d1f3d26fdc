package org.atomicagents.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.error.RateLimitedException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Interceptor;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.time.Phase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RateLimitTest {
  private final DrivenClock clock = DrivenClock.advancing();

  @Test
  void recordsTheWaitAsItsPhase() {
    var limit = RateLimit.perMinute(60).timeSource(clock).build();
    var context = LimitRuns.context(clock);

    LimitRuns.send(limit, context, LimitRuns.responding(10, 2));
    assertThat(context.timings().snapshot().of(Phase.RATE_WAIT)).isZero();

    LimitRuns.send(limit, context, LimitRuns.responding(10, 2));
    assertThat(context.timings().snapshot().of(Phase.RATE_WAIT)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void failsAtOnceIfTheWaitExceedsTheDeadline() {
    var limit = RateLimit.perMinute(1).timeSource(clock).build();
    LimitRuns.send(limit, LimitRuns.context(clock), LimitRuns.responding(10, 2));
    long before = clock.nanoTime();

    assertThatThrownBy(() ->
            LimitRuns.send(
                limit,
                LimitRuns.context(clock, Duration.ofSeconds(3)),
                LimitRuns.responding(10, 2)))
        .isInstanceOf(TimedOutException.class)
        .hasMessage(
            """
            Expected at most 3000 ms of waiting for a rate limit (limit DEADLINE), found 60000 ms.
            Raise the limit, or send fewer requests at a time.\
            """);

    assertThat(clock.nanoTime()).isEqualTo(before);
    assertThat(limit.status().waiting()).isZero();
  }

  @Test
  void cancellationEndsAWait() throws Exception {
    var stopped = DrivenClock.stopped();
    var limit = RateLimit.perMinute(1).timeSource(stopped).build();
    LimitRuns.send(limit, LimitRuns.context(stopped), LimitRuns.responding(10, 2));
    var context = LimitRuns.context(stopped);
    var result =
        CompletableFuture.supplyAsync(
            () -> LimitRuns.send(limit, context, LimitRuns.responding(10, 2)));
    stopped.awaitSleepers(1);

    context.cancel();

    assertThatThrownBy(result::get)
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(CancelledException.class)
        .hasMessage("Closed while waiting for a rate limit.");
    assertThat(limit.status().waiting()).isZero();
  }

  @Test
  void interruptEndsAWait() {
    var stopped = DrivenClock.stopped();
    var limit = RateLimit.perMinute(1).timeSource(stopped).build();
    LimitRuns.send(limit, LimitRuns.context(stopped), LimitRuns.responding(10, 2));

    Thread.currentThread().interrupt();

    assertThatThrownBy(
            () -> LimitRuns.send(limit, LimitRuns.context(stopped), LimitRuns.responding(10, 2)))
        .isInstanceOf(CancelledException.class)
        .hasMessage("Interrupted while waiting for a rate limit.");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(limit.status().waiting()).isZero();
  }

  @Test
  void chargesTheReportedUsageAndCorrectsFurtherEstimates() {
    var store = new PermitLedger();
    var limit = RateLimit.builder().tokens(100_000).store(store).timeSource(clock).build();

    LimitRuns.send(limit, LimitRuns.context(clock), LimitRuns.responding(40, 5));
    assertThat(store.net("default:tokens")).isEqualTo(45);

    try (var exchange =
        limit.intercept(LimitRuns.REQUEST, LimitRuns.context(clock), LimitRuns.responding(40, 5))) {
      assertThat(limit.status().reservedTokens()).isEqualTo(45);
      assertThat(exchange).isNotNull();
    }
  }

  @Test
  void chargesAFailedRequestWithoutTokens() {
    var store = new PermitLedger();
    var limit = RateLimit.perMinute(100).tokens(1_000).store(store).timeSource(clock).build();

    assertThatThrownBy(() -> send(limit, LimitRuns.limited(null)))
        .isInstanceOf(RateLimitedException.class);
    assertThatThrownBy(() -> send(limit, LimitExceededException.of("the budget", 2, 1)))
        .isInstanceOf(LimitExceededException.class);

    // A request that exceeds the limit of a budget is not sent.
    assertThat(store.net("default:requests")).isEqualTo(1);
    assertThat(store.net("default:tokens")).isZero();
  }

  @Test
  void chargesTheReceivedTextOfAnIncompleteResponse() {
    var store = new PermitLedger();
    var limit = RateLimit.builder().outputTokens(1_000).store(store).timeSource(clock).build();

    try (ModelExchange exchange =
        limit.intercept(
            LimitRuns.REQUEST, LimitRuns.context(clock), LimitRuns.responding(10, 200))) {
      var events = exchange.iterator();
      events.next();
      events.next();
    }

    assertThat(store.net("default:output-tokens")).isEqualTo(2);
  }

  @Test
  void retryAfterDelaysAllRequests() {
    var limit = RateLimit.builder().timeSource(clock).build();
    assertThatThrownBy(() -> send(limit, LimitRuns.limited(Duration.ofSeconds(7))))
        .isInstanceOf(RateLimitedException.class);

    var context = LimitRuns.context(clock);
    LimitRuns.send(limit.forTenant("other"), context, LimitRuns.responding(10, 2));

    assertThat(context.timings().snapshot().of(Phase.RATE_WAIT)).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void rateLimitErrorHalvesTheConcurrencyOnceAndSuccessRaisesIt() {
    var limit = RateLimit.builder().timeSource(clock).build();
    var context = LimitRuns.context(clock);
    var open =
        List.of(0, 1, 2, 3, 4, 5).stream()
            .map(i -> limit.intercept(LimitRuns.REQUEST, context, failingInStream()))
            .toList();

    for (ModelExchange exchange : open) {
      assertThatThrownBy(() -> exchange.iterator().hasNext())
          .isInstanceOf(RateLimitedException.class);
    }
    assertThat(limit.status().maxConcurrency()).isEqualTo(3);

    for (int i = 0; i < 4; i++) {
      try (var first = limit.intercept(LimitRuns.REQUEST, context, LimitRuns.responding(10, 2))) {
        LimitRuns.send(limit, context, LimitRuns.responding(10, 2));
        assertThat(first).isNotNull();
      }
    }
    assertThat(limit.status().maxConcurrency()).isEqualTo(4);
    assertThat(limit.status().inFlight()).isZero();
  }

  @Test
  void learnsLowerLimitsFromHeaders() {
    var limit = RateLimit.perMinute(600).timeSource(clock).build();

    learn(limit, "500", "490", "1.2s");
    assertThat(limit.status().limits()).isEqualTo(RateLimits.none().withRequests(500));

    learn(limit, "1000", "990", "600ms");
    assertThat(limit.status().limits()).isEqualTo(RateLimits.none().withRequests(600));

    // A limit per day: 10 of 500 are restored in half an hour.
    learn(limit, "500", "490", "30m0s");
    assertThat(limit.status().limits()).isEqualTo(RateLimits.none().withRequests(600));
  }

  @Test
  void abandonedRequestReturnsItsPermitAfterTenMinutes() {
    var limit =
        RateLimit.builder()
            .concurrency(AdaptiveConcurrency.ofDefaults().withMax(1))
            .timeSource(clock)
            .build();
    limit.intercept(LimitRuns.REQUEST, LimitRuns.context(clock), LimitRuns.responding(10, 2));

    var context = LimitRuns.context(clock);
    LimitRuns.send(limit, context, LimitRuns.responding(10, 2));

    assertThat(context.timings().snapshot().of(Phase.RATE_WAIT)).isEqualTo(Duration.ofMinutes(10));
    assertThat(limit.status().inFlight()).isZero();
  }

  @Test
  void aRequestThatIsBeingSentDoesNotCountAsAbandoned() {
    var limit =
        RateLimit.builder()
            .concurrency(AdaptiveConcurrency.ofDefaults().withMax(1))
            .timeSource(clock)
            .build();

    ModelExchange exchange =
        limit.intercept(
            LimitRuns.REQUEST,
            LimitRuns.context(clock),
            (request, context) -> {
              clock.advance(Duration.ofMinutes(11));
              assertThat(limit.status().inFlight()).isEqualTo(1);
              return ModelExchange.of();
            });
    exchange.close();

    assertThat(limit.status().inFlight()).isZero();
  }

  @Test
  void returnedTokensShortenTheWait() throws Exception {
    var stopped = DrivenClock.stopped();
    var limit = RateLimit.builder().outputTokens(20).burst(1).timeSource(stopped).build();
    var first =
        limit.intercept(LimitRuns.REQUEST, LimitRuns.context(stopped), LimitRuns.responding(10, 0));
    var second =
        CompletableFuture.supplyAsync(
            () -> LimitRuns.send(limit, LimitRuns.context(stopped), LimitRuns.responding(10, 2)));
    stopped.awaitSleepers(1);

    first.close();

    assertThat(second.get()).hasSize(4);
  }

  @Test
  void returnedTokensShortenAWaitThatWouldExceedTheDeadline() throws Exception {
    var stopped = DrivenClock.stopped();
    var limit = RateLimit.builder().outputTokens(20).burst(1).timeSource(stopped).build();
    var first =
        limit.intercept(LimitRuns.REQUEST, LimitRuns.context(stopped), LimitRuns.responding(10, 0));
    var context = LimitRuns.context(stopped, Duration.ofSeconds(3));
    var second =
        CompletableFuture.supplyAsync(
            () -> LimitRuns.send(limit, context, LimitRuns.responding(10, 2)));
    stopped.awaitSleepers(1);

    first.close();

    assertThat(second.get()).hasSize(4);
  }

  private void send(RateLimit limit, AgentException failure) {
    LimitRuns.send(limit, LimitRuns.context(clock), LimitRuns.throwing(failure));
  }

  private void learn(RateLimit limit, String max, String remaining, String reset) {
    var headers =
        Map.of(
            "x-ratelimit-limit-requests", List.of(max),
            "x-ratelimit-remaining-requests", List.of(remaining),
            "x-ratelimit-reset-requests", List.of(reset));
    LimitRuns.send(
        limit,
        LimitRuns.context(clock),
        (request, context) -> LimitRuns.response(Usage.of(1, 1), headers));
  }

  private static Interceptor.Chain failingInStream() {
    return (request, context) -> new FailingExchange(List.of(), LimitRuns.limited(null));
  }
}
