package org.atomicagents.cli.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.atomicagents.message.Repair;
import org.atomicagents.message.Violation;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.AgentListener;
import org.atomicagents.time.TimeSource;

/**
 * Records the intervals of one run from its events. Thread-safe: the run may emit events on another
 * thread than the reader of its stream.
 */
final class CallTracer implements AgentListener {
  /** The maximum number of intervals of a trace. */
  static final int MAX_SEGMENTS = 60;

  private final TimeSource time;
  private final long start;
  private final List<TraceSegment> segments = new ArrayList<>();
  private final Map<String, Long> requestFailures = new TreeMap<>();
  private final Map<String, Long> repairs = new TreeMap<>();
  private final Map<String, Long> violations = new TreeMap<>();
  private TraceKind open = TraceKind.PREPARE;
  private String note = "";
  private long since;
  private long retries;
  private long hedges;

  CallTracer(TimeSource time) {
    this.time = time;
    this.start = time.nanoTime();
    this.since = start;
  }

  /** Returns the clock's time at the start of the run. */
  long start() {
    return start;
  }

  @Override
  public synchronized void onEvent(AgentEvent event) {
    switch (event) {
      case AgentEvent.RequestSent sent -> next(TraceKind.WAIT);
      case AgentEvent.ResponseReceived received -> {
        if (open == TraceKind.WAIT) {
          open = TraceKind.RESPONSE;
        }
        next(TraceKind.PROCESS);
      }
      case AgentEvent.RequestFailed failed -> {
        String type = failed.failure().getClass().getSimpleName();
        requestFailures.merge(type, 1L, Long::sum);
        open = TraceKind.FAILED;
        note = type;
        next(TraceKind.PROCESS);
      }
      case AgentEvent.RequestRetried retried -> {
        retries++;
        open = TraceKind.BACKOFF;
      }
      case AgentEvent.RequestHedged hedged -> hedges++;
      case AgentEvent.OutputRepaired repaired -> repaired.repairs().forEach(this::count);
      case AgentEvent.OutputRejected rejected -> {
        if (open != TraceKind.PROCESS) {
          next(TraceKind.PROCESS);
        }
        rejected.violations().forEach(this::count);
      }
      default -> {}
    }
  }

  /** Records text of a response; only the first one after a request has an effect. */
  synchronized void onText() {
    if (open == TraceKind.WAIT) {
      next(TraceKind.STREAM);
    }
  }

  /** Ends the run and returns the clock's time. */
  synchronized long end() {
    next(TraceKind.PROCESS);
    return since;
  }

  /**
   * Returns the intervals.
   *
   * @param firstToken the exact time to the first text, if it is known: the reader of a stream may
   *     receive the text later
   */
  synchronized List<TraceSegment> segments(Optional<Duration> firstToken) {
    return firstToken.map(first -> FirstTokenSplit.at(first, segments)).orElse(segments);
  }

  synchronized long retries() {
    return retries;
  }

  synchronized long hedges() {
    return hedges;
  }

  /** Adds the counts of this run to those of others. */
  synchronized void addTo(BoundedCounts allFailures, BoundedCounts allRepairs, BoundedCounts all) {
    requestFailures.forEach(allFailures::add);
    repairs.forEach(allRepairs::add);
    violations.forEach(all::add);
  }

  private void next(TraceKind kind) {
    long now = time.nanoTime();
    if (now > since && segments.size() < MAX_SEGMENTS) {
      segments.add(
          new TraceSegment(
              open, Duration.ofNanos(since - start), Duration.ofNanos(now - since), note));
    }
    note = "";
    open = kind;
    since = now;
  }

  private void count(Repair repair) {
    repairs.merge(repair.kind().name(), 1L, Long::sum);
  }

  // A path without indices, so that the elements of a list count together.
  private void count(Violation violation) {
    violations.merge(ViolationPath.withoutIndices(violation.path()), 1L, Long::sum);
  }
}
