package org.atomicagents.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atomicagents.resilience.ResilienceRuns.REQUEST;
import static org.atomicagents.resilience.ResilienceRuns.badRequest;
import static org.atomicagents.resilience.ResilienceRuns.brokenResponse;
import static org.atomicagents.resilience.ResilienceRuns.limited;
import static org.atomicagents.resilience.ResilienceRuns.response;
import static org.atomicagents.resilience.ResilienceRuns.unauthorized;
import static org.atomicagents.resilience.ResilienceRuns.unavailable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.CircuitOpenException;
import org.atomicagents.error.RateLimitedException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.limit.DrivenClock;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Interceptor;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.RunContext;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
  private final DrivenClock clock = DrivenClock.stopped();
  private final List<AgentEvent> events = new ArrayList<>();
  private final RunContext context = ResilienceRuns.context(clock, Deadline.none(), events);
  private final AtomicInteger sent = new AtomicInteger();
  private final Model model = Model.of((request, run) -> ModelExchange.of(), "model");
  private final CircuitBreaker breaker = CircuitBreaker.ofDefaults().withTimeSource(clock);
  private final Interceptor interceptor = breaker.forModel(model);

  @Test
  void f14OpensAfterFiveFailuresAndSendsNoRequestFor60Seconds() {
    fail(5, unavailable());
    clock.advance(Duration.ofMillis(59_999));

    assertThat(breaker.state(model)).isEqualTo(CircuitState.OPEN);
    assertThat(breaker.isAvailable(model)).isFalse();
    assertThatThrownBy(this::succeed)
        .isInstanceOf(CircuitOpenException.class)
        .hasMessage(
            "The circuit breaker of "
                + model
                + " is open, since its latest requests failed: no request was sent. The next trial"
                + " request is permitted in 1 ms.\n"
                + "Try again later, or add a fallback to another model.");
    assertThat(sent).hasValue(5);
    assertThat(events)
        .filteredOn(AgentEvent.CircuitChanged.class::isInstance)
        .containsExactly(
            new AgentEvent.CircuitChanged(
                "test",
                model.toString(),
                "CLOSED",
                "OPEN",
                "5 of 5 calls failed: UnavailableException"));
    assertThat(events.getLast()).isInstanceOf(AgentEvent.RequestRejected.class);
  }

  @Test
  void f14ClosesAfterASuccessfulTrial() {
    fail(5, unavailable());
    clock.advance(Duration.ofSeconds(60));

    assertThat(breaker.state(model)).isEqualTo(CircuitState.HALF_OPEN);
    assertThat(breaker.isAvailable(model)).isTrue();
    succeed();

    assertThat(breaker.state(model)).isEqualTo(CircuitState.CLOSED);
    fail(4, unavailable());
    assertThat(breaker.state(model)).isEqualTo(CircuitState.CLOSED);
  }

  @Test
  void f14OpensAgainAfterAFailedTrial() {
    fail(5, unavailable());
    clock.advance(Duration.ofSeconds(60));

    fail(1, unavailable());

    assertThat(breaker.state(model)).isEqualTo(CircuitState.OPEN);
    assertThatThrownBy(this::succeed).isInstanceOf(CircuitOpenException.class);
    clock.advance(Duration.ofSeconds(60));
    succeed();
    assertThat(breaker.state(model)).isEqualTo(CircuitState.CLOSED);
    assertThat(sent).hasValue(7);
  }

  @Test
  void f14PermitsOneTrialAtATime() {
    fail(5, unavailable());
    clock.advance(Duration.ofSeconds(60));
    Interceptor.Chain nested =
        (request, run) -> {
          assertThat(breaker.isAvailable(model)).isFalse();
          assertThatThrownBy(this::succeed)
              .isInstanceOf(CircuitOpenException.class)
              .hasMessageContaining("A trial request is in progress.");
          return response("hi");
        };

    ResilienceRuns.send(interceptor, context, nested);

    assertThat(breaker.state(model)).isEqualTo(CircuitState.CLOSED);
  }

  @Test
  void countsFailuresInARow() {
    for (int i = 0; i < 10; i++) {
      fail(4, unavailable());
      succeed();
    }

    assertThat(breaker.state(model)).isEqualTo(CircuitState.CLOSED);
  }

  @Test
  void countsFailuresOfTheProviderOnly() {
    for (AgentException failure :
        List.of(
            badRequest(400),
            unauthorized(),
            limited(RateLimitedException.Kind.RATE),
            CancelledException.closed("reading"),
            TimedOutException.of(
                TimedOutException.Limit.DEADLINE, Duration.ofSeconds(1), "reading"))) {
      fail(10, failure);
    }

    assertThat(breaker.state(model)).isEqualTo(CircuitState.CLOSED);

    fail(1, brokenResponse());
    fail(
        4,
        TimedOutException.of(
            TimedOutException.Limit.FIRST_TOKEN, Duration.ofSeconds(1), "reading"));
    assertThat(breaker.state(model)).isEqualTo(CircuitState.OPEN);
  }

  @Test
  void countsResponsesThatBreakOff() {
    for (int i = 0; i < 5; i++) {
      Model broken =
          ScriptedModel.of(ScriptedResponse.text("hello").withFailure(brokenResponse())).model();
      assertThatThrownBy(() -> ResilienceRuns.send(interceptor, context, broken::open))
          .isInstanceOf(AgentException.class);
    }

    assertThat(breaker.state(model)).isEqualTo(CircuitState.OPEN);
  }

  @Test
  void keepsTheStateAfterATrialWithoutAResult() {
    fail(5, unavailable());
    clock.advance(Duration.ofSeconds(60));

    fail(1, badRequest(400));
    interceptor.intercept(REQUEST, context, (request, run) -> response("unread")).close();
    assertThatThrownBy(() ->
            ResilienceRuns.send(
                interceptor,
                context,
                (request, run) -> {
                  throw new IllegalStateException("a bug");
                }))
        .hasMessage("a bug");

    assertThat(breaker.state(model)).isEqualTo(CircuitState.HALF_OPEN);
    succeed();
    assertThat(breaker.state(model)).isEqualTo(CircuitState.CLOSED);
  }

  @Test
  void replacesAnAbandonedTrial() {
    fail(5, unavailable());
    clock.advance(Duration.ofSeconds(60));
    interceptor.intercept(REQUEST, context, (request, run) -> response("never read"));

    clock.advance(Duration.ofSeconds(59));
    assertThatThrownBy(this::succeed).isInstanceOf(CircuitOpenException.class);
    clock.advance(Duration.ofSeconds(1));
    assertThat(breaker.isAvailable(model)).isTrue();
    succeed();

    assertThat(breaker.state(model)).isEqualTo(CircuitState.CLOSED);
  }

  @Test
  void aReplacedTrialThatSucceedsLateClosesTheBreaker() {
    fail(5, unavailable());
    clock.advance(Duration.ofSeconds(60));
    ModelExchange slow =
        interceptor.intercept(REQUEST, context, (request, run) -> response("slow"));
    clock.advance(Duration.ofSeconds(60));
    interceptor.intercept(REQUEST, context, (request, run) -> response("never read"));

    ResilienceRuns.text(slow);

    assertThat(breaker.state(model)).isEqualTo(CircuitState.CLOSED);
  }

  @Test
  void replacesTheTrialOfACancelledRun() {
    fail(5, unavailable());
    clock.advance(Duration.ofSeconds(60));
    RunContext abandoned = ResilienceRuns.context(clock);
    interceptor.intercept(REQUEST, abandoned, (request, run) -> response("never read"));

    abandoned.cancel();
    succeed();

    assertThat(breaker.state(model)).isEqualTo(CircuitState.CLOSED);
  }

  @Test
  void ignoresResultsFromBeforeATransition() {
    ModelExchange old = interceptor.intercept(REQUEST, context, (request, run) -> response("old"));
    fail(5, unavailable());
    clock.advance(Duration.ofSeconds(60));
    ModelExchange trial =
        interceptor.intercept(REQUEST, context, (request, run) -> response("trial"));

    ResilienceRuns.text(old);

    assertThat(breaker.state(model)).isEqualTo(CircuitState.HALF_OPEN);
    assertThatThrownBy(this::succeed).isInstanceOf(CircuitOpenException.class);
    ResilienceRuns.text(trial);
    assertThat(breaker.state(model)).isEqualTo(CircuitState.CLOSED);
  }

  @Test
  void closesAtTheFirstEventOfATrialStream() {
    fail(5, unavailable());
    clock.advance(Duration.ofSeconds(60));

    try (ModelExchange trial =
        interceptor.intercept(REQUEST, context, (request, run) -> response("long"))) {
      trial.iterator().next();
      assertThat(breaker.state(model)).isEqualTo(CircuitState.CLOSED);
    }
  }

  @Test
  void opensAfterSlowCalls() {
    CircuitBreaker slow =
        CircuitBreaker.ofDefaults()
            .withTimeSource(clock)
            .withFailures(2)
            .withSlowCalls(Duration.ofSeconds(5), 1.0);
    Interceptor.Chain late =
        (request, run) -> {
          clock.advance(Duration.ofSeconds(5));
          return response("late");
        };

    ResilienceRuns.send(slow.forModel(model), context, late);
    assertThat(slow.state(model)).isEqualTo(CircuitState.CLOSED);
    ResilienceRuns.send(slow.forModel(model), context, late);

    assertThat(slow.state(model)).isEqualTo(CircuitState.OPEN);
    assertThat(events.getLast())
        .isEqualTo(
            new AgentEvent.CircuitChanged(
                "test", model.toString(), "CLOSED", "OPEN", "slow calls"));
  }

  @Test
  void opensAtAShareOfFailures() {
    CircuitBreaker half = CircuitBreaker.ofDefaults().withTimeSource(clock).withFailureRate(0.5, 4);
    Interceptor guarded = half.forModel(model);
    Interceptor.Chain failing =
        (request, run) -> {
          throw unavailable();
        };

    for (int i = 0; i < 2; i++) {
      ResilienceRuns.send(guarded, context, (request, run) -> response("hi"));
      assertThatThrownBy(() -> ResilienceRuns.send(guarded, context, failing))
          .isInstanceOf(AgentException.class);
    }

    assertThat(half.state(model)).isEqualTo(CircuitState.OPEN);
  }

  @Test
  void keepsAStatePerClientAndModel() {
    Model other = Model.of(model.client(), "other");
    Model otherClient = ScriptedModel.of().model("model");

    fail(5, unavailable());

    assertThat(breaker.state(other)).isEqualTo(CircuitState.CLOSED);
    assertThat(breaker.state(otherClient)).isEqualTo(CircuitState.CLOSED);
    breaker.reset(model);
    assertThat(breaker.state(model)).isEqualTo(CircuitState.CLOSED);
  }

  @Test
  void isNotRetried() {
    assertThat(CircuitOpenException.of("m", Duration.ofSeconds(1)).isRetryable()).isFalse();
    assertThat(CircuitOpenException.of("m", Duration.ofSeconds(1)).retryAfter())
        .isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void rejectsInvalidSettings() {
    assertThatThrownBy(() -> breaker.withFailures(0))
        .hasMessage("calls: expected 1 or more, found 0");
    assertThatThrownBy(() -> breaker.withFailureRate(0, 5))
        .hasMessage("share: expected above 0 and up to 1, found 0.0");
    assertThatThrownBy(() -> breaker.withOpenTime(Duration.ZERO))
        .hasMessage("time: expected 2 ms or more, found PT0S");
    assertThatThrownBy(() -> breaker.withTrialTime(Duration.ZERO))
        .hasMessage("time: expected more than 0, found PT0S");
  }

  private void succeed() {
    ResilienceRuns.send(
        interceptor,
        context,
        (request, run) -> {
          sent.incrementAndGet();
          return ModelExchange.of(new ModelEvent.Started("id", "model", Map.of()));
        });
  }

  private void fail(int times, AgentException failure) {
    for (int i = 0; i < times; i++) {
      assertThatThrownBy(() ->
              ResilienceRuns.send(
                  interceptor,
                  context,
                  (request, run) -> {
                    sent.incrementAndGet();
                    throw failure;
                  }))
          .isSameAs(failure);
    }
  }
}
