package org.atomicagents.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.atomicagents.model.RetryScenario.HALF;
import static org.atomicagents.model.RetryScenario.REQUEST;
import static org.atomicagents.model.RetryScenario.STARTED;
import static org.atomicagents.model.RetryScenario.TEXT;
import static org.atomicagents.model.RetryScenario.fails;
import static org.atomicagents.model.RetryScenario.failsReading;
import static org.atomicagents.model.RetryScenario.responds;

import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.BadRequestException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.ContextTooLargeException;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.error.ProviderError;
import org.atomicagents.error.RateLimitedException;
import org.atomicagents.error.RateLimitedException.Kind;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.error.TimedOutException.Limit;
import org.atomicagents.error.TransportException;
import org.atomicagents.error.TransportException.Stage;
import org.atomicagents.error.UnauthorizedException;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.message.Usage;
import org.atomicagents.time.Phase;
import org.atomicagents.time.Timings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RetryPolicyTest {
  private final AgentException busy = unavailable(null);

  private final VirtualClock clock = VirtualClock.advancing();

  static Stream<AgentException> retryable() {
    return Stream.of(
        limited(Kind.RATE, null),
        limited(Kind.CAPACITY, null),
        unavailable(null),
        transport(Stage.CONNECT),
        transport(Stage.UNPROCESSED),
        transport(Stage.REQUEST),
        transport(Stage.RESPONSE),
        timedOut(Limit.CONNECT),
        timedOut(Limit.FIRST_BYTE),
        timedOut(Limit.BETWEEN_CHUNKS));
  }

  static Stream<AgentException> notRetryable() {
    return Stream.of(
        limited(Kind.REQUEST_TOO_LARGE, null),
        limited(Kind.QUOTA, Duration.ZERO),
        BadRequestException.of(error(400)),
        UnauthorizedException.of(error(401)),
        ContextTooLargeException.of("a", 10, 5),
        transport(Stage.PROTOCOL),
        untrusted(new SSLPeerUnverifiedException("Hostname b not verified")),
        untrusted(new SSLHandshakeException("PKIX").initCause(new CertificateException("old"))),
        timedOut(Limit.QUEUE),
        timedOut(Limit.TOTAL),
        timedOut(Limit.DEADLINE),
        CancelledException.closed("waiting"),
        LimitExceededException.of("tokens", 2, 1));
  }

  @ParameterizedTest
  @MethodSource("retryable")
  void retriesRetryableFailures(AgentException failure) {
    var opening = new RetryScenario(fails(failure), responds(STARTED, TEXT));
    var reading = new RetryScenario(failsReading(failure), responds(STARTED, TEXT));

    assertThat(opening.send(HALF, opening.context(clock))).containsExactly(STARTED, TEXT);
    assertThat(reading.send(HALF, reading.context(clock))).containsExactly(STARTED, TEXT);
    assertThat(reading.closed).hasValue(2);
  }

  @ParameterizedTest
  @MethodSource("notRetryable")
  void throwsOtherFailuresAtOnce(AgentException failure) {
    var opening = new RetryScenario(fails(failure));
    var reading = new RetryScenario(failsReading(failure));

    assertThatThrownBy(() -> opening.send(HALF, opening.context(clock))).isSameAs(failure);
    assertThatThrownBy(() -> reading.send(HALF, reading.context(clock))).isSameAs(failure);
    assertThat(reading.closed).hasValue(1);
    assertThat(clock.sleeps()).isEmpty();
  }

  @Test
  void doublesEachWaitAndThrowsTheLastFailure() {
    AgentException last = unavailable(null);
    var scenario = new RetryScenario(fails(busy), failsReading(busy), fails(busy), fails(last));
    RunContext context = scenario.context(clock);

    assertThatThrownBy(() -> scenario.send(HALF, context)).isSameAs(last);
    assertThat(scenario.events)
        .containsExactly(
            new AgentEvent.RequestSent("a", 1, REQUEST),
            new AgentEvent.RequestFailed("a", busy),
            new AgentEvent.RequestRetried("a", 1, busy, Duration.ofMillis(250)),
            new AgentEvent.RequestSent("a", 2, REQUEST),
            new AgentEvent.RequestFailed("a", busy),
            new AgentEvent.RequestRetried("a", 2, busy, Duration.ofMillis(500)),
            new AgentEvent.RequestSent("a", 3, REQUEST),
            new AgentEvent.RequestFailed("a", busy),
            new AgentEvent.RequestRetried("a", 3, busy, Duration.ofSeconds(1)),
            new AgentEvent.RequestSent("a", 4, REQUEST),
            new AgentEvent.RequestFailed("a", last));
    assertThat(clock.sleeps()).extracting(Duration::toMillis).containsExactly(250L, 500L, 1_000L);
    assertThat(context.requests()).isEqualTo(4);
    assertThat(context.timings().snapshot().of(Phase.BACKOFF)).isEqualTo(Duration.ofMillis(1_750));
    assertThat(scenario.closed).hasValue(1);
  }

  @Test
  void randomizesEachWaitUpToItsCap() {
    var scenario =
        new RetryScenario(fails(busy), fails(busy), fails(busy), fails(busy), responds(TEXT));
    RetryPolicy retry =
        RetryPolicy.ofDefaults()
            .withMaxRetries(4)
            .withInitialWait(Duration.ofSeconds(2))
            .withMaxWait(Duration.ofSeconds(7))
            .withRandom(RetryScenario.always(1));

    scenario.send(retry, scenario.context(clock));

    assertThat(clock.sleeps()).extracting(Duration::toSeconds).containsExactly(2L, 4L, 7L, 7L);
    assertThat(waitAfter(RetryPolicy.ofDefaults().withRandom(RetryScenario.always(0)), busy))
        .isZero();
    assertThat(waitAfter(RetryPolicy.ofDefaults().withInitialWait(Duration.ZERO), busy)).isZero();
    assertThat(waitAfter(RetryPolicy.ofDefaults().withMaxWait(Duration.ZERO), busy)).isZero();
    assertThat(waitAfter(RetryPolicy.ofDefaults(), busy))
        .isBetween(Duration.ZERO, Duration.ofMillis(500).minusNanos(1));
  }

  @Test
  void capsTheWaitsOfManyRetries() {
    RetryScenario.Attempt[] attempts = new RetryScenario.Attempt[200];
    Arrays.fill(attempts, fails(busy));
    var scenario = new RetryScenario(attempts);
    RunContext context = scenario.context(clock, Deadline.none(), Budget.unlimited(), 1_000);
    RetryPolicy retry =
        RetryPolicy.ofDefaults()
            .withMaxRetries(199)
            .withMaxWait(Duration.ofSeconds(Long.MAX_VALUE))
            .withRandom(RetryScenario.always(1));

    assertThatThrownBy(() -> scenario.send(retry, context)).isSameAs(busy);
    assertThat(clock.sleeps()).hasSize(199).isSorted().last().isEqualTo(Duration.ofDays(36_500));
  }

  @Test
  void addsARandomWaitToTheDelayOfTheProvider() {
    assertThat(waitAfter(HALF, limited(Kind.RATE, Duration.ofSeconds(2))))
        .isEqualTo(Duration.ofMillis(2_250));
    assertThat(waitAfter(HALF, unavailable(Duration.ofSeconds(60))))
        .isEqualTo(Duration.ofMillis(60_250));
    assertThat(waitAfter(HALF, limited(Kind.RATE, Duration.ZERO)))
        .isEqualTo(Duration.ofMillis(250));
  }

  @Test
  void throwsAtOnceIfTheDelayOfTheProviderIsTooLong() {
    AgentException limited = limited(Kind.RATE, Duration.ofSeconds(61));
    AgentException unavailable = unavailable(Duration.ofSeconds(61));

    assertThatThrownBy(() -> waitAfter(HALF, limited))
        .isSameAs(limited)
        .hasMessage("p reported a rate limit (429): Went wrong\nTry again in 61000 ms.");
    assertThatThrownBy(() -> waitAfter(HALF, unavailable))
        .isSameAs(unavailable)
        .hasMessage("p is unavailable (503): Went wrong\nTry again in 61000 ms.");
    assertThat(clock.sleeps()).isEmpty();
    assertThat(waitAfter(HALF.withMaxRetryAfter(Duration.ofDays(1)), unavailable))
        .isEqualTo(Duration.ofMillis(61_250));
  }

  @Test
  void throwsAtOnceIfTheWaitExceedsTheDeadline() {
    var scenario = new RetryScenario(fails(busy), fails(busy), responds(TEXT));
    Deadline deadline = Deadline.after(Duration.ofMillis(750), clock);
    RunContext context = scenario.context(clock, deadline, Budget.unlimited(), 8);

    assertThatThrownBy(() -> scenario.send(HALF, context)).isSameAs(busy);
    assertThat(clock.sleeps()).containsExactly(Duration.ofMillis(250));
    assertThat(scenario.events).last().isEqualTo(new AgentEvent.RequestFailed("a", busy));
  }

  @Test
  void throwsAtOnceIfNoRequestRemains() {
    Budget tokens = Budget.ofTokens(10);
    tokens.add(Usage.of(9, 0));
    RetryScenario.Attempt spending =
        (scenario, context) -> {
          tokens.add(Usage.of(1, 0));
          throw busy;
        };

    assertThat(requestsUntilBusy(fails(busy), Budget.unlimited(), 2)).isEqualTo(2);
    assertThat(requestsUntilBusy(fails(busy), Budget.ofRequests(3), 8)).isEqualTo(3);
    assertThat(requestsUntilBusy(spending, tokens, 8)).isEqualTo(1);
  }

  @Test
  void throwsTheFailureIfOtherRunsUsedUpTheBudgetMeanwhile() {
    Budget budget = Budget.ofRequests(2);
    var scenario = new RetryScenario(fails(busy));
    RunContext context = scenario.context(clock, Deadline.none(), budget, 8);
    Listeners otherRuns =
        Listeners.none().with(AgentEvent.RequestRetried.class, event -> budget.takeRequest());
    var shared =
        new RunContext("a", context.deadline(), budget, 8, otherRuns, new Timings.Recorder(clock));

    assertThatThrownBy(() -> scenario.send(HALF, shared)).isSameAs(busy);
    assertThat(clock.sleeps()).hasSize(1);
    assertThat(shared.requests()).isEqualTo(1);
  }

  @Test
  void doesNotRetryAnExceededLimit() {
    var scenario = new RetryScenario();
    RunContext context = scenario.context(clock, Deadline.none(), Budget.unlimited(), 0);

    assertThatThrownBy(() -> scenario.send(HALF, context))
        .isInstanceOf(LimitExceededException.class);
  }

  @Test
  void doesNotRetryAfterTheFirstEvent() {
    var scenario = new RetryScenario(failsReading(busy, STARTED));
    RunContext context = scenario.context(clock);

    try (ModelExchange exchange = scenario.model(HALF).open(REQUEST, context)) {
      var events = exchange.iterator();

      assertThat(events.next()).isEqualTo(STARTED);
      assertThat(catchThrowable(() -> events.next())).isSameAs(busy);
      assertThat(scenario.closed).hasValue(0);
    }
    assertThat(scenario.closed).hasValue(1);
    assertThat(context.requests()).isEqualTo(1);
    assertThat(clock.sleeps()).isEmpty();
  }

  @Test
  void allowsOneIteration() {
    var scenario = new RetryScenario(responds(), responds(TEXT));
    RunContext context = scenario.context(clock);

    assertThat(scenario.send(HALF, context)).isEmpty();
    try (ModelExchange exchange = scenario.model(HALF).open(REQUEST, context)) {
      assertThat(exchange).containsExactly(TEXT);
      assertThatThrownBy(exchange::iterator)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("The events of an exchange can be read once.");
    }
  }

  @Test
  void countsTheUsageOfFailedAttempts() {
    var report = new ModelEvent.UsageReport(Usage.of(3, 4));
    Interceptor impatient =
        (request, context, chain) -> {
          try (ModelExchange exchange = chain.proceed(request, context)) {
            exchange.forEach(event -> {});
            return ModelExchange.of();
          }
        };
    var scenario = new RetryScenario(failsReading(busy, report), responds(report));
    RunContext context = scenario.context(clock);

    scenario.model(HALF, impatient).open(REQUEST, context).close();

    assertThat(context.usage()).isEqualTo(Usage.of(6, 8));
    assertThat(context.requests()).isEqualTo(2);
  }

  @Test
  void doesNotRetryBugsAndClosesTheExchange() {
    var bug = new IllegalStateException("bug");
    var scenario = new RetryScenario(failsReading(bug));

    assertThatThrownBy(() -> scenario.send(HALF, scenario.context(clock))).isSameAs(bug);
    assertThat(scenario.closed).hasValue(1);
  }

  @Test
  void neverDoesNotRetry() {
    var scenario = new RetryScenario(failsReading(busy), fails(busy));
    RunContext context = scenario.context(clock);

    scenario.model(RetryPolicy.none()).open(REQUEST, context).close();

    assertThatThrownBy(() -> scenario.send(RetryPolicy.none(), context)).isSameAs(busy);
    assertThat(clock.sleeps()).isEmpty();
  }

  @Test
  void replacesAnExistingPolicy() {
    var scenario = new RetryScenario(fails(busy), fails(busy), fails(busy));
    Model model = scenario.model(HALF).with(HALF.withMaxRetries(2));

    assertThatThrownBy(() -> model.open(REQUEST, scenario.context(clock))).isSameAs(busy);
    assertThat(clock.sleeps()).hasSize(2);
  }

  @Test
  void withRetryMakesThePolicyTheOnlyAndOutermostOne() {
    var requests = new AtomicInteger();
    Interceptor counting =
        (request, context, chain) -> {
          requests.incrementAndGet();
          return chain.proceed(request, context);
        };
    var scenario = new RetryScenario(fails(busy), fails(busy), fails(busy));
    Model model =
        scenario
            .model(counting, HALF)
            .withRetry(RetryPolicy.none())
            .withRetry(HALF.withMaxRetries(2));

    assertThatThrownBy(() -> model.open(REQUEST, scenario.context(clock))).isSameAs(busy);
    assertThat(requests).hasValue(3);
    assertThat(clock.sleeps()).hasSize(2);
  }

  @Test
  void retriesRequestsThatAreNotSentToAModel() {
    var scenario = new RetryScenario();
    var attempts = new AtomicInteger();

    String result =
        HALF.call(
            scenario.context(clock),
            () -> {
              if (attempts.incrementAndGet() < 3) {
                throw busy;
              }
              return "state";
            });

    assertThat(result).isEqualTo("state");
    assertThat(attempts).hasValue(3);
    assertThat(scenario.events)
        .containsExactly(
            new AgentEvent.RequestRetried("a", 1, busy, Duration.ofMillis(250)),
            new AgentEvent.RequestRetried("a", 2, busy, Duration.ofMillis(500)));
  }

  @Test
  void aPolicyWithoutRetriesSendsOtherRequestsOnce() {
    var attempts = new AtomicInteger();

    assertThatThrownBy(() ->
            RetryPolicy.none()
                .call(
                    new RetryScenario().context(clock),
                    () -> {
                      attempts.incrementAndGet();
                      throw busy;
                    }))
        .isSameAs(busy);
    assertThat(attempts).hasValue(1);
  }

  @Test
  void rejectsInvalidSettings() {
    assertThatThrownBy(() -> HALF.withMaxRetries(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxRetries: expected 0 or more, found -1");
    assertThatThrownBy(() -> HALF.withInitialWait(Duration.ofMillis(-1)))
        .hasMessage("initialWait: expected 0 or more, found PT-0.001S");
    assertThatThrownBy(() -> HALF.withMaxWait(Duration.ofMillis(-1)))
        .hasMessage("maxWait: expected 0 or more, found PT-0.001S");
    assertThatThrownBy(() -> HALF.withMaxRetryAfter(Duration.ofMillis(-1)))
        .hasMessage("maxRetryAfter: expected 0 or more, found PT-0.001S");
    assertThat(RetryPolicy.ofDefaults())
        .hasToString(
            "RetryPolicy[maxRetries=3, initialWait=PT0.5S, maxWait=PT30S, maxRetryAfter=PT1M]");
  }

  /** Returns the length of the only wait after a failure. */
  private static Duration waitAfter(RetryPolicy retry, AgentException failure) {
    VirtualClock clock = VirtualClock.advancing();
    var scenario = new RetryScenario(fails(failure), responds(TEXT));
    scenario.send(retry, scenario.context(clock));
    assertThat(clock.sleeps()).hasSize(1);
    return clock.sleeps().getFirst();
  }

  private int requestsUntilBusy(RetryScenario.Attempt attempt, Budget budget, int maxRequests) {
    VirtualClock clock = VirtualClock.advancing();
    var scenario = new RetryScenario(attempt, attempt, attempt, attempt);
    RunContext context = scenario.context(clock, Deadline.none(), budget, maxRequests);
    assertThatThrownBy(() -> scenario.send(HALF, context)).isSameAs(busy);
    assertThat(clock.sleeps()).hasSize(context.requests() - 1);
    return context.requests();
  }

  private static AgentException limited(Kind kind, Duration retryAfter) {
    return RateLimitedException.of(error(429), kind, retryAfter);
  }

  private static AgentException unavailable(Duration retryAfter) {
    return UnavailableException.of(error(503), retryAfter);
  }

  private static AgentException transport(Stage stage) {
    return TransportException.of("Broken.", stage, null);
  }

  private static AgentException untrusted(Throwable cause) {
    return TransportException.of("Untrusted.", Stage.CONNECT, cause);
  }

  private static AgentException timedOut(Limit limit) {
    return TimedOutException.of(limit, Duration.ofSeconds(1), "waiting");
  }

  private static ProviderError error(int status) {
    return new ProviderError("p", status, null, "Went wrong", "{}");
  }
}
