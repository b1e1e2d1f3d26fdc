package org.atomicagents.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.Partial;
import org.atomicagents.RunOptions;
import org.atomicagents.error.CancelledException;
import org.atomicagents.testing.ScriptedModel;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TimedAgentTest {
  private static final BasicChatInput INPUT = new BasicChatInput("q");
  private static final String ANSWER = "{\"chat_message\":\"a\"}";

  @Test
  void recordsASuccessfulRun() {
    var agent = timed(ScriptedModel.answering(ANSWER));

    agent.run(INPUT);

    assertThat(agent.metrics().summary().count()).isEqualTo(1);
    assertThat(agent.metrics().summary().failureCount()).isZero();
    assertThat(agent.metrics().summary().latency().max()).isPositive();
  }

  @Test
  void recordsNothingIfRecordingIsOff() {
    var agent = timed(ScriptedModel.answering(ANSWER)).withRecording(false);

    agent.run(INPUT);

    assertThat(agent.metrics().summary().count()).isZero();
  }

  @Test
  @DisplayName("F09 a failed run is recorded with its type")
  void f09() {
    var agent = timed(ScriptedModel.answering("no JSON", "no JSON", "no JSON"));

    assertThatThrownBy(() -> agent.run(INPUT)).isInstanceOf(RuntimeException.class);

    assertThat(agent.metrics().summary().failures())
        .isEqualTo(Map.of("InvalidOutputException", 1L));
  }

  @Test
  void recordsAnInvalidArgument() {
    var agent = timed(ScriptedModel.answering(ANSWER));

    assertThatThrownBy(() -> agent.run(RunOptions.defaults()))
        .isInstanceOf(IllegalArgumentException.class);

    assertThat(agent.metrics().summary().failures())
        .isEqualTo(Map.of("IllegalArgumentException", 1L));
  }

  @Test
  void recordsAStreamOnceAtItsEnd() {
    var agent = timed(ScriptedModel.answering(ANSWER));

    try (AgentStream<BasicChatOutput> stream = agent.stream(INPUT)) {
      for (Partial<BasicChatOutput> partial : stream) {
        assertThat(partial).isNotNull();
        assertThat(agent.metrics().summary().count()).isZero();
      }
      assertThat(agent.metrics().summary().count()).isEqualTo(1);
      stream.result();
    }

    MetricsSummary summary = agent.metrics().summary();
    assertThat(summary.count()).isEqualTo(1);
    assertThat(summary.failureCount()).isZero();
    assertThat(summary.timeToFirstToken().count()).isEqualTo(1);
  }

  @Test
  void recordsAStreamOfWhichOnlyOneFieldIsRead() {
    var agent = timed(ScriptedModel.answering(ANSWER));

    try (AgentStream<BasicChatOutput> stream = agent.stream(INPUT)) {
      stream.text("$.chat_message").forEach(delta -> assertThat(delta).isNotNull());
      assertThat(stream.result().chatMessage()).isEqualTo("a");
    }

    assertThat(agent.metrics().summary().count()).isEqualTo(1);
    assertThat(agent.metrics().summary().failureCount()).isZero();
  }

  @Test
  void recordsAStreamThatIsClosedEarlyAsCancelled() {
    var agent = timed(ScriptedModel.answering("{\"chat_message\":\"a long answer\"}"));

    try (AgentStream<BasicChatOutput> stream = agent.stream(INPUT)) {
      stream.awaitStart();
    }

    assertThat(agent.metrics().summary().failures()).isEqualTo(Map.of("CancelledException", 1L));
  }

  @Test
  void recordsAFailedStreamOnce() {
    var agent = timed(ScriptedModel.throwing(CancelledException.closed("testing")));

    try (AgentStream<BasicChatOutput> stream = agent.stream(INPUT)) {
      assertThatThrownBy(stream::result).isInstanceOf(CancelledException.class);
      assertThatThrownBy(stream::result).isInstanceOf(CancelledException.class);
    }

    assertThat(agent.metrics().summary().failures()).isEqualTo(Map.of("CancelledException", 1L));
  }

  @Test
  void recordsAStreamWhoseClientThrowsAnExceptionOfItsOwn() {
    var agent =
        timed(
            ScriptedModel.by(request -> {
              throw new IllegalStateException("no client");
            }));

    try (AgentStream<BasicChatOutput> stream = agent.stream(INPUT)) {
      assertThatThrownBy(() -> stream.iterator().hasNext())
          .isInstanceOf(IllegalStateException.class);
    }

    assertThat(agent.metrics().summary().failures()).isEqualTo(Map.of("IllegalStateException", 1L));
  }

  @Test
  void ignoresAStreamThatIsNeverStarted() {
    var agent = timed(ScriptedModel.answering(ANSWER));

    agent.stream(INPUT).close();
    agent.prepare(INPUT, RunOptions.defaults()).close();

    assertThat(agent.metrics().summary().count()).isZero();
  }

  private static TimedAgent<BasicChatInput, BasicChatOutput> timed(ScriptedModel script) {
    return TimedAgent.of(AtomicAgent.of(script.model()));
  }
}
