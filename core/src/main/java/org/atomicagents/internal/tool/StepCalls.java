package org.atomicagents.internal.tool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import org.atomicagents.RunOptions;
import org.atomicagents.internal.tool.ToolTask.ToolRunSettings;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Listeners;
import org.atomicagents.tool.Tool;
import org.atomicagents.tool.ToolContext;
import org.atomicagents.tool.ToolRunner;
import org.jspecify.annotations.Nullable;

/**
 * Runs the calls of a step concurrently and returns their results in the order of the calls.
 *
 * @param options the options of the loop's run
 */
record StepCalls(
    LoopSettings<?, ?> settings, RunOptions options, Deadline deadline, Listeners listeners) {

  /**
   * Runs the calls that are open and need no further approval, and waits for their ends.
   *
   * @throws org.atomicagents.error.CancelledException if the thread is interrupted; the tools are
   *     interrupted too
   * @throws org.atomicagents.error.TimedOutException if the deadline of the run has passed before;
   *     a deadline that passes meanwhile ends the calls, whose results are still returned
   */
  List<LoopCall> run(List<LoopCall> calls) {
    deadline.check("running tools");
    var tasks = new ArrayList<@Nullable ToolTask<?, ?>>();
    boolean isComplete = false;
    try {
      for (LoopCall call : calls) {
        tasks.add(isReady(call) ? task(call, tasks.size() + 1) : null);
      }
      start(tasks);
      var ended = new ArrayList<LoopCall>();
      for (int i = 0; i < calls.size(); i++) {
        ToolTask<?, ?> task = tasks.get(i);
        ended.add(task == null ? calls.get(i) : task.result());
      }
      isComplete = true;
      return List.copyOf(ended);
    } finally {
      if (!isComplete) {
        tasks.stream().filter(Objects::nonNull).forEach(ToolTask::cancel);
      }
    }
  }

  /** Returns whether a call has to run now. */
  boolean isReady(LoopCall call) {
    return call.isOpen() && !isWaiting(call);
  }

  /** Returns whether a call waits for the approval of a person. */
  boolean isWaiting(LoopCall call) {
    return call.isOpen() && !call.isApproved() && tool(call).requiresApproval();
  }

  Tool<?, ?> tool(LoopCall call) {
    Tool<?, ?> tool = settings.tool(call.tool());
    if (tool == null) {
      throw new IllegalArgumentException(
          "The loop has no tool '%s'.\nAdd it to the loop that resumes the state."
              .formatted(call.tool()));
    }
    return tool;
  }

  private void start(List<@Nullable ToolTask<?, ?>> tasks) {
    List<ToolTask<?, ?>> ready = new ArrayList<>();
    for (ToolTask<?, ?> task : tasks) {
      if (task != null) {
        ready.add(task);
      }
    }
    ToolRunner runner = settings.runner();
    if (runner != null) {
      if (!ready.isEmpty()) {
        runner.runAll(ready.stream().<Runnable>map(task -> () -> task.runHere(deadline)).toList());
      }
      return;
    }
    var permits = new Semaphore(settings.maxParallelTools(), true);
    for (ToolTask<?, ?> task : ready) {
      Duration own = task.timeout();
      task.start(permits, own == null ? settings.toolTimeout() : own, deadline);
    }
  }

  private ToolTask<?, ?> task(LoopCall call, int number) {
    return new ToolTask<>(
        call,
        tool(call),
        new ToolContext(call.id(), contextOptions(), number),
        new ToolRunSettings(
            settings.agent().name(),
            listeners,
            settings.agent().timeSource(),
            settings.maxResultLength()));
  }

  /** Returns the limits of the run for agents within a tool, without its conversation. */
  private RunOptions contextOptions() {
    RunOptions inner = RunOptions.defaults().withDeadline(deadline);
    if (options.listeners().isActive()) {
      inner = inner.withListener(options.listeners()::emit);
    }
    return options.budget() == null ? inner : inner.withBudget(options.budget());
  }
}
