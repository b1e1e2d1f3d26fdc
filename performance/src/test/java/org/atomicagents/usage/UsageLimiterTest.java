package org.atomicagents.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.atomicagents.usage.UsageRuns.REQUEST;
import static org.atomicagents.usage.UsageRuns.recording;
import static org.atomicagents.usage.UsageRuns.responding;
import static org.atomicagents.usage.UsageRuns.run;
import static org.atomicagents.usage.UsageRuns.send;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.error.LimitState;
import org.atomicagents.message.Usage;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.atomicagents.model.Sampling;
import org.junit.jupiter.api.Test;

class UsageLimiterTest {
  private final UsageClock clock = new UsageClock();
  private final List<AgentEvent> events = new ArrayList<>();

  @Test
  void refusesTheRequestBeyondTheLimitAndSendsNothing() {
    var limiter =
        UsageLimiter.builder("tenants", UsageLimits.ofRequests(2))
            .window(UsageWindow.day(ZoneOffset.UTC))
            .timeSource(clock)
            .build();
    var sent = new AtomicInteger();
    Model model =
        UsageRuns.model(
                (request, context) -> {
                  sent.incrementAndGet();
                  return UsageRuns.response(Usage.of(10, 5));
                })
            .with(limiter.forTenant("acme"));
    send(model, run(clock));
    send(model, run(clock));
    RunContext third = run(clock, recording(events));

    assertThatThrownBy(() -> send(model, third))
        .isInstanceOf(LimitExceededException.class)
        .hasMessage(
            """
            Usage limit 'tenants' (tenant 'acme') refused a request of agent 'triage': requests per day, 2 used and 0 reserved of 2 requests, 1 needed.
            The limit resets at 2026-12-01T00:00:00Z; wait until then, or raise it.\
            """);
    assertThat(sent).hasValue(2);
    assertThat(third.requests()).isZero();
    assertThat(events).singleElement().isInstanceOf(AgentEvent.LimitReached.class);
  }

  @Test
  void theExceptionHasTheStateOfTheLimit() {
    var limiter =
        UsageLimiter.builder("tenants", UsageLimits.ofTokens(60))
            .window(UsageWindow.minute())
            .timeSource(clock)
            .build();
    Model model = responding(30, 10).with(limiter.forTenant("acme").forConversation("c-1"));
    send(model, run(clock));

    LimitExceededException failure = failure(() -> send(model, run(clock)));

    // The estimate of 10 input tokens is corrected by the reported 30.
    assertThat(failure.state())
        .contains(
            new LimitState(
                "tenants",
                "acme",
                "tenant 'acme', conversation 'c-1'",
                "tokens per minute",
                "tokens",
                new BigDecimal(40),
                BigDecimal.ZERO,
                new BigDecimal(50),
                new BigDecimal(60),
                UsageClock.START.plusSeconds(60)));
    assertThat(failure.limit()).isEqualTo("tokens per minute of 'tenants'");
    assertThat(failure.used()).isEqualTo(40);
  }

  @Test
  void aRefusalIsRetryableIfTheLimitResetsSoon() {
    var minute =
        UsageLimiter.builder("minutes", UsageLimits.ofRequests(0))
            .window(UsageWindow.minute())
            .timeSource(clock)
            .build();
    var perMinute =
        UsageLimiter.builder("m", UsageLimits.ofRequests(1))
            .window(UsageWindow.minute())
            .timeSource(clock)
            .build();
    var perHour =
        UsageLimiter.builder("h", UsageLimits.ofRequests(1))
            .window(UsageWindow.hour())
            .timeSource(clock)
            .build();
    clock.advance(Duration.ofSeconds(20));
    send(responding(1, 1).with(perMinute), run(clock));
    send(responding(1, 1).with(perHour), run(clock));

    LimitExceededException soon = failure(() -> send(responding(1, 1).with(perMinute), run(clock)));
    LimitExceededException late = failure(() -> send(responding(1, 1).with(perHour), run(clock)));
    LimitExceededException never = failure(() -> send(responding(1, 1).with(minute), run(clock)));

    assertThat(soon.isRetryable()).isTrue();
    assertThat(soon.retryAfter()).contains(Duration.ofSeconds(40));
    assertThat(late.isRetryable()).isFalse();
    assertThat(late.retryAfter()).contains(Duration.ofMinutes(60).minusSeconds(20));
    assertThat(never.isRetryable()).isFalse();
    assertThat(never.retryAfter()).isEmpty();
  }

  @Test
  void aRequestThatExceedsTheLimitAloneHasARemedyOfItsOwn() {
    var limiter = UsageLimiter.perMinute("m", UsageLimits.none().withOutputTokens(19));

    assertThatThrownBy(() -> send(responding(1, 1).with(limiter), run(clock)))
        .hasMessageEndingWith(
            "The request alone exceeds the limit: shorten it, set a lower maxTokens, or raise the"
                + " limit.");
  }

  @Test
  void reservesTheEstimateAndSettlesTheReportedUsage() {
    var limiter = limiter(UsageLimits.ofTokens(1_000));
    Model model = responding(12, 7).with(limiter);

    try (var exchange = model.open(REQUEST, run(clock))) {
      assertThat(limiter.report().reserved().inputTokens()).isEqualTo(10);
      assertThat(limiter.report().reserved().outputTokens()).isEqualTo(20);
      assertThat(limiter.report().remaining(UsageKind.TOKENS)).contains(new BigDecimal(970));
      exchange.forEach(event -> {});
    }

    assertThat(limiter.report().reserved()).isEqualTo(UsageAmount.NONE);
    assertThat(limiter.report().used().tokens()).isEqualTo(19);
    assertThat(limiter.report().remaining(UsageKind.TOKENS)).contains(new BigDecimal(981));
    assertThat(limiter.report().usedShare(UsageKind.TOKENS)).contains(0.019);
    assertThat(limiter.report().remaining(UsageKind.MONEY)).isEmpty();
  }

  @Test
  void reservationsOfRequestsInFlightCount() {
    var limiter = limiter(UsageLimits.ofTokens(50));
    Model model = responding(1, 1).with(limiter);

    try (var first = model.open(REQUEST, run(clock))) {
      assertThatThrownBy(() -> model.open(REQUEST, run(clock)))
          .isInstanceOf(LimitExceededException.class)
          .hasMessageContaining("tokens in total, 0 used and 30 reserved of 50 tokens, 30 needed");
      first.forEach(event -> {});
    }

    send(model, run(clock));
    assertThat(limiter.report().used().requests()).isEqualTo(2);
  }

  @Test
  void aRequestWithoutAMaximumIsEstimatedByRecentResponses() {
    var limiter =
        UsageLimiter.builder("m", UsageLimits.ofTokens(10_000))
            .defaultOutputTokens(500)
            .timeSource(clock)
            .build();
    ModelRequest request = REQUEST.withSampling(Sampling.defaults());

    assertThat(reservedOutput(limiter, request)).isEqualTo(500);
    send(responding(10, 300).with(limiter), request, run(clock));
    assertThat(reservedOutput(limiter, request)).isEqualTo(300);
    send(responding(10, 400).with(limiter), request, run(clock));
    assertThat(reservedOutput(limiter, request)).isEqualTo(400);
    send(responding(10, 100).with(limiter), request, run(clock));
    assertThat(reservedOutput(limiter, request)).isBetween(300L, 400L);
    assertThat(reservedOutput(limiter, REQUEST)).isEqualTo(20);
  }

  @Test
  void limitsTheTimeOfRequests() {
    var limiter = limiter(UsageLimits.ofTime(Duration.ofSeconds(5)));
    Model slow =
        UsageRuns.model(
                (request, context) -> {
                  clock.advance(Duration.ofSeconds(2));
                  return UsageRuns.response(Usage.of(1, 1));
                })
            .with(limiter);

    send(slow, run(clock));
    send(slow, run(clock));

    assertThat(limiter.report().used().time()).isEqualTo(Duration.ofSeconds(4));
    // The next request is expected to take two seconds, as the others.
    assertThatThrownBy(() -> send(slow, run(clock)))
        .hasMessageContaining("time in total, 4 used and 0 reserved of 5 seconds, 2 needed");
  }

  @Test
  void aShadowLimitOnlyCounts() {
    var limiter =
        UsageLimiter.builder("shadow", UsageLimits.ofRequests(1))
            .shadow()
            .warnAt(0.9)
            .timeSource(clock)
            .build();
    Model model = responding(1, 1).with(limiter);

    send(model, run(clock, recording(events)));
    send(model, run(clock, recording(events)));

    assertThat(limiter.report().used().requests()).isEqualTo(2);
    assertThat(events)
        .filteredOn(event -> !(event instanceof AgentEvent.RequestSent))
        .hasExactlyElementsOfTypes(AgentEvent.LimitNear.class, AgentEvent.LimitReached.class);
    assertThat(events)
        .filteredOn(AgentEvent.LimitReached.class::isInstance)
        .extracting(event -> ((AgentEvent.LimitReached) event).isEnforced())
        .containsExactly(false);
  }

  @Test
  void warnsWhenAShareOfTheLimitIsExceeded() {
    var limiter =
        UsageLimiter.builder("m", UsageLimits.ofRequests(5)).warnAt(0.6).timeSource(clock).build();
    Model model = responding(1, 1).with(limiter);

    for (int i = 0; i < 5; i++) {
      send(model, run(clock, recording(events)));
    }

    assertThat(events)
        .filteredOn(AgentEvent.LimitNear.class::isInstance)
        .singleElement()
        .satisfies(
            event -> assertThat(((AgentEvent.LimitNear) event).limit().used()).isEqualTo("2"));
  }

  @Test
  void aReachedLimitRefusesARequestBeforeTheRestOfTheChain() {
    var limiter = limiter(UsageLimits.ofRequests(1));
    var passed = new AtomicInteger();
    Model model =
        responding(1, 1)
            .with(
                limiter,
                (request, context, chain) -> {
                  passed.incrementAndGet();
                  return chain.proceed(request, context);
                });
    send(model, run(clock));

    assertThatThrownBy(() -> send(model, run(clock))).isInstanceOf(LimitExceededException.class);

    assertThat(passed).hasValue(1);
  }

  @Test
  void severalLimitersReserveAllOrNothing() {
    var wide = limiter(UsageLimits.ofRequests(10));
    var narrow = limiter(UsageLimits.none().withOutputTokens(10));
    Model model = responding(1, 1).with(wide, narrow);

    assertThatThrownBy(() -> send(model, run(clock))).isInstanceOf(LimitExceededException.class);

    assertThat(wide.report().used().requests()).isZero();
    assertThat(wide.report().reserved().requests()).isZero();
  }

  private long reservedOutput(UsageLimiter limiter, ModelRequest request) {
    var exchange = responding(10, 0).with(limiter).open(request, run(clock));
    long reserved = limiter.report().reserved().outputTokens();
    exchange.close();
    return reserved;
  }

  private UsageLimiter limiter(UsageLimits limits) {
    return UsageLimiter.builder("m", limits).timeSource(clock).build();
  }

  private static LimitExceededException failure(ThrowingCallable call) {
    return catchThrowableOfType(LimitExceededException.class, call);
  }
}
