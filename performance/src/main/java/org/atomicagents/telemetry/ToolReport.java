package org.atomicagents.telemetry;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The end of a call of a tool.
 *
 * @param failure the exception of the tool; null if there is none
 * @param duration the time since the call began
 * @param text the result that the model receives, as JSON; null if it receives none
 */
public record ToolReport(
    ActivityOutcome outcome,
    @Nullable Throwable failure,
    Duration duration,
    @Nullable String text) {

  /** Returns the length of the result instead of its text. */
  @Override
  public String toString() {
    String size = text == null ? "no result" : text.length() + " characters";
    return "ToolReport[" + outcome + ", " + duration + ", " + size + "]";
  }
}
