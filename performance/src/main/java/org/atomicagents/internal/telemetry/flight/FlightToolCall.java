package org.atomicagents.internal.telemetry.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.atomicagents.telemetry.ToolReport;
import org.jspecify.annotations.Nullable;

/** The event of one call of a tool. Used by one thread at a time. */
@Name(FlightToolCall.NAME)
@Label("Tool Call")
@Description("A call of a tool")
@Category("Atomic Agents")
@StackTrace(false)
final class FlightToolCall extends Event {
  static final String NAME = "org.atomicagents.ToolCall";

  @Label("Agent")
  @Nullable String agent;

  @Label("Tool")
  @Nullable String tool;

  @Label("Outcome")
  @Nullable String outcome;

  @Label("Error")
  @Description("The type of the exception; null without one")
  @Nullable String error;

  /** Writes the event of a call that ends now, if a recording needs it. */
  void end(ToolReport report) {
    end();
    if (!shouldCommit()) {
      return;
    }
    outcome = report.outcome().name();
    Throwable failure = report.failure();
    error = failure == null ? null : failure.getClass().getName();
    commit();
  }
}
