package org.atomicagents.internal.telemetry.flight;

import jdk.jfr.EventType;
import org.atomicagents.telemetry.RunObservation;

/** The types of the recorded events, and the beginning of events. Thread-safe. */
public final class FlightEvents {
  private static final EventType RUN = EventType.getEventType(FlightRun.class);
  private static final EventType REQUEST = EventType.getEventType(FlightRequest.class);
  private static final EventType TOOL_CALL = EventType.getEventType(FlightToolCall.class);

  private FlightEvents() {}

  /** Returns whether a recording that is running contains events of these types. */
  public static boolean isEnabled() {
    return RUN.isEnabled() || REQUEST.isEnabled() || TOOL_CALL.isEnabled();
  }

  /** Returns an observation of a run that begins now. */
  public static RunObservation begin(String agent) {
    return new FlightObservation(agent);
  }
}
