package org.atomicagents.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atomicagents.agent.OrderTypes.BAD_TYPE;
import static org.atomicagents.agent.OrderTypes.GOOD;
import static org.atomicagents.agent.OrderTypes.LINE;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.RawDelta;
import org.atomicagents.RunLimits;
import org.atomicagents.RunOptions;
import org.atomicagents.agent.OrderTypes.Line;
import org.atomicagents.agent.OrderTypes.Wish;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.OverlapPolicy;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.ConflictException;
import org.atomicagents.error.InvalidOutputException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.error.TransportException;
import org.atomicagents.message.Message;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelClient;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.atomicagents.time.TimeSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunStreamTest {
  private static final Wish WISH = new Wish("two a");

  @Test
  void streamsTheTextAndThenTheOutput() {
    for (ResponseMode mode : ResponseMode.values()) {
      var script = ScriptedModel.answering(GOOD);
      try (var stream = agent(script).stream(WISH, RunOptions.defaults().withMode(mode))) {
        List<RawDelta> deltas = all(stream);

        assertThat(deltas).hasSizeGreaterThan(3).allMatch(delta -> delta.attempt() == 1);
        assertThat(text(deltas)).isEqualTo(GOOD);
        assertThat(stream.result()).isEqualTo(LINE);
      }
      assertThat(script.requests().getFirst().stream()).isTrue();
      assertThat(script.closed()).isEqualTo(1);
    }
  }

  @Test
  void returnsTheOutputWithoutReadingTheText() {
    var history = ChatHistory.unbounded();
    try (var stream =
        agent(ScriptedModel.answering(GOOD)).stream(WISH, RunOptions.history(history))) {
      assertThat(stream.result()).isEqualTo(LINE);
      assertThat(stream.runResult().attempts()).isEqualTo(1);
    }
    assertThat(history.messages())
        .containsExactly(Message.user("{\"text\":\"two a\"}"), Message.assistant(GOOD));
  }

  @Test
  void labelsTextWithItsAttempt() {
    try (var stream = agent(ScriptedModel.answering(BAD_TYPE, GOOD)).stream(WISH)) {
      List<RawDelta> deltas = all(stream);

      assertThat(text(deltas.stream().filter(d -> d.attempt() == 1).toList())).isEqualTo(BAD_TYPE);
      assertThat(text(deltas.stream().filter(d -> d.attempt() == 2).toList())).isEqualTo(GOOD);
      assertThat(stream.runResult().attempts()).isEqualTo(2);
    }
  }

  @Test
  void doesNotCommitIfClosedEarly() {
    var history = ChatHistory.unbounded().withOverlapPolicy(OverlapPolicy.REJECT);
    var script = ScriptedModel.answering(GOOD, GOOD);
    var agent = agent(script);
    AgentStream<Line> stream = agent.stream(WISH, RunOptions.history(history));
    Iterator<RawDelta> deltas = stream.deltas().iterator();
    deltas.next();

    stream.close();
    stream.close();

    assertThatThrownBy(deltas::hasNext)
        .isInstanceOf(CancelledException.class)
        .hasMessage("Closed while reading the response of agent 'Line'.");
    assertThatThrownBy(stream::result).isInstanceOf(CancelledException.class);
    assertThat(script.closed()).isEqualTo(1);
    assertThat(history.messages()).isEmpty();
    agent.run(WISH, RunOptions.history(history));
  }

  @Test
  void sendsNoRequestAfterClosing() {
    var script = ScriptedModel.answering(GOOD);
    AgentStream<Line> stream = agent(script).stream(WISH);

    stream.close();

    assertThatThrownBy(stream::result)
        .isInstanceOf(CancelledException.class)
        .hasMessage("Closed while reading the response of agent 'Line'.");
    assertThat(script.requests()).isEmpty();
  }

  @Test
  void doesNotReAskAfterClosing() {
    var script = ScriptedModel.answering(BAD_TYPE, GOOD);
    var streams = new ArrayList<AgentStream<Line>>();
    var options =
        RunOptions.defaults()
            .withListener(event -> {
              if (event instanceof AgentEvent.OutputRejected) {
                streams.getFirst().close();
              }
            });
    streams.add(agent(script).stream(WISH, options));

    assertThatThrownBy(() -> streams.getFirst().result()).isInstanceOf(CancelledException.class);
    assertThat(script.requests()).hasSize(1);
  }

  @Test
  void doesNotCommitAfterClosing() {
    var history = ChatHistory.unbounded();
    var streams = new ArrayList<AgentStream<Line>>();
    var options =
        RunOptions.history(history)
            .withListener(event -> {
              if (event instanceof AgentEvent.ResponseReceived) {
                streams.getFirst().close();
              }
            });
    streams.add(agent(ScriptedModel.answering(GOOD)).stream(WISH, options));

    assertThatThrownBy(() -> streams.getFirst().result()).isInstanceOf(CancelledException.class);
    assertThat(history.messages()).isEmpty();
  }

  @Test
  void throwsTheSameFailureAgain() {
    var cut = TransportException.of("cut", TransportException.Stage.RESPONSE, null);
    var history = ChatHistory.unbounded();
    var script = ScriptedModel.of(ScriptedResponse.text("{\"sku\":").withFailure(cut));
    try (var stream = agent(script).stream(WISH, RunOptions.history(history))) {
      assertThatThrownBy(() -> all(stream)).isSameAs(cut);
      assertThatThrownBy(stream::result).isSameAs(cut);
    }
    assertThat(script.closed()).isEqualTo(1);
    assertThat(history.messages()).isEmpty();
  }

  @Test
  void failsAtTheEndIfTheOutputIsInvalid() {
    var options = RunOptions.defaults().withLimits(RunLimits.defaults().withMaxAttempts(1));
    try (var stream = agent(ScriptedModel.answering(BAD_TYPE)).stream(WISH, options)) {
      assertThatThrownBy(() -> all(stream)).isInstanceOf(InvalidOutputException.class);
    }
  }

  @Test
  void allowsOneIteration() {
    try (var stream = agent(ScriptedModel.answering(GOOD)).stream(WISH)) {
      assertThat(stream.deltas().iterator()).hasNext();

      assertThatThrownBy(() -> stream.deltas().iterator())
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("The deltas of a stream can be read once.");
    }
  }

  @Test
  void abandonedStreamLosesItsLeaseAtItsDeadline() {
    var history = ChatHistory.unbounded().withOverlapPolicy(OverlapPolicy.QUEUE);
    var clock = new ManualClock();
    var agent = agent(ScriptedModel.answering(GOOD, GOOD), clock);
    AgentStream<Line> abandoned =
        agent.stream(WISH, RunOptions.history(history).withTimeout(Duration.ofMinutes(1)));
    abandoned.deltas().iterator().next();

    clock.advance(Duration.ofMinutes(1));

    assertThat(agent.run(WISH, RunOptions.history(history))).isEqualTo(LINE);
    assertThatThrownBy(abandoned::result)
        .isInstanceOf(TimedOutException.class)
        .hasMessageStartingWith("Timed out after 60000 ms while reading the response");
    assertThat(history.messageCount()).isEqualTo(2);
  }

  @Test
  void streamKeepsItsLeaseAfterItsPreparedRunIsClosed() {
    var history = ChatHistory.unbounded().withOverlapPolicy(OverlapPolicy.REJECT);
    var agent = agent(ScriptedModel.answering(GOOD, GOOD));
    AgentStream<Line> stream;
    try (var prepared = agent.prepare(WISH, RunOptions.history(history))) {
      stream = prepared.stream();
    }

    assertThatThrownBy(() -> agent.run(WISH, RunOptions.history(history)))
        .isInstanceOf(ConflictException.class);
    assertThat(stream.result()).isEqualTo(LINE);
    assertThat(agent.run(WISH, RunOptions.history(history))).isEqualTo(LINE);
    assertThat(history.messageCount()).isEqualTo(4);
  }

  @Test
  void closedPreparedRunCannotBeStarted() {
    var history = ChatHistory.unbounded().withOverlapPolicy(OverlapPolicy.QUEUE);
    var agent = agent(ScriptedModel.answering(GOOD));
    var prepared = agent.prepare(WISH, RunOptions.history(history));

    prepared.close();

    assertThatThrownBy(prepared::call).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> prepared.commit(LINE)).isInstanceOf(IllegalStateException.class);
    assertThat(agent.run(WISH, RunOptions.history(history))).isEqualTo(LINE);
    assertThat(history.messageCount()).isEqualTo(2);
  }

  @Test
  void closedPreparedRunCannotBeStartedEvenIfRunsMayOverlap() {
    var history = ChatHistory.unbounded();
    var agent = agent(ScriptedModel.answering());
    var prepared = agent.prepare(WISH, RunOptions.history(history));

    prepared.close();

    assertThatThrownBy(prepared::call).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(prepared::stream).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> prepared.commit(LINE)).isInstanceOf(IllegalStateException.class);
    assertThat(history.messages()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = OverlapPolicy.class,
      names = {"QUEUE", "REJECT"})
  void unreadStreamWithoutDeadlineLosesItsLeaseAfterTheIdleTime(OverlapPolicy policy) {
    var history = ChatHistory.unbounded().withOverlapPolicy(policy);
    var clock = new ManualClock();
    var agent = agent(ScriptedModel.answering(GOOD, GOOD), clock);
    AgentStream<Line> abandoned = agent.stream(WISH, RunOptions.history(history));

    clock.advance(ChatHistory.MAX_IDLE_TIME);

    assertThat(agent.run(WISH, RunOptions.history(history))).isEqualTo(LINE);
    assertThatThrownBy(abandoned::result)
        .isInstanceOf(TimedOutException.class)
        .hasMessage(
            """
            Timed out after 600000 ms while reading the response of agent 'Line' (limit IDLE).
            Raise the limit, or ask for less.\
            """);
    assertThat(history.messageCount()).isEqualTo(2);
  }

  @Test
  void streamWithCompleteResponseLosesItsLeaseAfterTheIdleTime() {
    var history = ChatHistory.unbounded().withOverlapPolicy(OverlapPolicy.REJECT);
    var clock = new ManualClock();
    var agent = agent(ScriptedModel.answering(GOOD, GOOD), clock);
    var options = RunOptions.history(history);
    AgentStream<Line> abandoned = agent.stream(WISH, options);
    abandoned.deltas().iterator().next();

    // The reader of the stream may still be reading the response.
    while (history.messageCount() == 0) {
      clock.advance(ChatHistory.MAX_IDLE_TIME);
      runUnlessRejected(agent, options);
    }

    assertThatThrownBy(abandoned::result).isInstanceOf(TimedOutException.class);
    assertThat(history.messageCount()).isEqualTo(2);
  }

  @Test
  void abandonedPreparedRunLosesItsLeaseAfterTheIdleTime() {
    var history = ChatHistory.unbounded().withOverlapPolicy(OverlapPolicy.QUEUE);
    var clock = new ManualClock();
    var agent = agent(ScriptedModel.answering(GOOD), clock);
    var options = RunOptions.history(history);
    var abandoned = agent.prepare(WISH, options);

    clock.advance(ChatHistory.MAX_IDLE_TIME);
    agent.run(WISH, options);

    assertThatThrownBy(abandoned::call).isInstanceOf(TimedOutException.class);
    assertThat(history.messageCount()).isEqualTo(2);
  }

  @Test
  void slowReaderKeepsItsLease() {
    var history = ChatHistory.unbounded().withOverlapPolicy(OverlapPolicy.REJECT);
    var clock = new ManualClock();
    var agent = agent(ScriptedModel.answering(GOOD), clock);
    try (AgentStream<Line> stream = agent.stream(WISH, RunOptions.history(history))) {
      for (RawDelta delta : stream.deltas()) {
        assertThat(delta.text()).isNotEmpty();
        assertThatThrownBy(() -> agent.run(WISH, RunOptions.history(history)))
            .isInstanceOf(ConflictException.class);
        clock.advance(ChatHistory.MAX_IDLE_TIME.minusNanos(1));
      }
    }
    assertThat(history.messageCount()).isEqualTo(2);
  }

  @Test
  void runThatWaitsForItsModelIsNotIdle() {
    var history = ChatHistory.unbounded().withOverlapPolicy(OverlapPolicy.REJECT);
    var clock = new ManualClock();
    var options = RunOptions.history(history);
    var other = agent(ScriptedModel.answering(), clock);
    var script = ScriptedModel.answering(GOOD, GOOD);
    ModelClient slow =
        (request, context) -> {
          clock.advance(ChatHistory.MAX_IDLE_TIME.multipliedBy(2));
          assertThatThrownBy(() -> other.run(WISH, options)).isInstanceOf(ConflictException.class);
          return script.model().client().open(request, context);
        };
    var agent =
        AtomicAgent.builder(
                Wish.class, Line.class, Model.of(slow, "slow").withModes(ResponseMode.JSON_SCHEMA))
            .timeSource(clock)
            .build();

    assertThat(agent.run(WISH, options)).isEqualTo(LINE);
    try (AgentStream<Line> stream = agent.stream(WISH, options)) {
      assertThat(stream.result()).isEqualTo(LINE);
    }
    assertThat(history.messageCount()).isEqualTo(4);
  }

  @Test
  void abandonedStreamLosesItsLeaseAlsoWithRejectPolicy() {
    var history = ChatHistory.unbounded().withOverlapPolicy(OverlapPolicy.REJECT);
    var clock = new ManualClock();
    var agent = agent(ScriptedModel.answering(GOOD, GOOD), clock);
    AgentStream<Line> abandoned =
        agent.stream(WISH, RunOptions.history(history).withTimeout(Duration.ofMinutes(1)));
    assertThatThrownBy(() -> agent.run(WISH, RunOptions.history(history)))
        .isInstanceOf(ConflictException.class);

    clock.advance(Duration.ofMinutes(1));

    assertThat(agent.run(WISH, RunOptions.history(history))).isEqualTo(LINE);
    assertThatThrownBy(abandoned::result).isInstanceOf(TimedOutException.class);
    assertThat(history.messageCount()).isEqualTo(2);
  }

  @Test
  void stopsReadingWhenAnotherRunHasTakenOver() throws Exception {
    var history = ChatHistory.unbounded().withOverlapPolicy(OverlapPolicy.QUEUE);
    var clock = new ManualClock();
    var exchange = new ControlledExchange().emitText(GOOD.substring(0, 5));
    var slow =
        AtomicAgent.builder(Wish.class, Line.class, ControlledExchange.model(exchange))
            .timeSource(clock)
            .build();
    AgentStream<Line> late =
        slow.stream(WISH, RunOptions.history(history).withTimeout(Duration.ofMinutes(1)));
    late.deltas().iterator().next();
    clock.advance(Duration.ofMinutes(1));
    agent(ScriptedModel.answering(GOOD), clock).run(WISH, RunOptions.history(history));

    exchange.emitText(GOOD.substring(5));

    assertThatThrownBy(late::result).isInstanceOf(TimedOutException.class);
    exchange.awaitClosed();
    assertThat(history.messageCount()).isEqualTo(2);
  }

  @Test
  void cannotCommitWhileTheRunThatTookOverIsInProgress() {
    var history = ChatHistory.unbounded().withOverlapPolicy(OverlapPolicy.QUEUE);
    var clock = new ManualClock();
    var agent = agent(ScriptedModel.answering(GOOD, GOOD), clock);
    var options = RunOptions.history(history);
    AgentStream<Line> late = agent.stream(WISH, options.withTimeout(Duration.ofMinutes(1)));
    clock.advance(Duration.ofMinutes(1));
    try (AgentStream<Line> next = agent.stream(WISH, options)) {

      assertThatThrownBy(late::result).isInstanceOf(TimedOutException.class);

      assertThat(history.messages()).isEmpty();
      assertThat(next.result()).isEqualTo(LINE);
    }
    assertThat(history.messageCount()).isEqualTo(2);
  }

  @Test
  void doesNotCommitAPreparedRunThatLostItsLease() {
    var history = ChatHistory.unbounded().withOverlapPolicy(OverlapPolicy.QUEUE);
    var clock = new ManualClock();
    var agent = agent(ScriptedModel.answering(GOOD), clock);
    var options = RunOptions.history(history);
    try (var prepared = agent.prepare(WISH, options.withTimeout(Duration.ofMinutes(1)))) {
      clock.advance(Duration.ofMinutes(1));
      agent.run(WISH, options);

      assertThatThrownBy(() -> prepared.commit(LINE))
          .isInstanceOf(TimedOutException.class)
          .hasMessage(
              """
              Timed out after 60000 ms while committing the turn of agent 'Line' (limit DEADLINE).
              Raise the limit, or ask for less.\
              """);
    }
    assertThat(history.messageCount()).isEqualTo(2);
  }

  @Test
  void commitsAfterItsDeadlineIfNoOtherRunTookOver() {
    var history = ChatHistory.unbounded().withOverlapPolicy(OverlapPolicy.QUEUE);
    var clock = new ManualClock();
    var agent = agent(ScriptedModel.answering(GOOD, GOOD), clock);
    var options = RunOptions.history(history).withTimeout(Duration.ofMinutes(1));
    try (AgentStream<Line> stream = agent.stream(WISH, options)) {
      all(stream);
      clock.advance(Duration.ofMinutes(1));

      assertThat(stream.result()).isEqualTo(LINE);
    }
    assertThat(history.messageCount()).isEqualTo(2);
  }

  private static void runUnlessRejected(AtomicAgent<Wish, Line> agent, RunOptions options) {
    try {
      agent.run(WISH, options);
    } catch (ConflictException e) {
      Thread.onSpinWait();
    }
  }

  private static List<RawDelta> all(AgentStream<?> stream) {
    var deltas = new ArrayList<RawDelta>();
    stream.deltas().forEach(deltas::add);
    return deltas;
  }

  private static String text(List<RawDelta> deltas) {
    return deltas.stream().map(RawDelta::text).collect(Collectors.joining());
  }

  private static AtomicAgent<Wish, Line> agent(ScriptedModel script) {
    return AtomicAgent.of(Wish.class, Line.class, script.model());
  }

  private static AtomicAgent<Wish, Line> agent(ScriptedModel script, TimeSource time) {
    return AtomicAgent.builder(Wish.class, Line.class, script.model()).timeSource(time).build();
  }
}
