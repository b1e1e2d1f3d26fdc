package org.atomicagents.internal.cache;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.atomicagents.PreparedRun;
import org.atomicagents.RunResult;
import org.atomicagents.error.AgentException;
import org.atomicagents.internal.cache.FlightThreads.FlightThread;
import org.atomicagents.internal.stream.RunStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * A run that several callers share, its members.
 *
 * <p>It has a thread of its own, so that the first caller may leave: the run is cancelled when the
 * last member leaves. The creator of a flight starts or discards it; the other members wait for
 * this decision. Thread-safe.
 */
final class Flight<O> {
  private static final Logger log = LoggerFactory.getLogger(Flight.class);

  private final PreparedRun<O> run;
  private final @Nullable RunStream<O> stream;
  private final @Nullable Map<String, String> loggingContext = MDC.getCopyOfContextMap();
  private final CompletableFuture<Boolean> started = new CompletableFuture<>();
  private final CompletableFuture<RunResult<O>> result = new CompletableFuture<>();
  private final AtomicBoolean usageTaken = new AtomicBoolean();
  private final Lock lock = new ReentrantLock();
  private int members = 1;
  private boolean isAbandoned;
  private boolean isFinished;
  private volatile boolean isStored;
  private @Nullable FlightThread thread;

  /**
   * The action at the end of a flight.
   *
   * @param <O> the type of the output
   */
  @FunctionalInterface
  interface EndAction<O> {

    /**
     * Returns the action that remains after the members have got the result.
     *
     * @param completed the result; null if the run failed
     */
    Runnable end(@Nullable RunResult<O> completed);
  }

  /**
   * Creates a flight with one member.
   *
   * @param run the shared run, without a conversation
   * @param stream the stream of the run; null if the response is not streamed
   */
  Flight(PreparedRun<O> run, @Nullable RunStream<O> stream) {
    this.run = run;
    this.stream = stream;
  }

  /**
   * Starts the run.
   *
   * @param owner the thread of the run
   * @param onEnd called before the members get the result
   */
  void start(FlightThread owner, EndAction<O> onEnd) {
    lock.lock();
    try {
      thread = owner;
    } finally {
      lock.unlock();
    }
    owner.start(() -> fly(onEnd));
    started.complete(true);
  }

  /** Discards a flight that was not started; its members look for the result elsewhere. */
  void discard() {
    closeRun();
    started.complete(false);
  }

  /** Waits, for no longer than a look into the memory, for the decision of the creator. */
  boolean isStarted() {
    return started.join();
  }

  private void fly(EndAction<O> onEnd) {
    if (loggingContext != null) {
      MDC.setContextMap(loggingContext);
    }
    Runnable remainder = end(onEnd);
    try {
      run.close();
    } finally {
      remainder.run();
    }
  }

  private Runnable end(EndAction<O> onEnd) {
    try {
      RunResult<O> completed = stream == null ? run.call() : stream.runResult();
      finish();
      Runnable remainder = onEnd.end(completed);
      result.complete(completed);
      return remainder;
    } catch (RuntimeException | Error e) {
      finish();
      onEnd.end(null);
      // A future would treat a CancellationException as its own cancellation.
      result.completeExceptionally(new CompletionException(e));
      return () -> {};
    }
  }

  /** Makes the end of the run and its abandonment exclude each other. */
  private void finish() {
    lock.lock();
    try {
      isFinished = true;
    } finally {
      lock.unlock();
    }
    // An interrupt was for the run, which has ended; it must not disturb the store.
    Thread.interrupted();
  }

  /** Adds a member; returns false if all others have left. */
  boolean join() {
    lock.lock();
    try {
      if (isAbandoned) {
        return false;
      }
      members++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  int members() {
    lock.lock();
    try {
      return members;
    } finally {
      lock.unlock();
    }
  }

  /** Removes a member; cancels the run if it was the last one. Returns whether it was. */
  boolean leave() {
    lock.lock();
    try {
      members--;
      if (members > 0) {
        return false;
      }
      if (!isFinished) {
        isAbandoned = true;
        if (thread != null) {
          thread.interrupt();
        }
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void closeRun() {
    if (stream != null) {
      stream.close();
    }
    run.close();
  }

  /** Makes the output be stored: at least one member writes to the cache. */
  void store() {
    isStored = true;
  }

  boolean isStored() {
    return isStored;
  }

  /** Returns the result as soon as the run has ended. */
  CompletableFuture<RunResult<O>> result() {
    return result;
  }

  /**
   * Returns the exception to throw to one member for the failure of the run, or for a failure of
   * its own such as a passed deadline, which leaves the usage of the run to another member.
   */
  @SuppressWarnings("ReferenceEquality")
  RuntimeException failure(ExecutionException cause) {
    boolean isOfRun =
        result.isCompletedExceptionally() && result.exceptionNow() == Failures.of(cause);
    return Failures.ofCaller(cause, isOfRun && takeUsage());
  }

  /**
   * Adds the usage of the run to the failure of its last member, unless another member has it.
   *
   * <p>Waits for the end of the cancelled run, for a second at most: a client may ignore an
   * interrupt.
   */
  void addUsageTo(AgentException failure) {
    boolean isInterrupted = Thread.interrupted();
    try {
      RunResult<O> completed = result.get(1, TimeUnit.SECONDS);
      if (takeUsage()) {
        Failures.addUsage(failure, completed);
      }
    } catch (ExecutionException e) {
      if (Failures.of(e) instanceof AgentException ofRun && takeUsage()) {
        Failures.addUsage(failure, ofRun);
      }
    } catch (TimeoutException e) {
      log.debug("A cancelled run did not end within a second; its usage is not known", e);
    } catch (InterruptedException e) {
      isInterrupted = true;
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Returns whether this flight shares a run. */
  @SuppressWarnings("ReferenceEquality")
  boolean isOf(PreparedRun<O> shared) {
    return run == shared;
  }

  /** Returns whether the shared request equals that of a run, whatever the keys depend on. */
  boolean hasRequestOf(PreparedRun<O> other) {
    return run.fingerprint().equals(other.fingerprint());
  }

  /** Returns the shared stream; null if the response is not streamed. */
  @Nullable RunStream<O> stream() {
    return stream;
  }

  /** Returns whether this call is the first: the usage of a run counts in one result. */
  boolean takeUsage() {
    return !usageTaken.getAndSet(true);
  }
}
