package org.atomicagents.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atomicagents.usage.UsageRuns.REQUEST;
import static org.atomicagents.usage.UsageRuns.responding;
import static org.atomicagents.usage.UsageRuns.run;
import static org.atomicagents.usage.UsageRuns.send;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.error.ProviderError;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.error.TransportException;
import org.atomicagents.error.TransportException.Stage;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Interceptor;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.RetryPolicy;
import org.atomicagents.model.RunContext;
import org.junit.jupiter.api.Test;

/** Requests that end in other ways than a complete response, and chains that send several. */
class UsageChainTest {
  private final UsageClock clock = new UsageClock();
  private final UsageLimiter limiter =
      UsageLimiter.builder("m", UsageLimits.ofTokens(1_000).withRequests(5))
          .timeSource(clock)
          .build();

  @Test
  void retriesAreCounted() {
    var failures = new AtomicInteger(2);
    Model model =
        UsageRuns.model(
                (request, context) -> {
                  if (failures.getAndDecrement() > 0) {
                    throw unavailable();
                  }
                  return UsageRuns.response(Usage.of(10, 5));
                })
            .with(limiter, RetryPolicy.ofDefaults());

    send(model, run(clock));

    assertUsed(3, 10, 5);
  }

  @Test
  void aRetryBeyondTheLimitFailsWithTheFailureBeforeIt() {
    Model model =
        UsageRuns.model(
                (request, context) -> {
                  throw unavailable();
                })
            .with(limiter, RetryPolicy.ofDefaults().withMaxRetries(9));

    assertThatThrownBy(() -> send(model, run(clock)))
        .isInstanceOf(UnavailableException.class)
        .satisfies(failure ->
            assertThat(failure.getSuppressed())
                .singleElement()
                .isInstanceOf(LimitExceededException.class));

    assertUsed(5, 0, 0);
  }

  @Test
  void theUsageOfALosingHedgeCounts() {
    Interceptor hedge =
        (request, context, chain) -> {
          RunContext branch = context.branch();
          var loser = chain.proceed(request, branch);
          var winner = chain.proceed(request, context);
          loser.iterator().next();
          branch.cancel();
          loser.close();
          return winner;
        };

    send(responding(12, 5).with(limiter, hedge), run(clock));

    // The loser has reported no usage: its estimated input counts.
    assertUsed(2, 12 + 10, 5);
  }

  @Test
  void aFallbackToAnotherModelCounts() {
    Model other = responding(7, 3).with(limiter);
    Interceptor fallback =
        (request, context, chain) -> {
          try {
            return chain.proceed(request, context);
          } catch (UnavailableException e) {
            return other.open(request.withModel(other), context);
          }
        };
    Model model =
        UsageRuns.model(
                (request, context) -> {
                  throw unavailable();
                })
            .with(limiter, fallback);

    send(model, run(clock));

    // The other model has the same limiter: its request counts once.
    assertUsed(2, 7, 3);
  }

  @Test
  void aStreamThatIsClosedEarlyIsSettledByItsReceivedPart() {
    var exchange = responding(12, 50).with(limiter).open(REQUEST, run(clock));
    var events = exchange.iterator();
    events.next();
    events.next();

    exchange.close();
    exchange.close();

    assertUsed(1, 10, 2);
  }

  @Test
  void anInputThatIsReportedFirstCountsWithTheReceivedText() {
    Model model =
        UsageRuns.model((request, context) ->
                ModelExchange.of(
                    new ModelEvent.Started("id", "m", Map.of()),
                    new ModelEvent.UsageReport(Usage.of(33, 1)),
                    new ModelEvent.TextDelta("x".repeat(40)),
                    new ModelEvent.TextDelta("never read")))
            .with(limiter);
    try (var exchange = model.open(REQUEST, run(clock))) {
      var events = exchange.iterator();
      events.next();
      events.next();
      events.next();
    }

    assertUsed(1, 33, 10);
  }

  @Test
  void aResponseThatBreaksOffIsSettledByItsReceivedPart() {
    Model model =
        UsageRuns.model((request, context) ->
                UsageRuns.failing(
                    List.of(new ModelEvent.TextDelta("x".repeat(9))),
                    TransportException.of("cut", Stage.RESPONSE, null)))
            .with(limiter);

    assertThatThrownBy(() -> send(model, run(clock))).isInstanceOf(TransportException.class);

    assertUsed(1, 10, 3);
  }

  @Test
  void aRequestThatTheProviderRejectedUsesNoTokens() {
    assertFailureUses(unavailable(), 0);
    assertFailureUses(TransportException.of("refused", Stage.CONNECT, null), 0);
    assertFailureUses(TransportException.of("goaway", Stage.UNPROCESSED, null), 0);
    assertFailureUses(timedOut(TimedOutException.Limit.CONNECT), 0);
    assertFailureUses(timedOut(TimedOutException.Limit.QUEUE), 0);
  }

  @Test
  void aRequestThatTheProviderMayHaveProcessedUsesItsInput() {
    assertFailureUses(TransportException.of("reset", Stage.REQUEST, null), 10);
    assertFailureUses(CancelledException.closed("reading"), 10);
    assertFailureUses(timedOut(TimedOutException.Limit.FIRST_BYTE), 10);
  }

  private static TimedOutException timedOut(TimedOutException.Limit limit) {
    return TimedOutException.of(limit, Duration.ofSeconds(1), "sending a request");
  }

  @Test
  void anAbandonedStreamIsSettledWhenItsTimeIsNeeded() {
    var small = UsageLimiter.builder("m", UsageLimits.ofTokens(45)).timeSource(clock).build();
    Model model = responding(10, 2).with(small);
    var abandoned = model.open(REQUEST, run(clock));
    var events = abandoned.iterator();
    events.next();
    events.next();

    clock.advance(Duration.ofMinutes(9));
    assertThatThrownBy(() -> send(model, run(clock))).isInstanceOf(LimitExceededException.class);
    clock.advance(Duration.ofMinutes(1));
    send(model, run(clock));

    assertThat(small.report().used().tokens()).isEqualTo(12 + 12);
    assertThat(small.report().reserved()).isEqualTo(UsageAmount.NONE);
  }

  @Test
  void anAbandonedStreamThatEndsAfterAllIsCorrected() {
    Model model = responding(40, 20).with(limiter);
    var late = model.open(REQUEST, run(clock));
    var events = late.iterator();
    events.next();
    clock.advance(Duration.ofMinutes(10));
    assertThat(limiter.report().used().tokens()).isEqualTo(10);

    events.forEachRemaining(event -> {});
    late.close();

    assertUsed(1, 40, 20);
    assertThat(limiter.report().used().time()).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void aStreamPastItsDeadlineIsAbandoned() {
    Deadline deadline = Deadline.after(Duration.ofSeconds(5), clock);
    responding(1, 1).with(limiter).open(REQUEST, run(clock, Listeners.none(), deadline));

    clock.advance(Duration.ofSeconds(6));

    assertUsed(1, 10, 0);
  }

  @Test
  void anInterruptedThreadIsRefusedLikeAnyOther() {
    var none = UsageLimiter.total("m", UsageLimits.ofRequests(0));
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> send(responding(1, 1).with(none), run(clock)))
        .isInstanceOf(LimitExceededException.class);

    assertThat(Thread.interrupted()).isTrue();
  }

  private void assertFailureUses(RuntimeException failure, long inputTokens) {
    limiter.reset();
    Model model =
        UsageRuns.model(
                (request, context) -> {
                  throw failure;
                })
            .with(limiter);
    assertThatThrownBy(() -> send(model, run(clock))).isSameAs(failure);
    assertUsed(1, inputTokens, 0);
  }

  private void assertUsed(long requests, long input, long output) {
    UsageReport report = limiter.report();
    assertThat(report.used().requests()).isEqualTo(requests);
    assertThat(report.used().inputTokens()).isEqualTo(input);
    assertThat(report.used().outputTokens()).isEqualTo(output);
    assertThat(report.reserved()).isEqualTo(UsageAmount.NONE);
  }

  private static UnavailableException unavailable() {
    return UnavailableException.of(new ProviderError("test", 503, null, "Down", ""), null);
  }
}
