package org.atomicagents.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atomicagents.cache.GatedResponses.awaitThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.atomicagents.AtomicAgent;
import org.atomicagents.CacheState;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.cache.CacheTypes.Inquiry;
import org.atomicagents.cache.CacheTypes.Plan;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.limit.DrivenClock;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Deadline;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SharedCallTest {
  private static final Inquiry INPUT = new Inquiry("How do I bake bread?");

  private final DrivenClock clock = DrivenClock.stopped();
  private final GatedResponses gate = new GatedResponses();
  private final ResponseCache cache = ResponseCache.builder().timeSource(clock).build();
  private final CachedAgent<Inquiry, Plan> cached =
      CachedAgent.of(AtomicAgent.of(Inquiry.class, Plan.class, gate.model()), cache);

  @Test
  @DisplayName("F05 50 concurrent runs send one request")
  void f05() throws Exception {
    List<FutureTask<RunResult<Plan>>> runs = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      runs.add(start(RunOptions.defaults()));
    }
    awaitThat(() -> cache.engine().waitingRuns() == 50);

    gate.emit(CacheTypes.PLAN_JSON).end();

    Usage total = Usage.NONE;
    List<CacheState> states = new ArrayList<>();
    for (FutureTask<RunResult<Plan>> run : runs) {
      assertThat(run.get().output()).isEqualTo(CacheTypes.PLAN);
      total = total.plus(run.get().usage());
      states.add(run.get().cacheState());
    }
    assertThat(gate.requests()).isEqualTo(1);
    assertThat(total).isEqualTo(Usage.of(10, 5));
    assertThat(states).containsOnlyOnce(CacheState.MISS);
    assertThat(cached.call(INPUT).cacheState()).isEqualTo(CacheState.HIT);
  }

  @Test
  @DisplayName("F05 a failure reaches all runs and is not cached")
  void f05Failure() throws Exception {
    List<FutureTask<RunResult<Plan>>> runs = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      runs.add(start(RunOptions.defaults()));
    }
    awaitThat(() -> cache.engine().waitingRuns() == 50);

    gate.fail(LimitExceededException.of("the requests of the test", 1, 1));

    for (FutureTask<RunResult<Plan>> run : runs) {
      assertThatThrownBy(run::get).hasCauseInstanceOf(LimitExceededException.class);
    }
    assertThat(gate.requests()).isEqualTo(1);
    assertThat(cache.size()).isZero();
    gate.emit(CacheTypes.PLAN_JSON).end();
    assertThat(cached.call(INPUT).cacheState()).isEqualTo(CacheState.MISS);
  }

  @Test
  void thousandRunsSendOneRequest() throws Exception {
    List<FutureTask<RunResult<Plan>>> runs = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      runs.add(start(RunOptions.defaults()));
      if (i == 500) {
        // Half of the runs may find the flight, its end, or the entry.
        gate.emit(CacheTypes.PLAN_JSON).end();
      }
    }

    for (FutureTask<RunResult<Plan>> run : runs) {
      assertThat(run.get().output()).isEqualTo(CacheTypes.PLAN);
    }
    assertThat(gate.requests()).isEqualTo(1);
  }

  @Test
  void continuesAfterTheFirstCallerIsInterrupted() throws Exception {
    ChatHistory firstHistory = ChatHistory.unbounded();
    ChatHistory secondHistory = ChatHistory.unbounded();
    var outcome = new CompletableFuture<Throwable>();
    Thread first =
        Thread.ofVirtual()
            .start(() -> {
              try {
                cached.run(INPUT, RunOptions.history(firstHistory));
              } catch (RuntimeException e) {
                outcome.complete(e);
              }
            });
    gate.awaitRequest();
    FutureTask<RunResult<Plan>> second = start(RunOptions.history(secondHistory));
    awaitThat(() -> cache.engine().waitingRuns() == 2);

    first.interrupt();

    assertThat(outcome.get()).isInstanceOf(CancelledException.class);
    gate.emit(CacheTypes.PLAN_JSON).end();
    assertThat(second.get().output()).isEqualTo(CacheTypes.PLAN);
    assertThat(second.get().usage()).isEqualTo(Usage.of(10, 5));
    assertThat(gate.requests()).isEqualTo(1);
    assertThat(firstHistory.messages()).isEmpty();
    assertThat(secondHistory.messages()).hasSize(2);
  }

  @Test
  void cancelsTheRequestWhenTheLastCallerLeaves() throws Exception {
    Thread caller = Thread.ofVirtual().start(() -> swallow(() -> cached.run(INPUT)));
    gate.awaitRequest();

    caller.interrupt();

    gate.awaitClosed();
    caller.join();
    assertThat(cache.size()).isZero();
  }

  @Test
  void endsACallAtItsOwnDeadline() throws Exception {
    FutureTask<RunResult<Plan>> hasty =
        start(RunOptions.defaults().withDeadline(Deadline.after(Duration.ofSeconds(5), clock)));
    FutureTask<RunResult<Plan>> patient =
        start(RunOptions.defaults().withDeadline(Deadline.after(Duration.ofSeconds(50), clock)));
    awaitThat(() -> cache.engine().waitingRuns() == 2);

    clock.awaitSleepers(2);
    clock.advance(Duration.ofSeconds(5));

    assertThatThrownBy(hasty::get)
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(TimedOutException.class)
        .hasMessageStartingWith(
            "Timed out after 5000 ms while waiting for a cached or shared response of type Plan");
    gate.emit(CacheTypes.PLAN_JSON).end();
    assertThat(patient.get().output()).isEqualTo(CacheTypes.PLAN);
    assertThat(patient.get().usage()).isEqualTo(Usage.of(10, 5));
    assertThat(gate.requests()).isEqualTo(1);
  }

  @Test
  void sharesNothingBetweenTenants() throws Exception {
    FutureTask<RunResult<Plan>> first = start(cached.withTenant("a"), RunOptions.defaults());
    FutureTask<RunResult<Plan>> second = start(cached.withTenant("b"), RunOptions.defaults());
    awaitThat(() -> gate.requests() == 2);

    gate.fail(CancelledException.closed("testing"));
    gate.fail(CancelledException.closed("testing"));

    swallow(first::get);
    swallow(second::get);
    assertThat(gate.requests()).isEqualTo(2);
  }

  @Test
  void commitsToTheHistoryOfEachCaller() throws Exception {
    List<ChatHistory> histories = new ArrayList<>();
    List<FutureTask<RunResult<Plan>>> runs = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      var history = ChatHistory.unbounded();
      histories.add(history);
      runs.add(start(RunOptions.history(history)));
    }
    awaitThat(() -> cache.engine().waitingRuns() == 20);

    gate.emit(CacheTypes.PLAN_JSON).end();

    for (FutureTask<RunResult<Plan>> run : runs) {
      run.get();
    }
    assertThat(histories).allSatisfy(history -> assertThat(history.messages()).hasSize(2));
  }

  private FutureTask<RunResult<Plan>> start(RunOptions options) {
    return start(cached, options);
  }

  private static FutureTask<RunResult<Plan>> start(
      CachedAgent<Inquiry, Plan> agent, RunOptions options) {
    var task = new FutureTask<>(() -> agent.call(INPUT, options));
    Thread.ofVirtual().start(task);
    return task;
  }

  private interface Step {
    void run() throws Exception;
  }

  private static void swallow(Step step) {
    try {
      step.run();
    } catch (Exception e) {
      assertThat(e).isNotNull();
    }
  }
}
