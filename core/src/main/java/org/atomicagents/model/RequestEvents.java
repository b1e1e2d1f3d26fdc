package org.atomicagents.model;

import java.time.Duration;

/** Emits the events of a run's requests. Allocates nothing while nobody listens. */
final class RequestEvents {
  private RequestEvents() {}

  static void sent(CallContext run, int number, ModelRequest request) {
    if (run.listeners().isActive()) {
      run.listeners().emit(new AgentEvent.RequestSent(run.agent(), number, request));
    }
  }

  static void failed(CallContext run, AgentException failure) {
    if (run.listeners().isActive()) {
      run.listeners().emit(new AgentEvent.RequestFailed(run.agent(), failure));
    }
  }

  static void retried(CallContext run, int retry, AgentException failure, Duration delay) {
    if (run.listeners().isActive()) {
      run.listeners().emit(new AgentEvent.RequestRetried(run.agent(), retry, failure, delay));
    }
  }

  static void modeRefused(
      CallContext run,
      String model,
      ResponseMode refused,
      ResponseMode next,
      RejectedException failure) {
    if (run.listeners().isActive()) {
      run.listeners().emit(new AgentEvent.ModeRefused(run.agent(), model, refused, next, failure));
    }
  }
}
