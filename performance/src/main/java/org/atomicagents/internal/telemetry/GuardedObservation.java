package org.atomicagents.internal.telemetry;

import org.atomicagents.PreparedRun;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.telemetry.RequestDescription;
import org.atomicagents.telemetry.RequestObservation;
import org.atomicagents.telemetry.RunDescription;
import org.atomicagents.telemetry.RunObservation;
import org.atomicagents.telemetry.RunObserver;
import org.atomicagents.telemetry.RunReport;
import org.atomicagents.telemetry.ToolObservation;

/** The observation of a run by one observer, with its own counts. Thread-safe. */
final class GuardedObservation {
  private final GuardedObserver observer;
  private final RunObservation observation;
  private final RunCounters counters = new RunCounters();

  GuardedObservation(GuardedObserver observer, RunDescription run) {
    this.observer = observer;
    this.observation =
        observer.guard().get(() -> observer.observer().begin(run), Unobserved.OBSERVATION);
  }

  RunObserver observer() {
    return observer.observer();
  }

  ObserverGuard guard() {
    return observer.guard();
  }

  void start(PreparedRun<?> run, boolean isStreamed) {
    guard().run(() -> observation.start(run, isStreamed));
  }

  Runnable enter() {
    return guard().enter(observation::enter);
  }

  RequestObservation beginRequest(RequestDescription request) {
    counters.addRequest();
    return guard().get(() -> observation.beginRequest(request), Unobserved.REQUEST);
  }

  ToolObservation beginTool(AgentEvent.ToolStarted call) {
    return guard().get(() -> observation.beginTool(call), Unobserved.TOOL);
  }

  void receive(AgentEvent event) {
    counters.add(event);
    guard().run(() -> observation.receive(event));
  }

  void end(RunReport report) {
    guard().run(() -> observation.end(report.withCounts(counters.toCounts())));
  }

  /** Observations in place of those that an observer failed to begin. */
  private static final class Unobserved {
    static final RunObservation OBSERVATION = report -> {};
    static final RequestObservation REQUEST = new RequestObservation() {};
    static final ToolObservation TOOL = new ToolObservation() {};
  }
}
