package org.atomicagents.internal.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.atomicagents.error.CancelledException;
import org.atomicagents.internal.stream.RunStream;
import org.atomicagents.internal.tool.LoopOutcome.Answered;
import org.jspecify.annotations.Nullable;

/**
 * The streams of a loop's steps, in order, and the end of the loop.
 *
 * <p>One thread adds the streams, any number read them. Thread-safe.
 */
final class StepStreams<O> {
  private final String activity;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<StepStream> streams = new ArrayList<>();
  private @Nullable Answered<O> result;
  private @Nullable Throwable failure;
  private boolean closed;

  /**
   * The stream of one step.
   *
   * @param attemptsBefore the number of attempts of all earlier steps
   * @param draftsBefore the number of drafts of all earlier steps
   */
  record StepStream(RunStream<ToolStep> stream, int attemptsBefore, int draftsBefore) {}

  /**
   * Creates an empty list.
   *
   * @param activity a description of the loop, for messages
   */
  StepStreams(String activity) {
    this.activity = activity;
  }

  /** Adds the stream of the next step; closes it if the loop is closed. */
  void add(RunStream<ToolStep> stream, int attemptsBefore, int draftsBefore) {
    boolean isClosed;
    lock.lock();
    try {
      isClosed = closed;
      streams.add(new StepStream(stream, attemptsBefore, draftsBefore));
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (isClosed) {
      stream.close();
    }
  }

  /** Ends the loop. */
  void end(@Nullable Answered<O> output, @Nullable Throwable cause) {
    lock.lock();
    try {
      result = output;
      failure = cause;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Closes the loop and the stream of its latest step. */
  void close() {
    StepStream latest;
    lock.lock();
    try {
      closed = true;
      latest = latest();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (latest != null) {
      latest.stream().close();
    }
  }

  /** Returns the stream of the latest step; null before the first one. */
  @Nullable StepStream latestStream() {
    lock.lock();
    try {
      return latest();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable StepStream latest() {
    return streams.isEmpty() ? null : streams.getLast();
  }

  /** Returns the stream of a step, from 0; waits for it. Null if the loop ended before. */
  @Nullable StepStream await(int index) throws InterruptedException {
    lock.lock();
    try {
      while (streams.size() <= index && result == null) {
        requireRunning();
        changed.await();
      }
      return streams.size() > index ? streams.get(index) : null;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the end of the loop. */
  Answered<O> awaitResult() throws InterruptedException {
    lock.lock();
    try {
      while (result == null) {
        requireRunning();
        changed.await();
      }
      return result;
    } finally {
      lock.unlock();
    }
  }

  private void requireRunning() {
    if (closed) {
      throw CancelledException.closed(activity);
    }
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
  }
}
