package org.atomicagents.internal.run;

import java.util.List;
import org.atomicagents.error.AgentException;
import org.atomicagents.message.Repair;
import org.atomicagents.message.Violation;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.RunContext;
import org.atomicagents.model.Timings;
import org.atomicagents.model.TokenCount;

/**
 * Emits the events of one run to its listeners. Allocates nothing while nobody listens.
 *
 * @param agent the name of the agent that runs
 */
public record RunEvents(String agent, Listeners listeners) {

  public static RunEvents of(RunConfig config) {
    return new RunEvents(config.agent(), config.listeners());
  }

  public void tokensCounted(TokenCount count) {
    if (listeners.isActive()) {
      listeners.emit(new AgentEvent.TokensCounted(agent, count));
    }
  }

  public void responseReceived(int attempt, ResponseAccumulator response, String outputName) {
    if (listeners.isActive()) {
      listeners.emit(
          new AgentEvent.ResponseReceived(
              agent,
              attempt,
              response.model(),
              response.json(outputName),
              response.finishReason(),
              response.usage()));
    }
  }

  public void outputRepaired(int attempt, List<Repair> repairs, String json) {
    if (listeners.isActive()) {
      listeners.emit(new AgentEvent.OutputRepaired(agent, attempt, repairs, json));
    }
  }

  public void outputRejected(int attempt, List<Violation> violations, String json) {
    if (listeners.isActive()) {
      listeners.emit(new AgentEvent.OutputRejected(agent, attempt, violations, json));
    }
  }

  public void attemptsExhausted(int attempts, AgentException failure) {
    if (listeners.isActive()) {
      listeners.emit(new AgentEvent.AttemptsExhausted(agent, attempts, failure));
    }
  }

  public void runCompleted(int attempts, RunContext context, Timings timings) {
    if (listeners.isActive()) {
      listeners.emit(
          new AgentEvent.RunCompleted(
              agent, attempts, context.requests(), context.usage(), timings));
    }
  }

  public void runFailed(RuntimeException failure) {
    if (listeners.isActive()) {
      listeners.emit(new AgentEvent.RunFailed(agent, failure));
    }
  }
}
