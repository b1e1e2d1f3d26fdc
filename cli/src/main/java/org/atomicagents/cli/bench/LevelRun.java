package org.atomicagents.cli.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.atomicagents.Agent;
import org.atomicagents.AgentStream;
import org.atomicagents.CacheState;
import org.atomicagents.RawDelta;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.error.AgentException;
import org.atomicagents.message.Usage;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * The runs of one level of concurrency: each caller is a virtual thread that starts a run when its
 * previous one has ended.
 */
final class LevelRun<I> {
  private final Agent<I, ?> agent;
  private final List<I> inputs;
  private final boolean isStreaming;
  private final int callers;
  private final long runs;
  private final LoadGate gate;
  private final TimeSource time;
  private final LevelRecorder recorder = new LevelRecorder();
  private final AtomicLong next = new AtomicLong();
  private final List<Thread> threads = new ArrayList<>();
  private final CountDownLatch begin = new CountDownLatch(1);
  private volatile long start;
  private volatile @Nullable RuntimeException lastFailure;

  LevelRun(
      Agent<I, ?> agent,
      List<I> inputs,
      boolean isStreaming,
      int callers,
      long runs,
      LoadGate gate,
      TimeSource time) {
    this.agent = agent;
    this.inputs = inputs;
    this.isStreaming = isStreaming;
    this.callers = callers;
    this.runs = runs;
    this.gate = gate;
    this.time = time;
    for (int i = 0; i < Math.min(callers, runs); i++) {
      threads.add(Thread.ofVirtual().name("load-" + i).unstarted(this::call));
    }
  }

  /** Runs the level to its end, or to a stop, and returns its measurement. */
  LoadLevel measure() {
    threads.forEach(Thread::start);
    start = time.nanoTime();
    begin.countDown();
    boolean wasInterrupted = false;
    for (Thread thread : threads) {
      wasInterrupted |= join(thread);
    }
    Duration elapsed = Duration.ofNanos(time.nanoTime() - start);
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
    return recorder.level(callers, runs, elapsed);
  }

  private boolean join(Thread thread) {
    boolean wasInterrupted = false;
    while (true) {
      try {
        thread.join();
        return wasInterrupted;
      } catch (InterruptedException e) {
        wasInterrupted = true;
        gate.stop();
        cancel();
      }
    }
  }

  /** Cancels the runs in progress; the gate must be stopped before. */
  void cancel() {
    threads.forEach(Thread::interrupt);
  }

  /** Returns the latest failure; null if there is none. */
  @Nullable RuntimeException lastFailure() {
    return lastFailure;
  }

  LevelSpend spend() {
    return recorder.spend();
  }

  private void call() {
    try {
      begin.await();
    } catch (InterruptedException e) {
      return;
    }
    while (!Thread.currentThread().isInterrupted()) {
      long number = next.getAndIncrement();
      if (number >= runs || !gate.tryStart()) {
        return;
      }
      call(number);
    }
  }

  private void call(long number) {
    int input = (int) (number % inputs.size());
    var tracer = new CallTracer(time);
    try {
      RunResult<?> result = run(inputs.get(input), tracer);
      recorder.succeeded(ended(number, input, tracer), result);
      boolean isSent =
          result.cacheState() == CacheState.NONE || result.cacheState() == CacheState.MISS;
      gate.end(
          false, isSent ? result.usage() : Usage.NONE, isSent ? result.cost() : Optional.empty());
    } catch (RuntimeException e) {
      MeasuredRun run = ended(number, input, tracer);
      if (gate.isInterrupted()) {
        recorder.cancelled();
        gate.cancel();
        return;
      }
      lastFailure = e;
      recorder.failed(run, e);
      AgentException consumed = e instanceof AgentException known ? known : null;
      gate.end(
          true,
          consumed == null ? Usage.NONE : consumed.usage(),
          consumed == null ? Optional.empty() : consumed.cost());
    }
  }

  private RunResult<?> run(I input, CallTracer tracer) {
    RunOptions options = RunOptions.defaults().withListener(tracer);
    if (!isStreaming) {
      return agent.call(input, options);
    }
    try (AgentStream<?> stream = agent.stream(input, options)) {
      for (RawDelta delta : stream.deltas()) {
        if (!delta.text().isEmpty()) {
          tracer.onText();
        }
      }
      return stream.runResult();
    }
  }

  private MeasuredRun ended(long number, int input, CallTracer tracer) {
    long end = tracer.end();
    return new MeasuredRun(number, input, tracer.start() - start, end - tracer.start(), tracer);
  }
}
