package org.atomicagents.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atomicagents.resilience.ResilienceRuns.REQUEST;
import static org.atomicagents.resilience.ResilienceRuns.response;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.limit.DrivenClock;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Interceptor;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RetryPolicy;
import org.atomicagents.model.RunContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FirstTokenLimitTest {
  private static final ModelRequest STREAMED = REQUEST.withStream(true);

  private final DrivenClock clock = DrivenClock.stopped();
  private final FirstTokenLimit limit =
      FirstTokenLimit.of(Duration.ofSeconds(3)).withTimeSource(clock);
  private final PendingResponses provider = new PendingResponses();

  @Test
  void endsARequestWithoutAFirstToken() throws Exception {
    CompletableFuture<String> call = async(ResilienceRuns.context(clock), limit);
    PendingResponses.Pending request = provider.take();
    clock.awaitSleepers(1);

    clock.advance(Duration.ofSeconds(3));

    assertThatThrownBy(call::get)
        .hasCauseInstanceOf(TimedOutException.class)
        .hasRootCauseMessage(
            "Timed out after 3000 ms while waiting for the first token of model 'model' (limit"
                + " FIRST_TOKEN).\n"
                + "Raise the limit, or ask for less.");
    assertThat(request.isCancelled()).isTrue();
    assertThat(
            TimedOutException.of(TimedOutException.Limit.FIRST_TOKEN, Duration.ofSeconds(3), "x")
                .isRetryable())
        .isTrue();
  }

  @Test
  void doesNotCountHeadersAsAToken() throws Exception {
    CompletableFuture<String> call = async(ResilienceRuns.context(clock), limit);
    PendingResponses.Pending request = provider.take();
    request.start();
    clock.awaitSleepers(1);

    clock.advance(Duration.ofSeconds(3));

    assertThatThrownBy(call::get).hasMessageContaining("limit FIRST_TOKEN");
    assertThat(request.isClosed()).isTrue();
  }

  @Test
  void permitsAnyTimeAfterTheFirstToken() throws Exception {
    RunContext context = ResilienceRuns.context(clock);
    var opened =
        CompletableFuture.supplyAsync(
            () -> limit.intercept(STREAMED, context, provider),
            action -> Thread.ofVirtual().start(action));
    PendingResponses.Pending request = provider.take();
    request.start();
    request.emit("he");
    try (ModelExchange exchange = opened.get()) {
      clock.advance(Duration.ofMinutes(5));
      request.emit("llo");
      request.end();

      assertThat(ResilienceRuns.text(exchange)).isEqualTo("hello");
    }
  }

  @Test
  void e10LimitsTheSecondAttemptByTheDeadline() throws Exception {
    Deadline deadline = Deadline.after(Duration.ofSeconds(5), clock);
    RunContext context = ResilienceRuns.context(clock, deadline, new ArrayList<>());
    RetryPolicy retry = RetryPolicy.ofDefaults().withInitialWait(Duration.ZERO);
    Interceptor both =
        (request, run, chain) ->
            retry.intercept(request, run, (again, r) -> limit.intercept(again, r, chain));
    CompletableFuture<String> call = async(context, both);
    provider.take();
    clock.awaitSleepers(1);
    clock.advance(Duration.ofSeconds(3));
    PendingResponses.Pending second = provider.take();
    clock.awaitSleepers(1);

    clock.advance(Duration.ofSeconds(2));

    assertThatThrownBy(call::get)
        .cause()
        .isInstanceOfSatisfying(
            TimedOutException.class,
            e -> assertThat(e.limit()).isEqualTo(TimedOutException.Limit.DEADLINE));
    assertThat(second.isCancelled()).isTrue();
  }

  @Test
  void appliesToCompleteResponsesByChoice() throws Exception {
    Interceptor.Chain late =
        (request, context) -> {
          clock.advance(Duration.ofSeconds(30));
          return response("late");
        };
    assertThat(ResilienceRuns.send(limit, ResilienceRuns.context(clock), late)).isEqualTo("late");

    FirstTokenLimit complete = limit.withCompleteResponses(Duration.ofSeconds(20));
    CompletableFuture<String> call =
        CompletableFuture.supplyAsync(
            () -> ResilienceRuns.send(complete, ResilienceRuns.context(clock), provider),
            action -> Thread.ofVirtual().start(action));
    provider.take();
    clock.awaitSleepers(1);
    clock.advance(Duration.ofSeconds(20));

    assertThatThrownBy(call::get).hasMessageContaining("Timed out after 20000 ms");
  }

  @Test
  void endsWithTheCancellationOfTheRun() throws Exception {
    RunContext context = ResilienceRuns.context(clock);
    CompletableFuture<String> call = async(context, limit);
    PendingResponses.Pending request = provider.take();

    context.cancel();

    assertThatThrownBy(call::get).hasCauseInstanceOf(CancelledException.class);
    assertThat(request.isCancelled()).isTrue();
  }

  @Test
  void rejectsInvalidLimits() {
    assertThatThrownBy(() -> FirstTokenLimit.of(Duration.ZERO))
        .hasMessage("limit: expected more than 0, found PT0S");
    assertThatThrownBy(() -> limit.withCompleteResponses(Duration.ofSeconds(-1)))
        .hasMessage("limit: expected more than 0, found PT-1S");
  }

  private CompletableFuture<String> async(RunContext context, Interceptor interceptor) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (ModelExchange exchange = interceptor.intercept(STREAMED, context, provider)) {
            return ResilienceRuns.text(exchange);
          }
        },
        action -> Thread.ofVirtual().start(action));
  }
}
