package org.atomicagents.model;

import java.time.Duration;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.BadRequestException;

/** Emits the events of a run's requests. Allocates nothing without an active listener. */
final class RequestEvents {
  private RequestEvents() {}

  static void sent(RunContext run, int number, ModelRequest request) {
    if (run.listeners().isActive()) {
      run.listeners().emit(new AgentEvent.RequestSent(run.agent(), number, request));
    }
  }

  static void failed(RunContext run, AgentException failure) {
    if (run.listeners().isActive()) {
      run.listeners().emit(new AgentEvent.RequestFailed(run.agent(), failure));
    }
  }

  static void retried(RunContext run, int retry, AgentException failure, Duration delay) {
    if (run.listeners().isActive()) {
      run.listeners().emit(new AgentEvent.RequestRetried(run.agent(), retry, failure, delay));
    }
  }

  static void modeRefused(
      RunContext run,
      String model,
      ResponseMode refused,
      ResponseMode next,
      BadRequestException failure) {
    if (run.listeners().isActive()) {
      run.listeners().emit(new AgentEvent.ModeRefused(run.agent(), model, refused, next, failure));
    }
  }

  static void callIgnored(RunContext run, String model, ResponseMode next) {
    if (run.listeners().isActive()) {
      run.listeners().emit(new AgentEvent.CallIgnored(run.agent(), model, next));
    }
  }
}
