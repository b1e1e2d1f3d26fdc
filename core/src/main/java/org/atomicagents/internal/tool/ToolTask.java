package org.atomicagents.internal.tool;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.ConflictException;
import org.atomicagents.error.InvalidInputException;
import org.atomicagents.message.Content;
import org.atomicagents.message.Media;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.atomicagents.message.Violation;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Listeners;
import org.atomicagents.schema.ReadResult;
import org.atomicagents.schema.Strictness;
import org.atomicagents.time.TimeSource;
import org.atomicagents.tool.Tool;
import org.atomicagents.tool.ToolContext;
import org.atomicagents.tool.ToolException;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * One call of a tool on a virtual thread, within a time limit.
 *
 * <p>A second thread waits for the limit, interrupts the tool at its end, and does not wait for it:
 * a tool that ignores the interrupt keeps running without effect on the loop. Thread-safe.
 */
final class ToolTask<I, O> {
  private final LoopCall call;
  private final Tool<I, O> tool;
  private final ToolContext context;
  private final ToolRunSettings settings;
  private final @Nullable Map<String, String> loggingContext = MDC.getCopyOfContextMap();
  private final CompletableFuture<ToolOutcome> outcome = new CompletableFuture<>();
  private final AtomicBoolean settled = new AtomicBoolean();
  private volatile @Nullable Thread worker;

  /**
   * The circumstances that the calls of one step share.
   *
   * @param agent the name of the loop, for events
   */
  record ToolRunSettings(String agent, Listeners listeners, TimeSource time, int maxResultLength) {}

  ToolTask(LoopCall call, Tool<I, O> tool, ToolContext context, ToolRunSettings settings) {
    this.call = call;
    this.tool = tool;
    this.context = context;
    this.settings = settings;
  }

  /**
   * Starts the call as soon as there is a permit.
   *
   * @param limit the time limit, which begins with the permit
   * @param deadline the deadline of the run, after which the call does not start
   */
  void start(Semaphore permits, Duration limit, Deadline deadline) {
    worker =
        Thread.ofVirtual().name("atomic-agents-tool").start(() -> await(permits, limit, deadline));
  }

  /** Returns the time limit of the tool; null if it has none of its own. */
  @Nullable Duration timeout() {
    return tool.timeout();
  }

  /** Runs the call on the calling thread, without a time limit, unless the deadline has passed. */
  void runHere(Deadline deadline) {
    if (deadline.isPassed()) {
      outcome.complete(notStarted());
      return;
    }
    AgentEvent.ToolStarted event = started();
    emit(event);
    Runnable restore = settings.listeners().enterTool(event);
    try {
      settle(invoke(settings.time().nanoTime()));
    } catch (ConflictException | Error e) {
      settled.set(true);
      outcome.completeExceptionally(e);
      throw e;
    } finally {
      restore.run();
    }
  }

  private AgentEvent.ToolStarted started() {
    return new AgentEvent.ToolStarted(settings.agent(), call.id(), tool.name(), call.input());
  }

  private void await(Semaphore permits, Duration limit, Deadline deadline) {
    try {
      permits.acquire();
    } catch (InterruptedException e) {
      outcome.cancel(false);
      return;
    }
    // Released at the end of the limit, too, although the tool may still run.
    var unused = outcome.whenComplete((result, failure) -> permits.release());
    if (loggingContext != null) {
      MDC.setContextMap(loggingContext);
    }
    // The calls before this one may have taken the time that was left.
    Duration remaining = Duration.ofNanos(deadline.remainingNanos());
    if (remaining.isPositive()) {
      run(Thread.currentThread(), remaining.compareTo(limit) < 0 ? remaining : limit);
    } else {
      outcome.complete(notStarted());
    }
  }

  private static ToolOutcome notStarted() {
    return new ToolOutcome(
        LoopCall.error("The tool was not run, because the time of the run was used up."),
        List.of(),
        Duration.ZERO,
        null);
  }

  private void run(Thread current, Duration limit) {
    AgentEvent.ToolStarted event = started();
    emit(event);
    Runnable restore = settings.listeners().enterTool(event);
    long start = settings.time().nanoTime();
    Thread watch = startWatch(current, limit);
    try {
      settle(invoke(start));
    } catch (ConflictException | Error e) {
      settled.set(true);
      outcome.completeExceptionally(e);
    } finally {
      watch.interrupt();
      restore.run();
    }
  }

  private Thread startWatch(Thread current, Duration limit) {
    return Thread.ofVirtual()
        .name("atomic-agents-tool-limit")
        .start(() -> {
          try {
            settings.time().sleep(limit);
          } catch (InterruptedException e) {
            return; // the call ended in time
          }
          if (settle(timedOut(limit))) {
            current.interrupt();
          }
        });
  }

  private ToolOutcome timedOut(Duration limit) {
    String text =
        "The tool did not end within %s ms. It may have taken effect.".formatted(limit.toMillis());
    return new ToolOutcome(
        LoopCall.error(text),
        List.of(),
        limit,
        new TimeoutException("Tool '%s' exceeded its limit of %s.".formatted(tool.name(), limit)));
  }

  private ToolOutcome invoke(long start) {
    String text;
    List<Content> media = List.of();
    Exception failure = null;
    try {
      List<Content> parts = output();
      text = new Message(Role.TOOL, parts).text();
      media = parts.stream().filter(Media.class::isInstance).toList();
    } catch (ToolException e) {
      failure = e;
      text = LoopCall.error(String.valueOf(e.getMessage()));
    } catch (Exception e) {
      if (e instanceof ConflictException conflict && !conflict.isRetryable()) {
        // A durable workflow must not continue with another program.
        throw conflict;
      }
      // Its message may contain secrets, such as the address of a database with its password.
      failure = e;
      text = LoopCall.error("The tool failed.");
    }
    if (text.length() > settings.maxResultLength()) {
      failure = tooLong(text.length());
      media = List.of();
      text = LoopCall.error(String.valueOf(failure.getMessage()));
    }
    Duration duration = Duration.ofNanos(settings.time().nanoTime() - start);
    return new ToolOutcome(text, media, duration, failure);
  }

  private List<Content> output() throws Exception {
    ReadResult<I> read = tool.input().read(call.input(), Strictness.STRICT);
    I input = read.value();
    if (input == null) {
      throw new ToolException(
          "The input is invalid:\n" + Violation.lines(read.violations()),
          InvalidInputException.ofTool(tool.name(), tool.input().name(), read.violations()));
    }
    return tool.output().parts(tool.invoke(input, context));
  }

  private ToolException tooLong(int length) {
    return new ToolException(
        "The result has %d characters, and at most %d are allowed. Ask for less."
            .formatted(length, settings.maxResultLength()));
  }

  /** Emits the event of the end and completes the call, once; returns whether it was the first. */
  private boolean settle(ToolOutcome result) {
    if (settled.getAndSet(true)) {
      return false;
    }
    Exception failure = result.failure();
    emit(
        failure == null
            ? new AgentEvent.ToolFinished(
                settings.agent(), call.id(), tool.name(), result.duration(), result.text())
            : new AgentEvent.ToolFailed(
                settings.agent(),
                call.id(),
                tool.name(),
                result.duration(),
                failure,
                result.text()));
    outcome.complete(result);
    return true;
  }

  private void emit(AgentEvent event) {
    settings.listeners().emit(event);
  }

  /**
   * Returns the call with its result; waits for its end.
   *
   * @throws CancelledException if the waiting thread is interrupted
   */
  LoopCall result() {
    try {
      ToolOutcome ended = outcome.get();
      return call.withResult(ended.text(), ended.media());
    } catch (InterruptedException e) {
      throw CancelledException.interrupted("running tool '" + tool.name() + "'", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      if (e.getCause() instanceof ConflictException conflict) {
        throw conflict;
      }
      throw new IllegalStateException("Tool '" + tool.name() + "' ended unexpectedly.", e);
    }
  }

  /** Interrupts the tool unless it has ended. */
  void cancel() {
    settled.set(true);
    Thread running = worker;
    if (running != null && !outcome.isDone()) {
      running.interrupt();
    }
  }
}
