package org.atomicagents;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.atomicagents.chat.SystemPrompt.OmittedContext;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.ModelRefusalException;
import org.atomicagents.internal.run.ResponseAccumulator;
import org.atomicagents.internal.run.RunConfig;
import org.atomicagents.internal.run.RunEvents;
import org.atomicagents.message.Repair;
import org.atomicagents.message.Violation;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Budget;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.RunContext;
import org.atomicagents.model.Sampling;
import org.atomicagents.model.TokenCount;
import org.atomicagents.model.TokenCounter;
import org.atomicagents.time.TimeSource;
import org.atomicagents.time.Timings;
import org.junit.jupiter.api.Test;

class RunEventsTest {
  private static final int ROUNDS = 20_000;
  private static final List<Repair> REPAIRS = List.of();
  private static final List<Violation> VIOLATIONS = List.of();
  private final AgentException failure = ModelRefusalException.of("a", "no");
  private static final TokenCount COUNT = new TokenCount(1, 2, 3, null);
  private static final OmittedContext OMITTED =
      new OmittedContext("c", new IllegalStateException());
  private static final ResponseAccumulator RESPONSE =
      new ResponseAccumulator("m", ResponseMode.JSON_SCHEMA);
  private static final Timings.Recorder RECORDER = new Timings.Recorder(TimeSource.system());
  private static final List<String> TRIMMED = List.of("turn-1");
  private static final Timings TIMINGS = RECORDER.snapshot();

  @Test
  void allocatesNothingWithoutAnActiveListener() {
    Listeners disabled = Listeners.of(event -> {}).withEnabled(false);

    assertThat(allocatedBytes(Listeners.none())).isZero();
    assertThat(allocatedBytes(disabled)).isZero();
    assertThat(allocatedBytes(Listeners.of(event -> {}))).isPositive();
  }

  @Test
  void emitsOneEventOfEachType() {
    var received = new ArrayList<Class<?>>();
    Listeners listeners = Listeners.of(event -> received.add(event.getClass()));

    emitAll(context(listeners), config(listeners));

    assertThat(received)
        .containsExactly(
            AgentEvent.ContextOmitted.class,
            AgentEvent.TokensCounted.class,
            AgentEvent.ContextTrimmed.class,
            AgentEvent.ResponseReceived.class,
            AgentEvent.OutputRepaired.class,
            AgentEvent.OutputRejected.class,
            AgentEvent.AttemptsExhausted.class,
            AgentEvent.RunCompleted.class,
            AgentEvent.RunFailed.class);
  }

  /** Returns the minimum of several rounds, since the first ones also load classes. */
  private long allocatedBytes(Listeners listeners) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    RunConfig config = config(listeners);
    RunContext context = context(listeners);
    long min = Long.MAX_VALUE;
    for (int round = 0; round < 5; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < ROUNDS; i++) {
        emitAll(context, config);
      }
      min = Math.min(min, threads.getCurrentThreadAllocatedBytes() - before);
    }
    return min;
  }

  private void emitAll(RunContext context, RunConfig config) {
    RunEvents.contextOmitted(config, OMITTED);
    RunEvents.tokensCounted(config, COUNT);
    RunEvents.contextTrimmed(config, TRIMMED);
    RunEvents.responseReceived(context, 1, RESPONSE, "out");
    RunEvents.outputRepaired(context, 1, REPAIRS, "{}");
    RunEvents.outputRejected(context, 1, VIOLATIONS, "{}");
    RunEvents.attemptsExhausted(context, 1, failure);
    RunEvents.runCompleted(context, 1, TIMINGS);
    RunEvents.runFailed(context, failure);
  }

  private static RunContext context(Listeners listeners) {
    return new RunContext(
        "a", Deadline.none(), Budget.unlimited(), Integer.MAX_VALUE, listeners, RECORDER);
  }

  private static RunConfig config(Listeners listeners) {
    return new RunConfig(
        "a",
        Model.of((request, context) -> ModelExchange.of(), "m"),
        Sampling.defaults(),
        RunLimits.defaults(),
        null,
        Deadline.none(),
        Budget.unlimited(),
        null,
        ReAskScope.WHOLE,
        StreamOptions.defaults(),
        false,
        listeners,
        TokenCounter.heuristic(),
        TimeSource.system());
  }
}
