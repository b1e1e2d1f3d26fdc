package org.atomicagents;

import java.util.List;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.AgentException;
import org.atomicagents.model.CallContext;
import org.atomicagents.model.Repair;
import org.atomicagents.model.Timings;
import org.atomicagents.model.TokenCount;
import org.atomicagents.model.Violation;

/** Emits the events of runs to their listeners. Allocates nothing while nobody listens. */
final class RunEvents {
  private RunEvents() {}

  static void tokensCounted(RunConfig config, TokenCount count) {
    if (config.listeners().isActive()) {
      config.listeners().emit(new AgentEvent.TokensCounted(config.agent(), count));
    }
  }

  static void responseReceived(
      CallContext run, int attempt, ResponseAccumulator response, String outputName) {
    if (run.listeners().isActive()) {
      run.listeners()
          .emit(
              new AgentEvent.AnswerReceived(
                  run.agent(),
                  attempt,
                  response.model(),
                  response.json(outputName),
                  response.finishReason(),
                  response.usage()));
    }
  }

  static void outputRepaired(CallContext run, int attempt, List<Repair> repairs, String json) {
    if (run.listeners().isActive()) {
      run.listeners().emit(new AgentEvent.OutputRepaired(run.agent(), attempt, repairs, json));
    }
  }

  static void outputRejected(
      CallContext run, int attempt, List<Violation> violations, String json) {
    if (run.listeners().isActive()) {
      run.listeners().emit(new AgentEvent.OutputRejected(run.agent(), attempt, violations, json));
    }
  }

  static void attemptsExhausted(CallContext run, int attempts, AgentException failure) {
    if (run.listeners().isActive()) {
      run.listeners().emit(new AgentEvent.AttemptsExhausted(run.agent(), attempts, failure));
    }
  }

  static void runCompleted(CallContext run, int attempts, Timings timings) {
    if (run.listeners().isActive()) {
      run.listeners()
          .emit(
              new AgentEvent.RunCompleted(
                  run.agent(), attempts, run.requests(), run.usage(), timings));
    }
  }

  static void runFailed(CallContext run, RuntimeException failure) {
    if (run.listeners().isActive()) {
      run.listeners().emit(new AgentEvent.RunFailed(run.agent(), failure));
    }
  }
}
