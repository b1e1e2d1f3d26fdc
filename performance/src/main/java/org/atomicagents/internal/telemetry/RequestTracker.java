package org.atomicagents.internal.telemetry;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.atomicagents.error.CancelledException;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Usage;
import org.atomicagents.model.ActivityListener.RequestActivity;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.RunContext;
import org.atomicagents.telemetry.ActivityOutcome;
import org.atomicagents.telemetry.RequestObservation;
import org.atomicagents.telemetry.RequestReport;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/** One request of a run. Thread-safe: it may be ended by another thread than the reading one. */
final class RequestTracker implements RequestActivity {
  private final List<Observed> observations;
  private final RunContext context;
  private final TimeSource time;
  private final long start;
  private final Set<RequestTracker> open;
  private final EndReporter end = new EndReporter();
  private long previousChunk;
  private volatile long firstChunk = -1;
  private volatile int chunks;
  private volatile Usage usage = Usage.NONE;
  private volatile @Nullable FinishReason finishReason;
  private volatile @Nullable String responseId;
  private volatile @Nullable String responseModel;

  /** An observation of the request, with the guard of its observer. */
  record Observed(RequestObservation observation, ObserverGuard guard) {}

  private RequestTracker(
      List<Observed> observations, RunContext context, TimeSource time, Set<RequestTracker> open) {
    this.observations = observations;
    this.context = context;
    this.time = time;
    this.start = time.nanoTime();
    this.open = open;
  }

  /**
   * Returns the tracker of a request that is sent now.
   *
   * @param open contains the tracker until its end
   */
  static RequestTracker open(
      List<Observed> observations, RunContext context, TimeSource time, Set<RequestTracker> open) {
    var tracker = new RequestTracker(observations, context, time, open);
    open.add(tracker);
    return tracker;
  }

  @Override
  public Runnable enter() {
    return Restoration.of(observations, each -> each.guard().enter(each.observation()::enter));
  }

  // Written by the reading thread only.
  @SuppressWarnings("NonAtomicVolatileUpdate")
  @Override
  public void receive(ModelEvent event) {
    if (end.hasBegun()) {
      return;
    }
    switch (event) {
      case ModelEvent.Started started -> {
        responseId = started.id();
        responseModel = started.model();
      }
      case ModelEvent.UsageReport report -> usage = report.usage();
      case ModelEvent.Finished finished -> finishReason = finished.reason();
      case ModelEvent.TextDelta text -> receiveChunk();
      case ModelEvent.ToolCallDelta call -> receiveChunk();
      case ModelEvent.ReasoningDelta text -> receiveChunk();
      default -> {}
    }
    for (Observed each : observations) {
      each.guard().run(() -> each.observation().receive(event));
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate")
  private void receiveChunk() {
    long now = time.nanoTime();
    int number = ++chunks;
    long nanos = number == 1 ? now - start : now - previousChunk;
    if (number == 1) {
      firstChunk = nanos;
    }
    previousChunk = now;
    for (Observed each : observations) {
      each.guard().run(() -> each.observation().receiveChunk(number, nanos));
    }
  }

  @Override
  public void complete() {
    end(ActivityOutcome.COMPLETED, null);
  }

  @Override
  public void fail(Throwable failure) {
    if (context.isSuperseded()) {
      end(ActivityOutcome.SUPERSEDED, failure);
    } else {
      end(
          failure instanceof CancelledException
              ? ActivityOutcome.CANCELLED
              : ActivityOutcome.FAILED,
          failure);
    }
  }

  @Override
  public void close() {
    if (finishReason != null) {
      complete();
    } else {
      end(context.isSuperseded() ? ActivityOutcome.SUPERSEDED : ActivityOutcome.CANCELLED, null);
    }
  }

  /**
   * Ends this request with its run, if it was cancelled and its client has not reacted yet. If
   * another thread reports the end, waits for it: the end of the run is reported after this.
   */
  void endWithRun() {
    if (context.isCancelled()) {
      close();
    }
    end.await();
  }

  private void end(ActivityOutcome outcome, @Nullable Throwable failure) {
    end.report(() -> {
      try {
        report(outcome, failure);
      } finally {
        open.remove(this);
      }
    });
  }

  private void report(ActivityOutcome outcome, @Nullable Throwable failure) {
    var report =
        new RequestReport(
            outcome,
            failure,
            Duration.ofNanos(time.nanoTime() - start),
            firstChunk < 0 ? null : Duration.ofNanos(firstChunk),
            chunks,
            usage,
            finishReason,
            responseId,
            responseModel);
    for (Observed each : observations) {
      each.guard().run(() -> each.observation().end(report));
    }
  }
}
