package org.atomicagents.durable;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** A call of a tool within a time limit, whose end is a result to record. */
final class TimedToolCall implements StepAction<ToolStepResult> {
  private final StepAction<ToolStepResult> call;
  private final Duration limit;

  TimedToolCall(StepAction<ToolStepResult> call, Duration limit) {
    this.call = call;
    this.limit = limit;
  }

  @Override
  public ToolStepResult run() throws Exception {
    Map<String, String> logging = MDC.getCopyOfContextMap();
    var task = new FutureTask<>(() -> run(logging));
    Thread.ofVirtual().name("atomic-agents-durable-tool").start(task);
    boolean isEnded = false;
    try {
      ToolStepResult result = task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      isEnded = true;
      return result;
    } catch (TimeoutException e) {
      return new ToolStepResult(
          ToolStepResult.Kind.REPORTED,
          "The tool did not end within %d ms. It may have taken effect."
              .formatted(limit.toMillis()));
    } catch (ExecutionException e) {
      isEnded = true;
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (Exception) e.getCause();
    } finally {
      if (!isEnded) {
        task.cancel(true);
      }
    }
  }

  private ToolStepResult run(@Nullable Map<String, String> logging) throws Exception {
    if (logging != null) {
      MDC.setContextMap(logging);
    }
    return call.run();
  }
}
