package org.atomicagents.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.atomicagents.resilience.ResilienceRuns.REQUEST;
import static org.atomicagents.resilience.ResilienceRuns.response;
import static org.atomicagents.resilience.ResilienceRuns.unavailable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.limit.DrivenClock;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Interceptor;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.RunContext;
import org.junit.jupiter.api.Test;

class BulkheadTest {
  private static final Interceptor.Chain RESPONDING = (request, context) -> response("hi");

  private final DrivenClock clock = DrivenClock.stopped();
  private final Bulkhead bulkhead = Bulkhead.of(1).withTimeSource(clock);

  @Test
  void rejectsARequestBeyondTheMaximum() {
    var events = new ArrayList<AgentEvent>();
    RunContext context = ResilienceRuns.context(clock, Deadline.none(), events);
    ModelExchange held = open(context);

    assertThatThrownBy(() -> open(context))
        .isInstanceOfSatisfying(
            TimedOutException.class,
            e -> {
              assertThat(e.limit()).isEqualTo(TimedOutException.Limit.QUEUE);
              assertThat(e.isRetryable()).isFalse();
            });

    assertThat(events).hasSize(1).first().isInstanceOf(AgentEvent.RequestRejected.class);
    assertThat(bulkhead.inUse()).isEqualTo(1);
    held.close();
    held.close();
    assertThat(bulkhead.inUse()).isZero();
  }

  @Test
  void holdsAPermitUntilTheEndOfAResponse() {
    ModelExchange exchange = open(ResilienceRuns.context(clock));
    assertThat(bulkhead.inUse()).isEqualTo(1);

    ResilienceRuns.text(exchange);

    assertThat(bulkhead.inUse()).isZero();
  }

  @Test
  void returnsThePermitOfAFailedRequest() {
    RunContext context = ResilienceRuns.context(clock);

    assertThatThrownBy(() ->
        bulkhead.intercept(
            REQUEST,
            context,
            (request, run) -> {
              throw unavailable();
            }));
    assertThatThrownBy(() ->
        bulkhead.intercept(
            REQUEST,
            context,
            (request, run) -> {
              throw new StackOverflowError();
            }));

    assertThat(bulkhead.inUse()).isZero();
  }

  @Test
  void waitsForAPermit() throws Exception {
    Bulkhead patient = bulkhead.withMaxWait(Duration.ofSeconds(5));
    ModelExchange held = patient.intercept(REQUEST, ResilienceRuns.context(clock), RESPONDING);
    CompletableFuture<ModelExchange> waiting = async(patient, ResilienceRuns.context(clock));
    clock.awaitSleepers(1);
    assertThat(patient.waiting()).isEqualTo(1);

    held.close();

    waiting.get().close();
    assertThat(patient.inUse()).isZero();
    assertThat(patient.waiting()).isZero();
  }

  @Test
  void failsAfterTheMaximumWait() throws Exception {
    Bulkhead patient = bulkhead.withMaxWait(Duration.ofSeconds(5));
    patient.intercept(REQUEST, ResilienceRuns.context(clock), RESPONDING);
    CompletableFuture<ModelExchange> waiting = async(patient, ResilienceRuns.context(clock));
    clock.awaitSleepers(1);

    clock.advance(Duration.ofSeconds(5));

    assertThatThrownBy(waiting::get)
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseMessage(
            "Timed out after 5000 ms while waiting for a permit of a bulkhead (limit QUEUE).\n"
                + "Raise the limit, or ask for less.");
    assertThat(patient.waiting()).isZero();
  }

  @Test
  void endsAWaitAtTheDeadline() throws Exception {
    Bulkhead patient = bulkhead.withMaxWait(Duration.ofSeconds(5));
    patient.intercept(REQUEST, ResilienceRuns.context(clock), RESPONDING);
    Deadline deadline = Deadline.after(Duration.ofSeconds(2), clock);
    CompletableFuture<ModelExchange> waiting =
        async(patient, ResilienceRuns.context(clock, deadline, new ArrayList<>()));
    clock.awaitSleepers(1);

    clock.advance(Duration.ofSeconds(2));

    assertThatThrownBy(waiting::get).hasMessageContaining("limit DEADLINE");
  }

  @Test
  void endsAWaitWhenTheRunIsCancelled() throws Exception {
    Bulkhead patient = bulkhead.withMaxWait(Duration.ofSeconds(5));
    patient.intercept(REQUEST, ResilienceRuns.context(clock), RESPONDING);
    RunContext context = ResilienceRuns.context(clock);
    CompletableFuture<ModelExchange> waiting = async(patient, context);
    clock.awaitSleepers(1);

    context.cancel();

    assertThatThrownBy(waiting::get).hasCauseInstanceOf(CancelledException.class);
  }

  @Test
  void takesBackThePermitOfAnAbandonedResponse() {
    Deadline deadline = Deadline.after(Duration.ofSeconds(30), clock);
    open(ResilienceRuns.context(clock, deadline, new ArrayList<>()));
    clock.advance(Duration.ofSeconds(30));
    ModelExchange idle = open(ResilienceRuns.context(clock));
    clock.advance(Duration.ofMinutes(10));

    ModelExchange last = open(ResilienceRuns.context(clock));
    idle.close();

    assertThat(bulkhead.inUse()).isEqualTo(1);
    last.close();
    assertThat(bulkhead.inUse()).isZero();
  }

  @Test
  void keepsThePermitOfASilentResponseThatIsRead() {
    var rejections = new ArrayList<Throwable>();
    Runnable silence =
        () -> {
          clock.advance(Duration.ofMinutes(11));
          rejections.add(catchThrowable(() -> open(ResilienceRuns.context(clock))));
        };

    ModelExchange exchange =
        bulkhead.intercept(
            REQUEST,
            ResilienceRuns.context(clock),
            (request, run) -> {
              silence.run();
              return silent(silence);
            });
    assertThat(exchange.iterator().hasNext()).isFalse();

    assertThat(rejections).hasSize(2).allMatch(TimedOutException.class::isInstance);
    assertThat(bulkhead.inUse()).isZero();
  }

  private static ModelExchange silent(Runnable onRead) {
    return new ModelExchange() {
      @Override
      public Iterator<ModelEvent> iterator() {
        return new Iterator<>() {
          @Override
          public boolean hasNext() {
            onRead.run();
            return false;
          }

          @Override
          public ModelEvent next() {
            throw new NoSuchElementException();
          }
        };
      }

      @Override
      public void close() {}
    };
  }

  @Test
  void letsTenantsTakeTurns() throws Exception {
    Bulkhead patient = bulkhead.withMaxWait(Duration.ofMinutes(1));
    var order = new ArrayList<String>();
    ModelExchange held = patient.intercept(REQUEST, ResilienceRuns.context(clock), RESPONDING);
    var done = new ArrayList<CompletableFuture<Void>>();
    int sleepers = 0;
    for (String tenant : List.of("a", "a", "a", "b")) {
      done.add(
          CompletableFuture.runAsync(
              () -> {
                RunContext context = ResilienceRuns.context(clock);
                try (ModelExchange exchange =
                    patient.forTenant(tenant).intercept(REQUEST, context, RESPONDING)) {
                  synchronized (order) {
                    order.add(tenant);
                  }
                  ResilienceRuns.text(exchange);
                }
              },
              action -> Thread.ofVirtual().start(action)));
      clock.awaitSleepers(++sleepers);
    }

    held.close();
    CompletableFuture.allOf(done.toArray(CompletableFuture[]::new)).get();

    assertThat(order).containsExactly("a", "a", "b", "a");
  }

  @Test
  void rejectsInvalidSettings() {
    assertThatThrownBy(() -> Bulkhead.of(0))
        .hasMessage("maxConcurrent: expected 1 or more, found 0");
    assertThatThrownBy(() -> bulkhead.withMaxWait(Duration.ofMillis(-1)))
        .hasMessage("wait: expected 0 or more, found PT-0.001S");
  }

  private ModelExchange open(RunContext context) {
    return bulkhead.intercept(REQUEST, context, RESPONDING);
  }

  private static CompletableFuture<ModelExchange> async(Bulkhead bulkhead, RunContext context) {
    return CompletableFuture.supplyAsync(
        () -> bulkhead.intercept(REQUEST, context, RESPONDING),
        action -> Thread.ofVirtual().start(action));
  }
}
