package org.atomicagents.internal.stream;

import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.atomicagents.error.CancelledException;
import org.atomicagents.internal.run.ResponseChunk;
import org.atomicagents.message.Violation;
import org.atomicagents.schema.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * The document of a stream, written by its reader and read by all of its iterators.
 *
 * <p>Each iterator has its own position in the document, so a slow iterator neither delays the
 * model nor accumulates items. Thread-safe.
 */
final class PartialDocument<O> {
  private final PartialDocumentState<O> content;
  private final String activity;
  private final Lock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Condition woken = lock.newCondition();
  private boolean isReading;
  private boolean ended;
  private boolean cancelled;
  private @Nullable Throwable failure;

  /**
   * Creates the document of a stream.
   *
   * @param activity a description of the stream, for messages
   */
  PartialDocument(PartialDocumentState<O> content, String activity) {
    this.content = content;
    this.activity = activity;
  }

  /** The violations of a document that was rejected before it was complete, and its JSON so far. */
  record Rejection(List<Violation> violations, String json) {}

  /**
   * Returns a rejection if a complete part violates a constraint, else null, after appending a
   * chunk.
   */
  @Nullable Rejection append(ResponseChunk chunk) {
    lock.lock();
    try {
      content.append(chunk);
      changed.signalAll();
      List<Violation> violations = content.violations();
      return violations.isEmpty() ? null : new Rejection(violations, content.snapshot().json());
    } finally {
      lock.unlock();
    }
  }

  /** Returns the output received so far. */
  Snapshot<O> snapshot() {
    return read(PartialDocumentState::snapshot);
  }

  /** Sets the final output. */
  void complete(FinalSnapshot<O> output) {
    lock.lock();
    try {
      content.complete(output);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends the document and wakes all waiting threads.
   *
   * @param cause the failure of the stream; null if a valid response was received
   */
  void end(@Nullable Throwable cause) {
    lock.lock();
    try {
      failure = cause;
      ended = true;
      signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Wakes all waiting threads; from now on {@link #await} throws. */
  void cancel() {
    lock.lock();
    try {
      cancelled = true;
      signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isCancelled() {
    lock.lock();
    try {
      return cancelled;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the failure that ended the document; null if there is none. */
  @Nullable Throwable failure() {
    lock.lock();
    try {
      return failure;
    } finally {
      lock.unlock();
    }
  }

  /** Throws the failure that ended the document, if there is one. */
  void throwFailure() {
    Throwable cause = failure();
    if (cause instanceof RuntimeException e) {
      throw e;
    }
    if (cause instanceof Error e) {
      throw e;
    }
  }

  /** Evaluates a query now, without waiting. */
  <T extends @Nullable Object> T read(Function<PartialDocumentState<O>, T> query) {
    lock.lock();
    try {
      return query.apply(content);
    } finally {
      lock.unlock();
    }
  }

  /** Returns the present value of a query, without waiting; null if the document was cancelled. */
  <T> @Nullable T peek(Function<PartialDocumentState<O>, @Nullable T> query) {
    lock.lock();
    try {
      return cancelled ? null : query.apply(content);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until a query returns a result.
   *
   * @param query returns null if it has no result yet
   * @return null if the document has ended without a further result
   * @throws CancelledException if the document was cancelled
   */
  <T> @Nullable T await(Function<PartialDocumentState<O>, @Nullable T> query)
      throws InterruptedException {
    lock.lock();
    try {
      T result = evaluate(query);
      while (result == null && !ended) {
        changed.await();
        result = evaluate(query);
      }
      return result;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until a query returns a result, and meanwhile reads chunks on the calling thread.
   *
   * @param query returns null if it has no result yet
   * @param direct whether the calling thread reads; if not, this method waits as {@link #await}
   *     does
   * @param readNext reads one chunk; called without the lock
   * @return null if the document has ended without a further result
   * @throws CancelledException if the document was cancelled
   */
  <T> @Nullable T awaitReading(
      Function<PartialDocumentState<O>, @Nullable T> query, DirectReading direct, Runnable readNext)
      throws InterruptedException {
    lock.lock();
    try {
      T result = evaluate(query);
      while (result == null && !ended) {
        if (isReading && direct.isActive()) {
          direct.takeOver();
        }
        if (direct.isActive()) {
          readUnlocked(readNext);
        } else {
          changed.await();
        }
        result = evaluate(query);
      }
      return result;
    } finally {
      lock.unlock();
    }
  }

  private void readUnlocked(Runnable readNext) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    isReading = true;
    lock.unlock();
    try {
      readNext.run();
    } finally {
      lock.lock();
      isReading = false;
      changed.signalAll();
    }
  }

  /**
   * Waits until no other thread reads, and excludes others from now on. Returns false if the
   * document has ended meanwhile.
   */
  boolean beginReading() {
    lock.lock();
    try {
      while (isReading) {
        changed.awaitUninterruptibly();
      }
      isReading = true;
      return !ended;
    } finally {
      lock.unlock();
    }
  }

  private <T> @Nullable T evaluate(Function<PartialDocumentState<O>, @Nullable T> query) {
    if (cancelled) {
      throw CancelledException.closed(activity);
    }
    return query.apply(content);
  }

  /** Waits until a condition holds; the end or the cancellation of the document ends the wait. */
  void awaitUntil(BooleanSupplier condition) throws InterruptedException {
    lock.lock();
    try {
      while (!ended && !cancelled && !condition.getAsBoolean()) {
        woken.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Evaluates the queries of all waiting threads again. */
  void wakeReaders() {
    lock.lock();
    try {
      signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Evaluates the conditions of all threads in {@link #awaitUntil} again. */
  void wake() {
    lock.lock();
    try {
      woken.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void signalAll() {
    changed.signalAll();
    woken.signalAll();
  }
}
