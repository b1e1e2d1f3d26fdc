package org.atomicagents.telemetry;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.atomicagents.PreparedRun;
import org.atomicagents.model.AgentEvent;

/** An observer that writes one line for each beginning and each end. Thread-safe. */
final class ObservationLog implements RunObserver {
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final List<RunReport> runs = new CopyOnWriteArrayList<>();
  private final List<RequestReport> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger open = new AtomicInteger();

  /** Returns the lines so far. */
  List<String> lines() {
    return lines;
  }

  /** Returns the ends of runs so far. */
  List<RunReport> runs() {
    return runs;
  }

  /** Returns the ends of requests so far. */
  List<RequestReport> requests() {
    return requests;
  }

  /** Returns the number of runs, requests and tools that have begun and not ended. */
  int open() {
    return open.get();
  }

  /** Waits until all observations have ended; the reader of a closed stream ends its own later. */
  void awaitEnd() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (open() > 0 && System.nanoTime() - end < 0) {
      Thread.onSpinWait();
    }
  }

  @Override
  public RunObservation begin(RunDescription run) {
    open.incrementAndGet();
    return new RunObservation() {
      @Override
      public void start(PreparedRun<?> prepared, boolean isStreamed) {
        lines.add("run " + run.agent() + (isStreamed ? " streamed" : ""));
      }

      @Override
      public RequestObservation beginRequest(RequestDescription request) {
        open.incrementAndGet();
        lines.add("chat " + request.number() + " " + request.model().name());
        return new RequestObservation() {
          @Override
          public void end(RequestReport report) {
            open.decrementAndGet();
            requests.add(report);
            lines.add("chat end " + report.outcome());
          }
        };
      }

      @Override
      public ToolObservation beginTool(AgentEvent.ToolStarted call) {
        open.incrementAndGet();
        lines.add("tool " + call.name());
        return new ToolObservation() {
          @Override
          public void end(ToolReport report) {
            open.decrementAndGet();
            lines.add("tool end " + report.outcome());
          }
        };
      }

      @Override
      public void end(RunReport report) {
        open.decrementAndGet();
        runs.add(report);
        lines.add("run end " + report.outcome());
      }
    };
  }
}
