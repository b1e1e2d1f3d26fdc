package org.atomicagents.internal.telemetry;

import java.time.Duration;
import java.util.List;
import org.atomicagents.telemetry.ActivityOutcome;
import org.atomicagents.telemetry.ToolObservation;
import org.atomicagents.telemetry.ToolReport;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/** One call of a tool. Thread-safe. */
final class ToolTracker {
  private final List<Observed> observations;
  private final TimeSource time;
  private final long start;
  private final EndReporter end = new EndReporter();

  /** An observation of the call, with the guard of its observer. */
  record Observed(ToolObservation observation, ObserverGuard guard) {}

  /** Creates the tracker of a call that begins now. */
  ToolTracker(List<Observed> observations, TimeSource time) {
    this.observations = observations;
    this.time = time;
    this.start = time.nanoTime();
  }

  Runnable enter() {
    return Restoration.of(observations, each -> each.guard().enter(each.observation()::enter));
  }

  void end(ActivityOutcome outcome, @Nullable Throwable failure, @Nullable String text) {
    end.report(() -> report(outcome, failure, text));
  }

  /** Ends this call with its run; waits if another thread reports the end. */
  void endWithRun() {
    end(ActivityOutcome.CANCELLED, null, null);
    end.await();
  }

  private void report(ActivityOutcome outcome, @Nullable Throwable failure, @Nullable String text) {
    var report = new ToolReport(outcome, failure, Duration.ofNanos(time.nanoTime() - start), text);
    for (Observed each : observations) {
      each.guard().run(() -> each.observation().end(report));
    }
  }
}
