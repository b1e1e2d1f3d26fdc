package org.atomicagents.internal.telemetry.flight;

import org.atomicagents.model.AgentEvent;
import org.atomicagents.telemetry.ActivityOutcome;
import org.atomicagents.telemetry.RequestDescription;
import org.atomicagents.telemetry.RequestObservation;
import org.atomicagents.telemetry.RequestReport;
import org.atomicagents.telemetry.RunObservation;
import org.atomicagents.telemetry.RunReport;
import org.atomicagents.telemetry.ToolObservation;
import org.atomicagents.telemetry.ToolReport;

/** The recording of one run. Thread-safe. */
final class FlightObservation implements RunObservation {
  private final FlightRun event = new FlightRun();
  private final String agent;

  FlightObservation(String agent) {
    this.agent = agent;
    event.agent = agent;
    event.begin();
  }

  @Override
  public RequestObservation beginRequest(RequestDescription request) {
    var sent = new FlightRequest();
    sent.agent = agent;
    sent.number = request.number();
    sent.provider = request.provider();
    sent.model = request.model().name();
    sent.begin();
    return new RequestObservation() {
      @Override
      public void end(RequestReport report) {
        sent.end(report);
      }
    };
  }

  @Override
  public ToolObservation beginTool(AgentEvent.ToolStarted call) {
    var started = new FlightToolCall();
    started.agent = agent;
    started.tool = call.name();
    started.begin();
    return new ToolObservation() {
      @Override
      public void end(ToolReport report) {
        started.end(report);
      }
    };
  }

  @Override
  public void end(RunReport report) {
    if (report.outcome() != ActivityOutcome.UNUSED) {
      event.end(report);
    }
  }
}
