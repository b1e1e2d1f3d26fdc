package org.atomicagents.internal.telemetry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.atomicagents.PreparedRun;
import org.atomicagents.RunResult;
import org.atomicagents.error.CancelledException;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.atomicagents.telemetry.ActivityOutcome;
import org.atomicagents.telemetry.RequestDescription;
import org.atomicagents.telemetry.RunCounts;
import org.atomicagents.telemetry.RunDescription;
import org.atomicagents.telemetry.RunObserver;
import org.atomicagents.telemetry.RunReport;
import org.atomicagents.time.TimeSource;
import org.atomicagents.time.Timings;
import org.jspecify.annotations.Nullable;

/**
 * One observed run: passes its events, requests and tools to its observations.
 *
 * <p>Requests, tools and events of a nested observed run belong to that run; this one receives them
 * only for the observers that the nested run does not have. Thread-safe.
 */
final class RunTracker {
  private final List<GuardedObservation> observations;
  private final @Nullable RunTracker parent;
  private final Set<RunObserver> observers;
  private final TimeSource time;
  private final long start;
  private final Set<RequestTracker> openRequests = ConcurrentHashMap.newKeySet();
  private final Map<String, ToolTracker> openTools = new ConcurrentHashMap<>();
  private final AtomicBoolean started = new AtomicBoolean();
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile boolean isStreamed;
  // The timings of the latest request, for runs that fail.
  private volatile Timings.@Nullable Recorder timings;

  /**
   * Begins to observe a run that is prepared now.
   *
   * @param parent the observed run in which this one is nested; null if there is none
   */
  RunTracker(
      List<GuardedObserver> observers,
      RunDescription run,
      @Nullable RunTracker parent,
      TimeSource time) {
    this.parent = parent;
    this.time = time;
    this.start = time.nanoTime();
    var begun = new ArrayList<GuardedObservation>(observers.size());
    var identities = new ArrayList<RunObserver>(observers.size());
    for (GuardedObserver observer : observers) {
      begun.add(new GuardedObservation(observer, run));
      identities.add(observer.observer());
    }
    this.observations = List.copyOf(begun);
    this.observers = Set.copyOf(identities);
  }

  /** Returns whether this call is the first one, which starts the run. */
  boolean start(PreparedRun<?> run, boolean streamed) {
    if (started.getAndSet(true)) {
      return false;
    }
    isStreamed = streamed;
    observations.forEach(each -> each.start(run, streamed));
    return true;
  }

  Runnable enter() {
    Runnable outer = parent == null ? Restoration.NONE : parent.enter();
    return Restoration.inOrder(Restoration.of(observations, GuardedObservation::enter), outer);
  }

  void receive(AgentEvent event) {
    switch (event) {
      case AgentEvent.ToolStarted call -> beginTool(call);
      case AgentEvent.ToolFinished call ->
          endTool(call.callId(), ActivityOutcome.COMPLETED, null, call.text());
      case AgentEvent.ToolFailed call ->
          endTool(call.callId(), ActivityOutcome.FAILED, call.failure(), call.text());
      default -> {}
    }
    forEach(Set.of(), each -> each.receive(event));
  }

  /** Calls an action for all observations, except for those of observers that are excluded. */
  private void forEach(Set<RunObserver> excluded, Consumer<GuardedObservation> action) {
    for (GuardedObservation each : observations) {
      if (!excluded.contains(each.observer())) {
        action.accept(each);
      }
    }
    if (parent != null) {
      parent.forEach(union(excluded, observers), action);
    }
  }

  private static Set<RunObserver> union(Set<RunObserver> some, Set<RunObserver> others) {
    if (some.isEmpty()) {
      return others;
    }
    var all = new ArrayList<>(some);
    all.addAll(others);
    return Set.copyOf(all);
  }

  RequestTracker beginRequest(int number, Model model, ModelRequest request, RunContext context) {
    timings = context.timings();
    var description = new RequestDescription(number, model, request);
    var observed = new ArrayList<RequestTracker.Observed>(observations.size());
    forEach(
        Set.of(),
        each ->
            observed.add(
                new RequestTracker.Observed(each.beginRequest(description), each.guard())));
    return RequestTracker.open(observed, context, time, openRequests);
  }

  private void beginTool(AgentEvent.ToolStarted call) {
    var observed = new ArrayList<ToolTracker.Observed>(observations.size());
    forEach(
        Set.of(),
        each -> observed.add(new ToolTracker.Observed(each.beginTool(call), each.guard())));
    openTools.put(call.callId(), new ToolTracker(observed, time));
  }

  Runnable enterTool(String callId) {
    ToolTracker tool = openTools.get(callId);
    return tool == null ? Restoration.NONE : tool.enter();
  }

  private void endTool(
      String callId, ActivityOutcome outcome, @Nullable Throwable failure, @Nullable String text) {
    ToolTracker tool = openTools.get(callId);
    if (tool != null) {
      tool.end(outcome, failure, text);
      // Removed after its report, for which the end of the run waits.
      openTools.remove(callId, tool);
    }
  }

  void succeed(RunResult<?> result) {
    end(ActivityOutcome.COMPLETED, result, null, result.timings());
  }

  void fail(Throwable failure) {
    end(
        failure instanceof CancelledException ? ActivityOutcome.CANCELLED : ActivityOutcome.FAILED,
        null,
        failure,
        null);
  }

  /** Ends a run whose stream was closed early or abandoned. */
  void cancel() {
    end(ActivityOutcome.CANCELLED, null, null, null);
  }

  /** Ends a run unless it was started. */
  void discard() {
    if (!started.getAndSet(true)) {
      end(ActivityOutcome.UNUSED, null, null, null);
    }
  }

  private void end(
      ActivityOutcome outcome,
      @Nullable RunResult<?> result,
      @Nullable Throwable failure,
      @Nullable Timings known) {
    if (ended.getAndSet(true)) {
      return;
    }
    // Before the reports of other threads, for which this thread may have to wait.
    Duration duration = Duration.ofNanos(time.nanoTime() - start);
    Timings.Recorder recorder = timings;
    Timings phases = known == null && recorder != null ? recorder.snapshot() : known;
    openRequests.forEach(RequestTracker::endWithRun);
    openTools.forEach((callId, tool) -> {
      tool.endWithRun();
      openTools.remove(callId, tool);
    });
    var report =
        new RunReport(outcome, result, failure, duration, phases, isStreamed, RunCounts.NONE);
    observations.forEach(each -> each.end(report));
  }
}
