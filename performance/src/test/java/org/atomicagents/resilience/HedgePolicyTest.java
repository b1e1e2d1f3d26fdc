package org.atomicagents.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atomicagents.resilience.ResilienceRuns.REQUEST;
import static org.atomicagents.resilience.ResilienceRuns.badRequest;
import static org.atomicagents.resilience.ResilienceRuns.response;
import static org.atomicagents.resilience.ResilienceRuns.unavailable;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.limit.DrivenClock;
import org.atomicagents.message.Usage;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Budget;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Interceptor;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RetryPolicy;
import org.atomicagents.model.RunContext;
import org.atomicagents.time.Timings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.MDC;

@Timeout(60)
class HedgePolicyTest {
  private static final ModelRequest STREAMED = REQUEST.withStream(true);
  // "hello" by the heuristic counter.
  private static final int INPUT_TOKENS = 2;

  private final DrivenClock clock = DrivenClock.stopped();
  private final PendingResponses provider = new PendingResponses();
  private final List<AgentEvent> events = new CopyOnWriteArrayList<>();
  private final RunContext context = ResilienceRuns.context(clock, Deadline.none(), events);
  private final HedgePolicy hedging =
      HedgePolicy.ofDefaults()
          .withTimeSource(clock)
          .withTokenCounter(text -> INPUT_TOKENS)
          .withInitialDelay(Duration.ofSeconds(2));

  @Test
  void sendsNoSecondRequestForAFastResponse() {
    assertThat(ResilienceRuns.send(hedging, context, (request, run) -> response("fast")))
        .isEqualTo("fast");

    assertThat(hedging.statistics()).isEqualTo(new HedgeStatistics(1, 0, 0));
    assertThat(events).isEmpty();
  }

  @Test
  void usesTheSecondResponseIfItBeginsFirst() throws Exception {
    CompletableFuture<String> call = async(REQUEST);
    PendingResponses.Pending first = provider.take();
    PendingResponses.Pending second = hedge();

    second.respond("second");

    assertThat(call.get()).isEqualTo("second");
    first.awaitEnd();
    assertThat(context.requests()).isEqualTo(2);
    assertThat(context.usage()).isEqualTo(Usage.of(10 + INPUT_TOKENS, 5));
    assertThat(context.isCancelled()).isFalse();
    assertThat(hedging.statistics()).isEqualTo(new HedgeStatistics(1, 1, 1));
    assertThat(events)
        .filteredOn(
            e -> e instanceof AgentEvent.RequestHedged || e instanceof AgentEvent.HedgeEnded)
        .containsExactly(
            new AgentEvent.RequestHedged("test", "model", Duration.ofSeconds(2)),
            new AgentEvent.HedgeEnded("test", "model", true));
  }

  @Test
  void cancelsTheSecondRequestIfTheFirstResponseBegins() throws Exception {
    CompletableFuture<String> call = async(STREAMED);
    PendingResponses.Pending first = provider.take();
    PendingResponses.Pending second = hedge();

    first.start();
    second.awaitEnd();
    first.emit("first");
    first.end();

    assertThat(call.get()).isEqualTo("first");
    assertThat(context.requests()).isEqualTo(2);
    assertThat(events).contains(new AgentEvent.HedgeEnded("test", "model", false));
    assertThat(hedging.statistics()).isEqualTo(new HedgeStatistics(1, 1, 0));
  }

  @Test
  void closesALoserWhoseResponseHasBegun() throws Exception {
    var opened = new CopyOnWriteArrayList<PendingResponses.Pending>();
    CompletableFuture<String> call =
        CompletableFuture.supplyAsync(
            () -> ResilienceRuns.send(hedging, context, provider),
            action -> Thread.ofVirtual().start(action));
    PendingResponses.Pending first = provider.take();
    PendingResponses.Pending second = hedge();
    opened.add(first);
    opened.add(second);

    first.respond("one");
    second.respond("two");

    assertThat(call.get()).isIn("one", "two");
    for (PendingResponses.Pending pending : opened) {
      pending.awaitEnd();
    }
  }

  @Test
  void estimatesTheInputOfARequestThatWasCancelledInFurtherBranches() throws Exception {
    var limit = FirstTokenLimit.of(Duration.ofMinutes(1)).withTimeSource(clock);
    var both =
        new Interceptor() {
          @Override
          public ModelExchange intercept(ModelRequest request, RunContext run, Chain chain) {
            return hedging.intercept(
                request, run, (again, branch) -> limit.intercept(again, branch, chain));
          }
        };
    CompletableFuture<String> call =
        CompletableFuture.supplyAsync(
            () -> {
              try (ModelExchange exchange = both.intercept(STREAMED, context, provider)) {
                return ResilienceRuns.text(exchange);
              }
            },
            action -> Thread.ofVirtual().start(action));
    provider.take();
    clock.awaitSleepers(2);
    clock.advance(Duration.ofSeconds(2));

    provider.take().respond("second");

    assertThat(call.get()).isEqualTo("second");
    assertThat(context.usage()).isEqualTo(Usage.of(10 + INPUT_TOKENS, 5));
  }

  @Test
  void countsNoInputOfALoserThatWaitsToRetryARejectedRequest() throws Exception {
    CompletableFuture<String> call = asyncWithRetry();
    provider.take().fail(unavailable(Duration.ofSeconds(20)));
    clock.awaitSleepers(2);
    clock.advance(Duration.ofSeconds(2));

    provider.take().respond("second");

    assertThat(call.get()).isEqualTo("second");
    assertThat(context.requests()).isEqualTo(2);
    assertThat(context.usage()).isEqualTo(Usage.of(10, 5));
  }

  /** Hedges requests that are retried. */
  private CompletableFuture<String> asyncWithRetry() {
    var retry = RetryPolicy.ofDefaults().withInitialWait(Duration.ZERO);
    Interceptor both =
        (request, run, chain) ->
            hedging.intercept(
                request, run, (again, branch) -> retry.intercept(again, branch, chain));
    return CompletableFuture.supplyAsync(
        () -> ResilienceRuns.send(both, context, provider),
        action -> Thread.ofVirtual().start(action));
  }

  @Test
  void usesTheSecondResponseIfTheFirstRequestFails() throws Exception {
    CompletableFuture<String> call = async(REQUEST);
    PendingResponses.Pending first = provider.take();
    PendingResponses.Pending second = hedge();

    first.fail(unavailable());
    second.respond("second");

    assertThat(call.get()).isEqualTo("second");
  }

  @Test
  void waitsForTheFirstResponseIfTheSecondRequestFails() throws Exception {
    CompletableFuture<String> call = async(REQUEST);
    PendingResponses.Pending first = provider.take();
    PendingResponses.Pending second = hedge();

    second.fail(badRequest(400));
    first.respond("first");

    assertThat(call.get()).isEqualTo("first");
  }

  @Test
  void throwsTheFirstFailureIfBothRequestsFail() throws Exception {
    CompletableFuture<String> call = async(REQUEST);
    PendingResponses.Pending first = provider.take();
    PendingResponses.Pending second = hedge();
    AgentException one = unavailable();
    AgentException two = badRequest(400);

    first.fail(one);
    second.fail(two);

    assertThatThrownBy(call::get)
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isSameAs(one)
        .satisfies(e -> assertThat(e.getSuppressed()).containsExactly(two));
  }

  @Test
  void cancelsTheSecondRequestIfTheFirstIsRejected() throws Exception {
    CompletableFuture<String> call = async(REQUEST);
    PendingResponses.Pending first = provider.take();
    PendingResponses.Pending second = hedge();

    first.fail(badRequest(400));

    assertThatThrownBy(call::get).hasMessageContaining("rejected the request");
    second.awaitEnd();
  }

  @Test
  void throwsAFailureBeforeTheDelay() {
    AgentException failure = unavailable();

    assertThatThrownBy(() ->
            ResilienceRuns.send(
                hedging,
                context,
                (request, run) -> {
                  throw failure;
                }))
        .isSameAs(failure);
    assertThat(hedging.statistics()).isEqualTo(new HedgeStatistics(1, 0, 0));
  }

  @Test
  void endsBothRequestsByAnInterrupt() throws Exception {
    var thrown = new CompletableFuture<Throwable>();
    var interrupted = new AtomicReference<Boolean>();
    Thread caller =
        Thread.ofVirtual()
            .start(() -> {
              try {
                ResilienceRuns.send(hedging, context, provider);
              } catch (AgentException e) {
                interrupted.set(Thread.currentThread().isInterrupted());
                thrown.complete(e);
              }
            });
    PendingResponses.Pending first = provider.take();
    PendingResponses.Pending second = hedge();

    caller.interrupt();

    assertThat(thrown.get()).isInstanceOf(CancelledException.class);
    assertThat(interrupted.get()).isTrue();
    first.awaitEnd();
    second.awaitEnd();
  }

  @Test
  void endsTheWaitForTheSecondResponseByAnInterrupt() throws Exception {
    var thrown = new CompletableFuture<Throwable>();
    Thread caller =
        Thread.ofVirtual()
            .start(() -> {
              try {
                ResilienceRuns.send(hedging, context, provider);
              } catch (AgentException e) {
                thrown.complete(e);
              }
            });
    PendingResponses.Pending first = provider.take();
    PendingResponses.Pending second = hedge();
    first.fail(unavailable());

    caller.interrupt();

    assertThat(thrown.get()).isInstanceOf(AgentException.class);
    second.awaitEnd();
  }

  @Test
  void endsBothRequestsWithTheRun() throws Exception {
    CompletableFuture<String> call = async(REQUEST);
    PendingResponses.Pending first = provider.take();
    PendingResponses.Pending second = hedge();

    context.cancel();

    assertThatThrownBy(call::get).hasCauseInstanceOf(CancelledException.class);
    first.awaitEnd();
    second.awaitEnd();
  }

  @Test
  void neverSendsRequestsWithSideEffectsTwice() throws Exception {
    var marked =
        new RunContext(
            "test",
            Deadline.none(),
            Budget.unlimited(),
            8,
            Listeners.none(),
            new Timings.Recorder(clock),
            null,
            true);
    ResilienceRuns.send(hedging, marked, (request, run) -> response("once"));
    ResilienceRuns.send(
        hedging.withExclusion(request -> request.model().equals("model")),
        context,
        (request, run) -> response("once"));

    assertThat(hedging.statistics().requests()).isZero();
  }

  @Test
  void sendsNoSecondRequestBeyondTheLimitOfTheRun() throws Exception {
    var limited =
        new RunContext(
            "test",
            Deadline.none(),
            Budget.ofRequests(1),
            8,
            Listeners.none(),
            new Timings.Recorder(clock));
    CompletableFuture<String> call =
        CompletableFuture.supplyAsync(
            () -> ResilienceRuns.send(hedging, limited, provider),
            action -> Thread.ofVirtual().start(action));
    PendingResponses.Pending first = provider.take();
    clock.awaitSleepers(1);
    clock.advance(Duration.ofSeconds(2));

    first.respond("first");

    assertThat(call.get()).isEqualTo("first");
    assertThat(hedging.statistics().hedges()).isZero();
    assertThat(provider.untaken()).isZero();
  }

  @Test
  void learnsTheDelayOfEachModel() throws Exception {
    // Longest first, so that none of them exceeds the delay.
    for (int i = 100; i > 0; i--) {
      int millis = i;
      ResilienceRuns.send(
          hedging,
          context,
          (request, run) -> {
            clock.advance(Duration.ofMillis(millis));
            return response("hi");
          });
    }

    CompletableFuture<String> call = async(REQUEST);
    provider.take();
    clock.awaitSleepers(1);
    clock.advance(Duration.ofSeconds(3));
    provider.take().respond("second");

    assertThat(call.get()).isEqualTo("second");
    assertThat(events)
        .filteredOn(AgentEvent.RequestHedged.class::isInstance)
        .singleElement()
        .satisfies(e ->
            assertThat(((AgentEvent.RequestHedged) e).delay())
                .isBetween(Duration.ofMillis(90), Duration.ofMillis(96)));
  }

  @Test
  void keepsTheLoggingContextForTheSecondRequest() throws Exception {
    var seen = new CompletableFuture<String>();
    CompletableFuture<String> call =
        CompletableFuture.supplyAsync(
            () -> {
              MDC.put("request", "r-1");
              return ResilienceRuns.send(
                  hedging,
                  context,
                  (request, run) -> {
                    if (run.requests() > 0) {
                      seen.complete(String.valueOf(MDC.get("request")));
                    }
                    return provider.proceed(request, run);
                  });
            },
            action -> Thread.ofVirtual().start(action));
    provider.take();
    hedge().respond("second");

    assertThat(call.get()).isEqualTo("second");
    // The logging library of tests keeps no context; with others, the value is that of the caller.
    assertThat(seen.get()).isIn("r-1", "null");
  }

  @Test
  void rejectsInvalidSettings() {
    assertThatThrownBy(() -> hedging.withPercentile(100))
        .hasMessage("percentile: expected between 0 and 100, found 100.0");
    assertThatThrownBy(() -> hedging.withMaxShare(1.5))
        .hasMessage("share: expected 0 to 1, found 1.5");
    assertThatThrownBy(() -> hedging.withInitialDelay(Duration.ofMillis(-1)))
        .hasMessage("delay: expected 0 or more, found PT-0.001S");
  }

  /** Lets the delay pass; returns the second request. */
  private PendingResponses.Pending hedge() throws InterruptedException {
    clock.awaitSleepers(1);
    clock.advance(Duration.ofSeconds(2));
    return provider.take();
  }

  private CompletableFuture<String> async(ModelRequest request) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (ModelExchange exchange = hedging.intercept(request, context, provider)) {
            return ResilienceRuns.text(exchange);
          }
        },
        action -> Thread.ofVirtual().start(action));
  }
}
