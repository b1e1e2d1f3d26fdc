package org.atomicagents.telemetry;

import org.atomicagents.internal.telemetry.flight.FlightEvents;

/**
 * An observer that writes events of the JDK Flight Recorder: {@code org.atomicagents.Run}, {@code
 * org.atomicagents.Request} and {@code org.atomicagents.ToolCall}.
 *
 * {@snippet class="org.atomicagents.telemetry.MeterSnippets" region="flight-recorder"}
 *
 * <p>The events contain durations, phases, models, tokens and cost, and no text of a conversation.
 * While no recording contains them, the observer is not {@linkplain #isEnabled() enabled}, and runs
 * have no additional cost.
 *
 * <p>Needs the module {@code jdk.jfr} of the JDK; a program on the module path that requires no
 * other module of it starts with {@code --add-modules jdk.jfr}. Thread-safe.
 */
public final class FlightRecorderObserver implements RunObserver {
  private static final FlightRecorderObserver INSTANCE = new FlightRecorderObserver();

  private FlightRecorderObserver() {}

  /** Returns the observer. */
  public static FlightRecorderObserver create() {
    return INSTANCE;
  }

  /** Returns whether a recording that is running contains the events. */
  @Override
  public boolean isEnabled() {
    return FlightEvents.isEnabled();
  }

  @Override
  public RunObservation begin(RunDescription run) {
    return FlightEvents.begin(run.agent());
  }
}
