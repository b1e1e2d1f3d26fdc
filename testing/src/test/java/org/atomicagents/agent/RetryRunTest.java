package org.atomicagents.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.atomicagents.agent.OrderTypes.BAD_VALUE;
import static org.atomicagents.agent.OrderTypes.GOOD;
import static org.atomicagents.agent.OrderTypes.LINE;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.RawDelta;
import org.atomicagents.RunLimits;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.agent.OrderTypes.Line;
import org.atomicagents.agent.OrderTypes.Wish;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.ProviderError;
import org.atomicagents.error.RateLimitedException;
import org.atomicagents.error.RateLimitedException.Kind;
import org.atomicagents.error.TransportException;
import org.atomicagents.error.TransportException.Stage;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.message.Usage;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Budget;
import org.atomicagents.model.Model;
import org.atomicagents.model.RetryPolicy;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.atomicagents.time.Phase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs whose failed requests are retried. */
@Timeout(60)
class RetryRunTest {
  private static final Wish WISH = new Wish("two a");
  private final AgentException limited =
      RateLimitedException.of(error(429), Kind.RATE, Duration.ofSeconds(2));
  private final AgentException busy = UnavailableException.of(error(503), null);
  private final AgentException broken =
      TransportException.of("The connection was lost.", Stage.RESPONSE, null);

  private final AutoAdvanceClock clock = new AutoAdvanceClock();

  @Test
  void countsEveryRequestButOnlyResponsesAsAttempts() {
    var events = new ArrayList<Class<?>>();
    var script =
        ScriptedModel.of(
            ScriptedResponse.throwing(limited),
            ScriptedResponse.text(BAD_VALUE).withUsage(Usage.of(10, 5)),
            ScriptedResponse.throwing(busy),
            ScriptedResponse.text(GOOD).withUsage(Usage.of(20, 5)));

    RunResult<Line> result =
        agent(script.model().withRetry(RetryPolicy.ofDefaults()))
            .call(WISH, RunOptions.defaults().withListener(event -> events.add(event.getClass())));

    assertThat(result.output()).isEqualTo(LINE);
    assertThat(result.attempts()).isEqualTo(2);
    assertThat(result.requests()).isEqualTo(4);
    assertThat(result.usage()).isEqualTo(Usage.of(30, 10));
    assertThat(result.requestIds()).containsExactly("scripted-2", "scripted-4");
    assertThat(result.timings().of(Phase.BACKOFF))
        .isEqualTo(clock.sleeps().get(0).plus(clock.sleeps().get(1)))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    assertThat(script.requests().get(0)).isEqualTo(script.requests().get(1));
    assertThat(script.requests().get(2)).isEqualTo(script.requests().get(3));
    assertThat(events)
        .containsExactly(
            AgentEvent.RequestSent.class,
            AgentEvent.RequestFailed.class,
            AgentEvent.RequestRetried.class,
            AgentEvent.RequestSent.class,
            AgentEvent.ResponseReceived.class,
            AgentEvent.OutputRejected.class,
            AgentEvent.RequestSent.class,
            AgentEvent.RequestFailed.class,
            AgentEvent.RequestRetried.class,
            AgentEvent.RequestSent.class,
            AgentEvent.ResponseReceived.class,
            AgentEvent.RunCompleted.class);
    assertThat(script.closed()).isEqualTo(script.opened());
  }

  @Test
  void retriesAStreamOnlyBeforeItsFirstEvent() {
    var script =
        ScriptedModel.of(
            ScriptedResponse.events().withFailure(broken),
            ScriptedResponse.text(GOOD).withFailure(broken));
    var deltas = new StringBuilder();

    try (AgentStream<Line> stream =
        agent(script.model().withRetry(RetryPolicy.ofDefaults())).stream(WISH)) {
      assertThatThrownBy(
              () -> {
                for (RawDelta delta : stream.deltas()) {
                  deltas.append(delta.text());
                }
              })
          .isSameAs(broken);
    }

    assertThat(deltas).hasToString(GOOD);
    assertThat(script.requests()).hasSize(2);
    assertThat(script.closed()).isEqualTo(2);
  }

  @Test
  void throwsTheFailureIfNoRequestRemains() {
    var history = ChatHistory.unbounded();
    var script = ScriptedModel.by(request -> ScriptedResponse.throwing(busy));
    var agent = agent(script.model().withRetry(RetryPolicy.ofDefaults()));
    RunOptions options = RunOptions.history(history);

    for (RunOptions limited :
        List.of(
            options.withLimits(RunLimits.defaults().withMaxRequests(2)),
            options.withBudget(Budget.ofRequests(2)))) {
      int before = script.requests().size();

      assertThat(catchThrowableOfType(UnavailableException.class, () -> agent.run(WISH, limited)))
          .isSameAs(busy);
      assertThat(script.requests()).hasSize(before + 2);
    }
    assertThat(history.messages()).isEmpty();
  }

  @Test
  void neverWaitsBeyondTheDeadline() {
    var script = ScriptedModel.of(ScriptedResponse.throwing(limited));
    var agent = agent(script.model().withRetry(RetryPolicy.ofDefaults()));

    assertThatThrownBy(() -> agent.run(WISH, RunOptions.timeout(Duration.ofSeconds(2))))
        .isSameAs(limited);
    assertThat(clock.sleeps()).isEmpty();
  }

  @Test
  void closingAStreamEndsItsWait() throws Exception {
    var waiting = new CountDownLatch(1);
    var script = ScriptedModel.of(ScriptedResponse.throwing(limited));
    var agent =
        AtomicAgent.builder(
                Wish.class, Line.class, script.model().withRetry(RetryPolicy.ofDefaults()))
            .timeSource(new FrozenClock(waiting))
            .build();
    AgentStream<Line> stream = agent.stream(WISH);
    var result = new FutureTask<>(stream::result);
    Thread.ofVirtual().start(result);
    waiting.await();

    stream.close();

    assertThatThrownBy(result::get)
        .cause()
        .isInstanceOf(CancelledException.class)
        .hasMessage("Closed while reading the response of agent 'Line'.");
    assertThat(script.requests()).hasSize(1);
  }

  @Test
  void interruptingARunEndsItsWait() throws Exception {
    var waiting = new CountDownLatch(1);
    var script = ScriptedModel.of(ScriptedResponse.throwing(limited));
    var agent =
        AtomicAgent.builder(
                Wish.class, Line.class, script.model().withRetry(RetryPolicy.ofDefaults()))
            .timeSource(new FrozenClock(waiting))
            .build();
    var flag = new CompletableFuture<Boolean>();
    var result =
        new FutureTask<>(() -> {
          try {
            return agent.run(WISH);
          } finally {
            flag.complete(Thread.currentThread().isInterrupted());
          }
        });
    Thread running = Thread.ofPlatform().start(result);
    waiting.await();

    running.interrupt();

    assertThatThrownBy(result::get)
        .cause()
        .isInstanceOf(CancelledException.class)
        .hasMessage("Interrupted while waiting to retry a request.");
    assertThat(flag.get()).isTrue();
  }

  private AtomicAgent<Wish, Line> agent(Model model) {
    return AtomicAgent.builder(Wish.class, Line.class, model).timeSource(clock).build();
  }

  private static ProviderError error(int status) {
    return new ProviderError("scripted", status, "req_1", "Not now", "{}");
  }
}
