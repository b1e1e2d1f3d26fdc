package org.atomicagents.internal.telemetry.micrometer;

import java.util.Locale;
import org.atomicagents.internal.telemetry.FailureType;
import org.atomicagents.telemetry.ActivityOutcome;
import org.jspecify.annotations.Nullable;

/** The values of the tag {@code error.type}. */
final class ErrorType {
  private ErrorType() {}

  /**
   * Returns the type of a failure, the outcome if there is no failure, and {@code none} after a
   * success.
   */
  static String of(ActivityOutcome outcome, @Nullable Throwable failure) {
    if (outcome == ActivityOutcome.COMPLETED) {
      return MeterNames.NONE;
    }
    // A loser of a hedge fails with the exception of its cancellation.
    return failure == null || outcome == ActivityOutcome.SUPERSEDED
        ? outcome.name().toLowerCase(Locale.ROOT)
        : FailureType.of(failure);
  }
}
