package org.atomicagents.internal.run;

import java.util.List;
import java.util.function.Function;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.error.AgentException;
import org.atomicagents.message.Repair;
import org.atomicagents.message.Violation;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.RunContext;
import org.atomicagents.model.TokenCount;
import org.atomicagents.time.Timings;

/** Emits the events of runs to their listeners. Allocates nothing without an active listener. */
public final class RunEvents {
  private RunEvents() {}

  /** Emits an event of an agent that wraps the agent of a run. */
  public static void emit(RunConfig config, Function<String, AgentEvent> event) {
    if (config.listeners().isActive()) {
      config.listeners().emit(event.apply(config.agent()));
    }
  }

  public static void contextOmitted(RunConfig config, SystemPrompt.OmittedContext context) {
    if (config.listeners().isActive()) {
      config
          .listeners()
          .emit(new AgentEvent.ContextOmitted(config.agent(), context.name(), context.failure()));
    }
  }

  public static void tokensCounted(RunConfig config, TokenCount count) {
    if (config.listeners().isActive()) {
      config.listeners().emit(new AgentEvent.TokensCounted(config.agent(), count));
    }
  }

  public static void contextTrimmed(RunConfig config, List<String> turns) {
    if (config.listeners().isActive()) {
      config.listeners().emit(new AgentEvent.ContextTrimmed(config.agent(), turns));
    }
  }

  public static void responseReceived(
      RunContext run, int attempt, ResponseAccumulator response, String outputName) {
    if (run.listeners().isActive()) {
      run.listeners()
          .emit(
              new AgentEvent.ResponseReceived(
                  run.agent(),
                  attempt,
                  response.model(),
                  response.json(outputName),
                  response.finishReason(),
                  response.usage()));
    }
  }

  public static void outputRepaired(
      RunContext run, int attempt, List<Repair> repairs, String json) {
    if (run.listeners().isActive()) {
      run.listeners().emit(new AgentEvent.OutputRepaired(run.agent(), attempt, repairs, json));
    }
  }

  public static void outputRejected(
      RunContext run, int attempt, List<Violation> violations, String json) {
    if (run.listeners().isActive()) {
      run.listeners().emit(new AgentEvent.OutputRejected(run.agent(), attempt, violations, json));
    }
  }

  public static void attemptsExhausted(RunContext run, int attempts, AgentException failure) {
    if (run.listeners().isActive()) {
      run.listeners().emit(new AgentEvent.AttemptsExhausted(run.agent(), attempts, failure));
    }
  }

  public static void runCompleted(RunContext run, int attempts, Timings timings) {
    if (run.listeners().isActive()) {
      run.listeners()
          .emit(
              new AgentEvent.RunCompleted(
                  run.agent(), attempts, run.requests(), run.usage(), timings));
    }
  }

  public static void runFailed(RunContext run, RuntimeException failure) {
    if (run.listeners().isActive()) {
      run.listeners().emit(new AgentEvent.RunFailed(run.agent(), failure));
    }
  }
}
