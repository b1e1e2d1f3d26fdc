package org.atomicagents.internal.batch;

import java.time.Duration;
import java.util.Iterator;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.batch.BatchProgress;
import org.atomicagents.batch.Outcome;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.TimedOutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An execution of a batch: a thread that reads the inputs, and a thread for each item in flight.
 *
 * <p>An input is read when the window and the concurrency have a free permit. The permit of the
 * concurrency is released when the item is complete, that of the window when its outcome is handed
 * out, which bounds the queue of signals.
 */
public final class BatchExecution<I, O> {
  private static final Logger log = LoggerFactory.getLogger(BatchExecution.class);
  private static final long MAX_DRAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final BatchSettings<I, O> settings;
  private final Iterator<? extends I> inputs;
  private final OptionalLong total;
  private final @Nullable ChatHistory history;
  private final Semaphore concurrency;
  private final Semaphore window;
  private final LinkedBlockingQueue<BatchSignal<O>> signals = new LinkedBlockingQueue<>();
  private final Set<Thread> items = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable StopReason> stopReason = new AtomicReference<>();
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();

  /** The items in flight, and 1 for the thread that reads the inputs. */
  private final AtomicLong active = new AtomicLong(1);

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread reader = Thread.ofVirtual().name("batch-inputs").unstarted(this::readInputs);
  private final Thread timer = Thread.ofVirtual().name("batch-timer").unstarted(this::waitTimeout);
  private final long startNanos;

  private BatchExecution(
      BatchSettings<I, O> settings, Iterator<? extends I> inputs, OptionalLong total) {
    this.settings = settings;
    this.inputs = inputs;
    this.total = total;
    ChatHistory given = settings.history();
    this.history = given == null ? null : given.fork();
    this.concurrency = new Semaphore(settings.maxConcurrency());
    this.window = new Semaphore(settings.windowSize());
    this.startNanos = settings.time().nanoTime();
  }

  /** Returns an execution after starting its threads. */
  public static <I, O> BatchExecution<I, O> start(
      BatchSettings<I, O> settings, Iterator<? extends I> inputs, OptionalLong total) {
    var execution = new BatchExecution<I, O>(settings, inputs, total);
    if (settings.timeout() != null) {
      execution.timer.start();
    }
    execution.reader.start();
    return execution;
  }

  /** Returns the next signal; blocks until there is one. An interrupt stops the batch. */
  BatchSignal<O> take() {
    try {
      return signals.take();
    } catch (InterruptedException e) {
      close();
      throw CancelledException.interrupted("reading the outcomes of a batch", e);
    }
  }

  void handedOut() {
    window.release();
  }

  void notifyListener() {
    try {
      settings.listener().accept(progress());
    } catch (RuntimeException e) {
      log.warn("The progress listener of a batch failed", e);
    }
  }

  public BatchProgress progress() {
    // The failures first: a failure is counted as done before it is counted as failed.
    long failures = failed.get();
    return new BatchProgress(done.get(), failures, items.size(), total, elapsedSince(startNanos));
  }

  public boolean isStopped() {
    return stopReason.get() != null;
  }

  /** Returns the exception of an item that was not started because of the stop. */
  public RuntimeException stopFailure() {
    Duration timeout = settings.timeout();
    return timeout != null && stopReason.get() == StopReason.TIMEOUT
        ? TimedOutException.of(TimedOutException.Limit.DEADLINE, timeout, "running a batch")
        : CancelledException.closed("waiting to start in a stopped batch");
  }

  /** Stops the batch and waits for the end of its threads, at most a second. */
  public void close() {
    if (ended.getCount() == 0) {
      return;
    }
    stop(StopReason.CLOSED);
    boolean wasInterrupted = Thread.interrupted();
    long end = settings.time().nanoTime() + MAX_DRAIN_NANOS;
    while (true) {
      try {
        if (!ended.await(end - settings.time().nanoTime(), TimeUnit.NANOSECONDS)) {
          log.warn("{} items of a closed batch are still in flight", items.size());
        }
        break;
      } catch (InterruptedException e) {
        wasInterrupted = true;
      }
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void stop(StopReason reason) {
    if (stopReason.compareAndSet(null, reason)) {
      reader.interrupt();
      // A thread that is added later finds the reason before its run.
      items.forEach(Thread::interrupt);
    }
  }

  private void waitTimeout() {
    try {
      settings.time().sleep(Objects.requireNonNull(settings.timeout(), "timeout"));
      stop(StopReason.TIMEOUT);
    } catch (InterruptedException e) {
      // The batch has ended before.
    }
  }

  private void readInputs() {
    long count = 0;
    Throwable failure = null;
    try {
      while (!isStopped()) {
        window.acquire();
        concurrency.acquire();
        if (isStopped() || !inputs.hasNext()) {
          break;
        }
        start(count, inputs.next());
        count++;
      }
    } catch (InterruptedException e) {
      // The batch is stopped; an interrupt has no other origin.
    } catch (Throwable e) {
      // After a stop, the exception is a result of the interrupt.
      failure = isStopped() ? null : e;
    }
    signals.add(new BatchSignal.InputEnd<>(count, failure));
    leave();
  }

  private void start(long index, I input) {
    active.incrementAndGet();
    Thread.ofVirtual().name("batch-item-" + index).start(() -> runItem(index, input));
  }

  private void runItem(long index, I input) {
    items.add(Thread.currentThread());
    Outcome<O> outcome;
    try {
      outcome =
          isStopped()
              ? new Outcome.Failure<>(index, stopFailure(), Duration.ZERO)
              : call(index, input);
    } finally {
      items.remove(Thread.currentThread());
    }
    done.incrementAndGet();
    if (outcome instanceof Outcome.Failure
        && failed.incrementAndGet() >= settings.stopPolicy().maxFailures()) {
      stop(StopReason.FAILURES);
    }
    signals.add(new BatchSignal.ItemDone<>(outcome));
    concurrency.release();
    leave();
  }

  private Outcome<O> call(long index, I input) {
    long start = settings.time().nanoTime();
    try {
      RunOptions options = settings.options();
      RunResult<O> result =
          settings
              .agent()
              .call(input, history == null ? options : options.withHistory(history.fork()));
      return new Outcome.Success<>(index, result, elapsedSince(start));
    } catch (CancelledException e) {
      RuntimeException failure = stopReason.get() == StopReason.TIMEOUT ? stopFailure() : e;
      return new Outcome.Failure<>(index, failure, elapsedSince(start));
    } catch (RuntimeException e) {
      return new Outcome.Failure<>(index, e, elapsedSince(start));
    } catch (Throwable e) {
      var failure = new IllegalStateException("Item " + index + " of a batch threw " + e, e);
      return new Outcome.Failure<>(index, failure, elapsedSince(start));
    }
  }

  private void leave() {
    if (active.decrementAndGet() == 0) {
      ended.countDown();
      timer.interrupt();
    }
  }

  private Duration elapsedSince(long nanos) {
    return Duration.ofNanos(settings.time().nanoTime() - nanos);
  }
}
