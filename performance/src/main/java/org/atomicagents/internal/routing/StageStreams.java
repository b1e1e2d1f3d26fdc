package org.atomicagents.internal.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.atomicagents.AgentStream;
import org.atomicagents.error.CancelledException;
import org.jspecify.annotations.Nullable;

/**
 * The streams of the stages of one run, in order, and the end of the run.
 *
 * <p>One thread adds the streams, any number read them. Thread-safe.
 */
final class StageStreams<O> {
  private final String activity;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<StageView<O>> views = new ArrayList<>();
  private @Nullable StageOutcome<O> outcome;
  private @Nullable Throwable failure;
  private boolean closed;

  /**
   * The stream of one stage.
   *
   * @param index the index of the stage, from 0; a stage that could not be prepared has no stream
   * @param attemptsBefore the number of attempts of all earlier stages
   * @param draftsBefore the number of drafts of all earlier stages
   */
  record StageView<O>(int index, AgentStream<O> stream, int attemptsBefore, int draftsBefore) {

    /** Returns a copy whose items have other numbers. */
    StageView<O> after(int attempts, int drafts) {
      return new StageView<>(index, stream, attempts, drafts);
    }
  }

  /**
   * Creates an empty list.
   *
   * @param activity a description of the run, for messages
   */
  StageStreams(String activity) {
    this.activity = activity;
  }

  /** Adds the stream of the next stage; closes it if the run is closed. */
  void add(StageView<O> view) {
    boolean isClosed;
    lock.lock();
    try {
      isClosed = closed;
      views.add(view);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (isClosed) {
      view.stream().close();
    }
  }

  /** Ends the run. */
  void end(@Nullable StageOutcome<O> result, @Nullable Throwable cause) {
    lock.lock();
    try {
      outcome = result;
      failure = cause;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Closes the run and the stream of its latest stage. */
  void close() {
    StageView<O> latest;
    lock.lock();
    try {
      closed = true;
      latest = views.isEmpty() ? null : views.getLast();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (latest != null) {
      latest.stream().close();
    }
  }

  /** Returns the stream of the latest stage; null before the first one. */
  @Nullable StageView<O> latest() {
    lock.lock();
    try {
      return views.isEmpty() ? null : views.getLast();
    } finally {
      lock.unlock();
    }
  }

  /** Returns the stream of the stage with an index, which was added before. */
  StageView<O> ofStage(int index) {
    lock.lock();
    try {
      return views.stream().filter(view -> view.index() == index).findFirst().orElseThrow();
    } finally {
      lock.unlock();
    }
  }

  /** Returns the stream at a position, from 0; waits for it. Null if the run ended before. */
  @Nullable StageView<O> await(int position) throws InterruptedException {
    lock.lock();
    try {
      while (views.size() <= position && outcome == null) {
        requireRunning();
        changed.await();
      }
      return views.size() > position ? views.get(position) : null;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the end of the run. */
  StageOutcome<O> awaitOutcome() throws InterruptedException {
    lock.lock();
    try {
      while (outcome == null) {
        requireRunning();
        changed.await();
      }
      return outcome;
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
