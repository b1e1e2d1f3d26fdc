package org.atomicagents.internal.telemetry.micrometer;

import io.micrometer.core.instrument.LongTaskTimer;
import org.atomicagents.PreparedRun;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.telemetry.ActivityOutcome;
import org.atomicagents.telemetry.RequestDescription;
import org.atomicagents.telemetry.RequestObservation;
import org.atomicagents.telemetry.RunObservation;
import org.atomicagents.telemetry.RunReport;
import org.atomicagents.telemetry.ToolObservation;
import org.atomicagents.telemetry.ToolReport;
import org.jspecify.annotations.Nullable;

/** The metering of one run. Thread-safe. */
final class MeteredRun implements RunObservation {
  private final MeterTable table;
  private final AgentMeters meters;
  private volatile LongTaskTimer.@Nullable Sample active;

  MeteredRun(MeterTable table, AgentMeters meters) {
    this.table = table;
    this.meters = meters;
  }

  @Override
  public void start(PreparedRun<?> run, boolean isStreamed) {
    active = meters.start();
  }

  @Override
  public RequestObservation beginRequest(RequestDescription request) {
    return new MeteredRequest(
        table.sent(request.provider(), request.model().name()), request.request().stream());
  }

  @Override
  public ToolObservation beginTool(AgentEvent.ToolStarted call) {
    return new ToolObservation() {
      @Override
      public void end(ToolReport report) {
        table.tool(call.name(), report.outcome(), report.failure()).record(report.duration());
      }
    };
  }

  @Override
  public void end(RunReport report) {
    LongTaskTimer.Sample started = active;
    if (started != null) {
      started.stop();
    }
    if (report.outcome() != ActivityOutcome.UNUSED) {
      meters.end(report);
    }
  }
}
