package org.atomicagents.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.RunOptions;
import org.atomicagents.testing.ScriptedModel;
import org.junit.jupiter.api.Test;

class ObservedAgentTest {
  private static final BasicChatInput INPUT = new BasicChatInput("q");
  private static final String ANSWER = "{\"chat_message\":\"a\"}";

  private final ObservationLog log = new ObservationLog();

  @Test
  void reportsARunWithItsRequest() {
    observed(ScriptedModel.answering(ANSWER)).run(INPUT);

    assertThat(log.lines())
        .containsExactly(
            "run chat", "chat 1 gpt-5-mini", "chat end COMPLETED", "run end COMPLETED");
  }

  @Test
  void countsReAsksByPath() {
    observed(ScriptedModel.answering("{\"chat_message\":null}", ANSWER)).run(INPUT);

    RunCounts counts = log.runs().getFirst().counts();
    assertThat(counts.requests()).isEqualTo(2);
    assertThat(counts.reAsks()).isEqualTo(1);
    assertThat(counts.violations()).isEqualTo(Map.of("$.chat_message", 1));
  }

  @Test
  void reportsAFailedRun() {
    var agent = observed(ScriptedModel.answering("no JSON", "no JSON", "no JSON"));

    assertThatThrownBy(() -> agent.run(INPUT)).isInstanceOf(RuntimeException.class);

    assertThat(log.lines()).endsWith("chat end COMPLETED", "run end FAILED");
    assertThat(log.open()).isZero();
  }

  @Test
  void reportsNoRunThatIsOnlyPrepared() {
    observed(ScriptedModel.answering(ANSWER)).prepare(INPUT, RunOptions.defaults()).close();

    assertThat(log.lines()).containsExactly("run end UNUSED");
  }

  @Test
  void reportsARunOfEachCallOfAPreparedRun() {
    var agent = observed(ScriptedModel.answering(ANSWER, ANSWER));

    try (var run = agent.prepare(INPUT, RunOptions.defaults())) {
      run.call();
      run.call();
    }

    assertThat(log.runs())
        .extracting(RunReport::outcome)
        .containsExactly(ActivityOutcome.COMPLETED, ActivityOutcome.COMPLETED);
  }

  @Test
  void reportsAStreamAtItsEnd() {
    try (var stream = observed(ScriptedModel.answering(ANSWER)).stream(INPUT)) {
      assertThat(log.lines()).isEmpty();
      stream.forEach(partial -> {});
    }

    assertThat(log.lines())
        .containsExactly(
            "run chat streamed", "chat 1 gpt-5-mini", "chat end COMPLETED", "run end COMPLETED");
  }

  @Test
  void reportsAStreamThatIsClosedEarly() {
    var response = new PausedResponse();
    try (var stream = observed(response.model()).stream(INPUT)) {
      stream.awaitStart();
    }

    assertThat(log.lines()).endsWith("run end CANCELLED");
    assertThat(log.open()).isZero();
    response.end();
  }

  @Test
  void givesEachRequestToTheInnermostRunOnly() {
    var inner = observed(ScriptedModel.answering(ANSWER));
    var outer = ObservedAgent.of(inner, log).withName("outer");

    outer.run(INPUT);

    assertThat(log.lines())
        .containsExactly(
            "run outer",
            "run chat",
            "chat 1 gpt-5-mini",
            "chat end COMPLETED",
            "run end COMPLETED",
            "run end COMPLETED");
  }

  @Test
  void givesRequestsOfANestedRunToOtherObservers() {
    var own = new ObservationLog();
    var inner = ObservedAgent.of(agent(ScriptedModel.answering(ANSWER)), own);

    ObservedAgent.of(inner, log).run(INPUT);

    assertThat(log.lines())
        .containsExactly(
            "run chat", "chat 1 gpt-5-mini", "chat end COMPLETED", "run end COMPLETED");
    assertThat(own.lines()).isEqualTo(log.lines());
  }

  @Test
  void returnsTheRunsOfTheAgentWithoutObservers() {
    var agent = agent(ScriptedModel.answering(ANSWER));

    try (var run = ObservedAgent.of(agent).prepare(INPUT, RunOptions.defaults())) {
      assertThat(run.getClass().getSimpleName()).isEqualTo("PlannedRun");
    }
  }

  @Test
  void ignoresExceptionsOfObservers() {
    RunObserver failing =
        run -> {
          throw new IllegalStateException("no exporter");
        };
    RunObserver failingAtTheEnd =
        run ->
            report -> {
              throw new IllegalStateException("no exporter");
            };
    var agent =
        ObservedAgent.of(agent(ScriptedModel.answering(ANSWER)), failing, failingAtTheEnd, log);

    BasicChatOutput output = agent.run(INPUT);

    assertThat(output.chatMessage()).isEqualTo("a");
    assertThat(log.lines()).endsWith("run end COMPLETED");
  }

  private ObservedAgent<BasicChatInput, BasicChatOutput> observed(ScriptedModel script) {
    return ObservedAgent.of(agent(script), log);
  }

  private static AtomicAgent<BasicChatInput, BasicChatOutput> agent(ScriptedModel script) {
    return AtomicAgent.builder(script.model()).name("chat").build();
  }
}
