package org.atomicagents.internal.telemetry;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
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
  private final AtomicBoolean ended = new AtomicBoolean();

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
    if (ended.getAndSet(true)) {
      return;
    }
    var report = new ToolReport(outcome, failure, Duration.ofNanos(time.nanoTime() - start), text);
    for (Observed each : observations) {
      each.guard().run(() -> each.observation().end(report));
    }
  }
}
