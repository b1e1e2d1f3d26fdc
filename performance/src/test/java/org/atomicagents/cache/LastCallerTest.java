package org.atomicagents.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atomicagents.cache.GatedResponses.awaitThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.atomicagents.Agent;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.ForwardingRun;
import org.atomicagents.PreparedRun;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.cache.CacheTypes.Inquiry;
import org.atomicagents.cache.CacheTypes.Plan;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.error.TimedOutException.Limit;
import org.atomicagents.limit.DrivenClock;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Model;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The failures of the callers of a shared run, of which nothing of the paid usage is lost. */
@Timeout(60)
class LastCallerTest {
  private static final Inquiry INPUT = new Inquiry("How do I bake bread?");
  private static final Usage PAID = Usage.of(10, 5);

  private final DrivenClock clock = DrivenClock.stopped();
  private final GatedResponses gate = new GatedResponses();
  private final ResponseCache cache = ResponseCache.builder().timeSource(clock).build();
  private final AtomicAgent<Inquiry, Plan> agent =
      AtomicAgent.of(Inquiry.class, Plan.class, gate.model());
  private final CachedAgent<Inquiry, Plan> cached = CachedAgent.of(agent, cache);
  private final RunOptions withDeadline =
      RunOptions.defaults().withDeadline(Deadline.after(Duration.ofSeconds(5), clock));

  private record Caller(Thread thread, FutureTask<Plan> task) {
    AgentException failure() throws InterruptedException {
      try {
        throw new AssertionError("expected a failure, found " + task.get());
      } catch (ExecutionException e) {
        return (AgentException) e.getCause();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aPassedDeadlineReportsTheUsageOfTheRun(boolean isStream) throws Exception {
    Caller caller = startReAsked(isStream, withDeadline);

    clock.awaitSleepers(1);
    clock.advance(Duration.ofSeconds(5));

    assertThat(caller.failure())
        .isInstanceOf(TimedOutException.class)
        .satisfies(LastCallerTest::assertIsPaid);
    gate.awaitClosed();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anInterruptReportsTheUsageOfTheRun(boolean isStream) throws Exception {
    Caller caller = startReAsked(isStream, RunOptions.defaults());

    caller.thread().interrupt();

    assertThat(caller.failure())
        .isInstanceOf(CancelledException.class)
        .satisfies(LastCallerTest::assertIsPaid);
  }

  @Test
  void anEarlierCallerReportsNoUsage() throws Exception {
    Caller first = startReAsked(false, RunOptions.defaults());
    Caller second = start(false, RunOptions.defaults());
    awaitThat(() -> cache.engine().waitingRuns() == 2);

    first.thread().interrupt();
    assertThat(first.failure().usage()).isEqualTo(Usage.NONE);
    second.thread().interrupt();

    assertIsPaid(second.failure());
  }

  @Test
  void keepsTheInterruptOfTheCaller() throws Exception {
    var isInterrupted = new AtomicBoolean();
    var caller =
        new FutureTask<Void>(() -> {
          try {
            cached.run(INPUT);
          } finally {
            isInterrupted.set(Thread.currentThread().isInterrupted());
          }
          return null;
        });
    Thread thread = Thread.ofVirtual().start(caller);
    gate.awaitRequest();
    awaitThat(() -> cache.engine().waitingRuns() == 1);

    thread.interrupt();

    assertThatThrownBy(caller::get).hasCauseInstanceOf(CancelledException.class);
    assertThat(isInterrupted).isTrue();
  }

  /** A run whose output cannot be committed, as after the takeover of its conversation. */
  private record UncommittedRun<O>(PreparedRun<O> run) implements ForwardingRun<O> {
    @Override
    public Optional<PreparedRun<O>> detached() {
      return run.detached();
    }

    @Override
    public RunResult<O> call() {
      return run.call();
    }

    @Override
    public AgentStream<O> stream() {
      return run.stream();
    }

    @Override
    public void commitResult(RunResult<O> result) {
      throw TimedOutException.of(Limit.DEADLINE, Duration.ofSeconds(1), "committing");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFailedCommitReportsTheUsageOfTheRun(boolean isStream) throws Exception {
    Agent<Inquiry, Plan> uncommitted =
        (input, options) -> new UncommittedRun<>(agent.prepare(input, options));
    gate.emit(CacheTypes.PLAN_JSON).end();

    Caller caller =
        start(CachedAgent.of(uncommitted, agent.output(), cache), isStream, RunOptions.defaults());

    assertThat(caller.failure())
        .hasMessageContaining("committing")
        .satisfies(LastCallerTest::assertIsPaid);
  }

  @Test
  void allCallersGetTheCancellationExceptionOfAModel() throws Exception {
    var failing = new CountDownLatch(1);
    Model model =
        Model.of(
            (request, context) -> {
              awaitUninterruptibly(failing);
              throw new CancellationException("testing");
            },
            "m");
    var shared = CachedAgent.of(AtomicAgent.of(Inquiry.class, Plan.class, model), cache);
    Caller plain = start(shared, false, RunOptions.defaults());
    Caller limited = start(shared, false, withDeadline);
    awaitThat(() -> cache.engine().waitingRuns() == 2);

    failing.countDown();

    for (Caller caller : new Caller[] {plain, limited}) {
      assertThatThrownBy(caller.task()::get)
          .cause()
          .isInstanceOf(CancellationException.class)
          .hasMessage("testing");
    }
  }

  @Test
  void closesTheDetachedRunsThatAreNotNeeded() throws Exception {
    var open = new AtomicInteger();
    Agent<Inquiry, Plan> counting =
        (input, options) -> new CountedRun<>(agent.prepare(input, options), open);
    var shared = CachedAgent.of(counting, agent.output(), cache);
    Caller first = start(shared, false, RunOptions.defaults());
    awaitThat(() -> cache.engine().waitingRuns() == 1);
    Caller second = start(shared, false, RunOptions.defaults());
    awaitThat(() -> cache.engine().waitingRuns() == 2);

    awaitThat(() -> open.get() == 1);

    gate.emit(CacheTypes.PLAN_JSON).end();
    assertThat(first.task().get()).isEqualTo(second.task().get());
    awaitThat(() -> open.get() == 0);
  }

  /** A run that counts the detached runs that are not closed. */
  private record CountedRun<O>(PreparedRun<O> run, AtomicInteger open) implements ForwardingRun<O> {
    @Override
    public Optional<PreparedRun<O>> detached() {
      return run.detached()
          .map(detached -> {
            open.incrementAndGet();
            return new DetachedRun<>(detached, open, new AtomicBoolean());
          });
    }

    @Override
    public RunResult<O> call() {
      return run.call();
    }

    @Override
    public AgentStream<O> stream() {
      return run.stream();
    }
  }

  private record DetachedRun<O>(PreparedRun<O> run, AtomicInteger open, AtomicBoolean isClosed)
      implements ForwardingRun<O> {
    @Override
    public Optional<PreparedRun<O>> detached() {
      return Optional.empty();
    }

    @Override
    public RunResult<O> call() {
      return run.call();
    }

    @Override
    public AgentStream<O> stream() {
      return run.stream();
    }

    @Override
    public void close() {
      run.close();
      if (!isClosed.getAndSet(true)) {
        open.decrementAndGet();
      }
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    awaitThat(() -> latch.getCount() == 0);
  }

  private static void assertIsPaid(AgentException failure) {
    assertThat(failure.usage()).isEqualTo(PAID);
    assertThat(failure.requestIds()).isNotEmpty();
    assertThat(failure.requests()).isPositive();
  }

  /** Starts a run that waits for its second response, after an invalid first one. */
  private Caller startReAsked(boolean isStream, RunOptions options) {
    gate.emit("{}").end();
    Caller caller = start(isStream, options);
    awaitThat(() -> gate.requests() == 2);
    return caller;
  }

  private Caller start(boolean isStream, RunOptions options) {
    return start(cached, isStream, options);
  }

  private static Caller start(
      CachedAgent<Inquiry, Plan> agent, boolean isStream, RunOptions options) {
    var task =
        new FutureTask<>(() -> {
          if (!isStream) {
            return agent.run(INPUT, options);
          }
          try (AgentStream<Plan> stream = agent.stream(INPUT, options)) {
            return stream.result();
          }
        });
    return new Caller(Thread.ofVirtual().start(task), task);
  }
}
