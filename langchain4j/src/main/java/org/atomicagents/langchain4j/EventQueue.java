package org.atomicagents.langchain4j;

import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.atomicagents.model.ModelEvent;
import org.jspecify.annotations.Nullable;

/**
 * The events of one response, from the threads of LangChain4j to the reader.
 *
 * <p>Unbounded: LangChain4j has no back pressure, and its callbacks may run on the event loop of an
 * HTTP client, which must not block. Ends exactly once: what arrives later is ignored. Thread-safe.
 */
final class EventQueue {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition isChanged = lock.newCondition();
  private final ArrayDeque<ModelEvent> events = new ArrayDeque<>();
  private State state = State.OPEN;
  private @Nullable Throwable failure;
  private boolean hasReceived;

  enum State {
    OPEN,
    ENDED,
    CANCELLED
  }

  void add(ModelEvent event) {
    lock.lock();
    try {
      if (state == State.OPEN) {
        events.add(event);
        hasReceived = true;
        isChanged.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends the queue: its events can still be read.
   *
   * @param cause the failure after the last event; null for a complete response
   * @return whether this call has ended it
   */
  boolean end(@Nullable Throwable cause) {
    return change(State.ENDED, cause);
  }

  /** Ends the queue for its reader, too; returns whether this call has ended it. */
  boolean cancel() {
    return change(State.CANCELLED, null);
  }

  private boolean change(State end, @Nullable Throwable cause) {
    lock.lock();
    try {
      if (state != State.OPEN) {
        return false;
      }
      state = end;
      failure = cause;
      isChanged.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether an event was added. */
  boolean hasReceived() {
    lock.lock();
    try {
      return hasReceived;
    } finally {
      lock.unlock();
    }
  }

  boolean isOpen() {
    return state() == State.OPEN;
  }

  State state() {
    lock.lock();
    try {
      return state;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the failure at the end; null if there is none. */
  @Nullable Throwable failure() {
    lock.lock();
    try {
      return failure;
    } finally {
      lock.unlock();
    }
  }

  boolean hasEvent() {
    lock.lock();
    try {
      return !events.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Removes and returns the next event; throws an exception if there is none. */
  ModelEvent remove() {
    lock.lock();
    try {
      return events.remove();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until there is an event or the queue has ended; returns whether that is the case. */
  boolean await(long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long remaining = nanos;
      while (events.isEmpty() && state == State.OPEN) {
        if (remaining <= 0) {
          return false;
        }
        remaining = isChanged.awaitNanos(remaining);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }
}
