package org.atomicagents.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.atomicagents.model.RetryScenario.HALF;
import static org.atomicagents.model.RetryScenario.REQUEST;
import static org.atomicagents.model.RetryScenario.STARTED;
import static org.atomicagents.model.RetryScenario.TEXT;
import static org.atomicagents.model.RetryScenario.answers;
import static org.atomicagents.model.RetryScenario.breaks;
import static org.atomicagents.model.RetryScenario.fails;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RetryPolicyTest {
  private final AgentException busy = unavailable(null);

  private final VirtualClock clock = VirtualClock.running();

  static Stream<AgentException> passing() {
    return Stream.of(
        limited(Kind.WAIT, null),
        unavailable(null),
        transport(Stage.CONNECT),
        transport(Stage.UNPROCESSED),
        transport(Stage.REQUEST),
        transport(Stage.RESPONSE),
        timedOut(Limit.CONNECT),
        timedOut(Limit.FIRST_BYTE),
        timedOut(Limit.BETWEEN_CHUNKS));
  }

  static Stream<AgentException> lasting() {
    return Stream.of(
        limited(Kind.CAP, null),
        limited(Kind.STOP, Duration.ZERO),
        BadRequestException.of(error(400)),
        UnauthorizedException.of(error(401)),
        ContextTooLargeException.of("a", 10, 5),
        transport(Stage.PROTOCOL),
        mistrusted(new SSLPeerUnverifiedException("Hostname b not verified")),
        mistrusted(new SSLHandshakeException("PKIX").initCause(new CertificateException("old"))),
        timedOut(Limit.QUEUE),
        timedOut(Limit.TOTAL),
        timedOut(Limit.DEADLINE),
        CancelledException.closed("waiting"),
        LimitExceededException.of("tokens", 2, 1));
  }

  @ParameterizedTest
  @MethodSource("passing")
  void sendsAgainWhatMayPass(AgentException failure) {
    var opening = new RetryScenario(fails(failure), answers(STARTED, TEXT));
    var reading = new RetryScenario(breaks(failure), answers(STARTED, TEXT));

    assertThat(opening.ask(HALF, opening.call(clock))).containsExactly(STARTED, TEXT);
    assertThat(reading.ask(HALF, reading.call(clock))).containsExactly(STARTED, TEXT);
    assertThat(reading.closed).hasValue(2);
  }

  @ParameterizedTest
  @MethodSource("lasting")
  void throwsAtOnceWhatLasts(AgentException failure) {
    var opening = new RetryScenario(fails(failure));
    var reading = new RetryScenario(breaks(failure));

    assertThatThrownBy(() -> opening.ask(HALF, opening.call(clock))).isSameAs(failure);
    assertThatThrownBy(() -> reading.ask(HALF, reading.call(clock))).isSameAs(failure);
    assertThat(reading.closed).hasValue(1);
    assertThat(clock.sleeps()).isEmpty();
  }

  @Test
  void waitsLongerEachTimeAndGivesUp() {
    AgentException last = unavailable(null);
    var script = new RetryScenario(fails(busy), breaks(busy), fails(busy), fails(last));
    RunContext call = script.call(clock);

    assertThatThrownBy(() -> script.ask(HALF, call)).isSameAs(last);
    assertThat(script.told)
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
    assertThat(call.requests()).isEqualTo(4);
    assertThat(call.timings().snapshot().of(Phase.BACKOFF)).isEqualTo(Duration.ofMillis(1_750));
    assertThat(script.closed).hasValue(1);
  }

  @Test
  void drawsEachWaitBetweenNothingAndItsCap() {
    var script =
        new RetryScenario(fails(busy), fails(busy), fails(busy), fails(busy), answers(TEXT));
    RetryPolicy retry =
        RetryPolicy.ofDefaults()
            .withMaxRetries(4)
            .withInitialWait(Duration.ofSeconds(2))
            .withMaxWait(Duration.ofSeconds(7))
            .withRandom(RetryScenario.always(1));

    script.ask(retry, script.call(clock));

    assertThat(clock.sleeps()).extracting(Duration::toSeconds).containsExactly(2L, 4L, 7L, 7L);
    assertThat(slept(RetryPolicy.ofDefaults().withRandom(RetryScenario.always(0)), busy)).isZero();
    assertThat(slept(RetryPolicy.ofDefaults().withInitialWait(Duration.ZERO), busy)).isZero();
    assertThat(slept(RetryPolicy.ofDefaults().withMaxWait(Duration.ZERO), busy)).isZero();
    assertThat(slept(RetryPolicy.ofDefaults(), busy))
        .isBetween(Duration.ZERO, Duration.ofMillis(500).minusNanos(1));
  }

  @Test
  void growsItsWaitsNoFurtherHoweverOftenItTries() {
    RetryScenario.Try[] tries = new RetryScenario.Try[200];
    Arrays.fill(tries, fails(busy));
    var script = new RetryScenario(tries);
    RunContext call = script.call(clock, Deadline.none(), Budget.unlimited(), 1_000);
    RetryPolicy retry =
        RetryPolicy.ofDefaults()
            .withMaxRetries(199)
            .withMaxWait(Duration.ofSeconds(Long.MAX_VALUE))
            .withRandom(RetryScenario.always(1));

    assertThatThrownBy(() -> script.ask(retry, call)).isSameAs(busy);
    assertThat(clock.sleeps()).hasSize(199).isSorted().last().isEqualTo(Duration.ofDays(36_500));
  }

  @Test
  void waitsAsLongAsToldAndALittleMore() {
    assertThat(slept(HALF, limited(Kind.WAIT, Duration.ofSeconds(2))))
        .isEqualTo(Duration.ofMillis(2_250));
    assertThat(slept(HALF, unavailable(Duration.ofSeconds(60))))
        .isEqualTo(Duration.ofMillis(60_250));
    assertThat(slept(HALF, limited(Kind.WAIT, Duration.ZERO))).isEqualTo(Duration.ofMillis(250));
  }

  @Test
  void doesNotWaitLongerForAProviderThanItMay() {
    AgentException tomorrow = limited(Kind.WAIT, Duration.ofSeconds(61));
    AgentException late = unavailable(Duration.ofSeconds(61));

    assertThatThrownBy(() -> slept(HALF, tomorrow))
        .isSameAs(tomorrow)
        .hasMessage("p reported a rate limit (429): Went wrong\nTry again in 61000 ms.");
    assertThatThrownBy(() -> slept(HALF, late))
        .isSameAs(late)
        .hasMessage("p is unavailable (503): Went wrong\nTry again in 61000 ms.");
    assertThat(clock.sleeps()).isEmpty();
    assertThat(slept(HALF.withMaxRetryAfter(Duration.ofDays(1)), late))
        .isEqualTo(Duration.ofMillis(61_250));
  }

  @Test
  void doesNotWaitUntilTheDeadline() {
    var script = new RetryScenario(fails(busy), fails(busy), answers(TEXT));
    Deadline deadline = Deadline.after(Duration.ofMillis(750), clock);
    RunContext call = script.call(clock, deadline, Budget.unlimited(), 8);

    assertThatThrownBy(() -> script.ask(HALF, call)).isSameAs(busy);
    assertThat(clock.sleeps()).containsExactly(Duration.ofMillis(250));
    assertThat(script.told).last().isEqualTo(new AgentEvent.RequestFailed("a", busy));
  }

  @Test
  void doesNotWaitWhenNoRequestIsLeft() {
    Budget tokens = Budget.ofTokens(10);
    tokens.add(Usage.of(9, 0));
    RetryScenario.Try spending =
        (script, call) -> {
          tokens.add(Usage.of(1, 0));
          throw busy;
        };

    assertThat(requestsUntilBusy(fails(busy), Budget.unlimited(), 2)).isEqualTo(2);
    assertThat(requestsUntilBusy(fails(busy), Budget.ofRequests(3), 8)).isEqualTo(3);
    assertThat(requestsUntilBusy(spending, tokens, 8)).isEqualTo(1);
  }

  @Test
  void tellsTheFailureWhenOthersHaveSpentTheBudgetMeanwhile() {
    Budget budget = Budget.ofRequests(2);
    var script = new RetryScenario(fails(busy));
    RunContext call = script.call(clock, Deadline.none(), budget, 8);
    Listeners others =
        Listeners.none().with(AgentEvent.RequestRetried.class, event -> budget.takeRequest());
    var overlapped =
        new RunContext("a", call.deadline(), budget, 8, others, new Timings.Recorder(clock));

    assertThatThrownBy(() -> script.ask(HALF, overlapped)).isSameAs(busy);
    assertThat(clock.sleeps()).hasSize(1);
    assertThat(overlapped.requests()).isEqualTo(1);
  }

  @Test
  void leavesALimitOfOursAsItIs() {
    var script = new RetryScenario();
    RunContext call = script.call(clock, Deadline.none(), Budget.unlimited(), 0);

    assertThatThrownBy(() -> script.ask(HALF, call)).isInstanceOf(LimitExceededException.class);
  }

  @Test
  void asksNoMoreOnceTheAnswerHasBegun() {
    var script = new RetryScenario(breaks(busy, STARTED));
    RunContext call = script.call(clock);

    try (ModelExchange exchange = script.model(HALF).open(REQUEST, call)) {
      var events = exchange.iterator();

      assertThat(events.next()).isEqualTo(STARTED);
      assertThat(catchThrowable(() -> events.next())).isSameAs(busy);
      assertThat(script.closed).hasValue(0);
    }
    assertThat(script.closed).hasValue(1);
    assertThat(call.requests()).isEqualTo(1);
    assertThat(clock.sleeps()).isEmpty();
  }

  @Test
  void handsTheEventsOnOnce() {
    var script = new RetryScenario(answers(), answers(TEXT));
    RunContext call = script.call(clock);

    assertThat(script.ask(HALF, call)).isEmpty();
    try (ModelExchange exchange = script.model(HALF).open(REQUEST, call)) {
      assertThat(exchange).containsExactly(TEXT);
      assertThatThrownBy(exchange::iterator)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("The events of an exchange can be read once.");
    }
  }

  @Test
  void countsWhatATryUsedThatReportedIt() {
    var report = new ModelEvent.UsageReport(Usage.of(3, 4));
    Interceptor impatient =
        (request, call, chain) -> {
          try (ModelExchange exchange = chain.proceed(request, call)) {
            exchange.forEach(event -> {});
            return ModelExchange.of();
          }
        };
    var script = new RetryScenario(breaks(busy, report), answers(report));
    RunContext call = script.call(clock);

    script.model(HALF, impatient).open(REQUEST, call).close();

    assertThat(call.usage()).isEqualTo(Usage.of(6, 8));
    assertThat(call.requests()).isEqualTo(2);
  }

  @Test
  void leavesBugsAloneAndClosesWhatTheyLeft() {
    var bug = new IllegalStateException("bug");
    var script = new RetryScenario(breaks(bug));

    assertThatThrownBy(() -> script.ask(HALF, script.call(clock))).isSameAs(bug);
    assertThat(script.closed).hasValue(1);
  }

  @Test
  void neverMeansThatNothingIsDone() {
    var script = new RetryScenario(breaks(busy), fails(busy));
    RunContext call = script.call(clock);

    script.model(RetryPolicy.never()).open(REQUEST, call).close();

    assertThatThrownBy(() -> script.ask(RetryPolicy.never(), call)).isSameAs(busy);
    assertThat(clock.sleeps()).isEmpty();
  }

  @Test
  void anotherOneTakesItsPlace() {
    var script = new RetryScenario(fails(busy), fails(busy), fails(busy));
    Model model = script.model(HALF).with(HALF.withMaxRetries(2));

    assertThatThrownBy(() -> model.open(REQUEST, script.call(clock))).isSameAs(busy);
    assertThat(clock.sleeps()).hasSize(2);
  }

  @Test
  void aModelHasOneRetryAndItIsOutermost() {
    var seen = new AtomicInteger();
    Interceptor counting =
        (request, call, chain) -> {
          seen.incrementAndGet();
          return chain.proceed(request, call);
        };
    var script = new RetryScenario(fails(busy), fails(busy), fails(busy));
    Model model =
        script
            .model(counting, HALF)
            .withRetry(RetryPolicy.never())
            .withRetry(HALF.withMaxRetries(2));

    assertThatThrownBy(() -> model.open(REQUEST, script.call(clock))).isSameAs(busy);
    assertThat(seen).hasValue(3);
    assertThat(clock.sleeps()).hasSize(2);
  }

  @Test
  void refusesSettingsThatMakeNoSense() {
    assertThatThrownBy(() -> HALF.withMaxRetries(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxRetries: expected 0 or more, found -1");
    assertThatThrownBy(() -> HALF.withInitialWait(Duration.ofMillis(-1)))
        .hasMessage("firstWait: expected 0 or more, found PT-0.001S");
    assertThatThrownBy(() -> HALF.withMaxWait(Duration.ofMillis(-1)))
        .hasMessage("longestWait: expected 0 or more, found PT-0.001S");
    assertThatThrownBy(() -> HALF.withMaxRetryAfter(Duration.ofMillis(-1)))
        .hasMessage("longestRetryAfter: expected 0 or more, found PT-0.001S");
    assertThat(RetryPolicy.ofDefaults())
        .hasToString("Retry[up to 3 times, first wait PT0.5S, longest PT30S, told ones PT1M]");
  }

  /** How long the only wait is after the failure. */
  private static Duration slept(RetryPolicy retry, AgentException failure) {
    VirtualClock clock = VirtualClock.running();
    var script = new RetryScenario(fails(failure), answers(TEXT));
    script.ask(retry, script.call(clock));
    assertThat(clock.sleeps()).hasSize(1);
    return clock.sleeps().getFirst();
  }

  private int requestsUntilBusy(RetryScenario.Try each, Budget budget, int maxRequests) {
    VirtualClock clock = VirtualClock.running();
    var script = new RetryScenario(each, each, each, each);
    RunContext call = script.call(clock, Deadline.none(), budget, maxRequests);
    assertThatThrownBy(() -> script.ask(HALF, call)).isSameAs(busy);
    assertThat(clock.sleeps()).hasSize(call.requests() - 1);
    return call.requests();
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

  private static AgentException mistrusted(Throwable cause) {
    return TransportException.of("Who is that?", Stage.CONNECT, cause);
  }

  private static AgentException timedOut(Limit limit) {
    return TimedOutException.of(limit, Duration.ofSeconds(1), "waiting");
  }

  private static ProviderError error(int status) {
    return new ProviderError("p", status, null, "Went wrong", "{}");
  }
}
