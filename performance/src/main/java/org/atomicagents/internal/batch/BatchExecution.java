package org.atomicagents.internal.batch;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.atomicagents.batch.BatchItem;
import org.atomicagents.batch.BatchProgress;
import org.atomicagents.batch.BatchSource;
import org.atomicagents.batch.Outcome;
import org.atomicagents.batch.StopReason;
import org.atomicagents.error.CancelledException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An execution of a batch: a thread that reads the inputs, and a thread for each item in flight.
 *
 * <p>An {@link ItemScheduler} decides when an item is read and started. The place in the window is
 * freed when the outcome of an item is handed out, which bounds the queue of signals.
 *
 * <p>A stop ends the inputs at once, whatever the thread that reads them does: it may block in code
 * that ignores interrupts.
 */
public final class BatchExecution<I, O> {
  private static final Logger log = LoggerFactory.getLogger(BatchExecution.class);
  private static final Duration MAX_DRAIN = Duration.ofSeconds(1);

  private final BatchSettings<I, O> settings;
  private final BatchSource<? extends I> source;
  private final ItemRunner<I, O> runner;
  private final CostMeter costs;
  private final BatchCounters counters;
  private final ItemScheduler<I> scheduler;
  private final LinkedBlockingQueue<BatchSignal<O>> signals = new LinkedBlockingQueue<>();
  private final Set<ScheduledItem<I>> items = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable StopReason> stopReason = new AtomicReference<>();

  /** The items in flight, and 1 for the thread that reads the inputs. */
  private final AtomicLong active = new AtomicLong(1);

  private final CountDownLatch ended = new CountDownLatch(1);
  // A platform thread: user code may block a carrier thread, on which items could not run then.
  private final Thread reader =
      Thread.ofPlatform().daemon().name("batch-inputs").unstarted(this::readInputs);
  private final Thread timer = Thread.ofVirtual().name("batch-timer").unstarted(this::waitTimeout);

  private BatchExecution(BatchSettings<I, O> settings, BatchSource<? extends I> source) {
    this.settings = settings;
    this.source = source;
    this.costs = new CostMeter(settings.limits().maxCost(), settings.currency());
    this.runner = new ItemRunner<>(settings);
    this.counters =
        new BatchCounters(settings.time(), settings.limits().stopPolicy(), costs, source.total());
    this.scheduler =
        new ItemScheduler<>(
            settings.limits().maxConcurrency(),
            settings.windowSize(),
            costs,
            this::start,
            () -> stop(StopReason.COST));
  }

  /** Returns an execution after starting its threads. */
  public static <I, O> BatchExecution<I, O> start(
      BatchSettings<I, O> settings, BatchSource<? extends I> source) {
    var execution = new BatchExecution<I, O>(settings, source);
    execution.runner.begin();
    if (settings.limits().timeout() != null) {
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

  /** Returns the exception because of which the batch cannot continue; null if it can. */
  @Nullable RuntimeException batchFailure() {
    return runner.batchFailure();
  }

  /** Blocks until all threads have ended, which is soon after the last outcome; not if stopped. */
  void awaitEnd() {
    try {
      if (settings.journal() != null && !isStopped()) {
        ended.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void handedOut() {
    scheduler.handedOut();
  }

  void notifyListener() {
    try {
      settings.listener().accept(progress());
    } catch (RuntimeException e) {
      log.warn("The progress listener of a batch failed", e);
    }
  }

  public BatchProgress progress() {
    return counters.progress(items.size());
  }

  public Optional<StopReason> stopReason() {
    return Optional.ofNullable(stopReason.get());
  }

  /** Returns the exception of an item that was not started because of the stop. */
  public RuntimeException stopFailure() {
    return StopFailures.of(stopReason.get(), settings.limits(), costs);
  }

  /** Stops the batch and waits for the end of its threads, at most a second. */
  public void close() {
    if (ended.getCount() == 0) {
      return;
    }
    stop(StopReason.CLOSED);
    boolean wasInterrupted = Thread.interrupted();
    long end = settings.time().nanoTime() + MAX_DRAIN.toNanos();
    while (true) {
      try {
        if (!ended.await(end - settings.time().nanoTime(), TimeUnit.NANOSECONDS)) {
          log.warn("Threads of a closed batch ignore an interrupt: {} left", active.get());
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
    StopReason first = stopReason.compareAndExchange(null, reason);
    if (first != null && (first.cancelsItems() || !reason.cancelsItems())) {
      return;
    }
    endInputs(null);
    reader.interrupt();
    scheduler.stop();
    if (reason.cancelsItems()) {
      // An item that is added later finds the reason before its run.
      items.forEach(ScheduledItem::interrupt);
      Thread.ofVirtual().name("batch-drain").start(this::abandonItems);
    }
  }

  private boolean isStopped() {
    return stopReason.get() != null;
  }

  private void waitTimeout() {
    try {
      settings.time().sleep(Objects.requireNonNull(settings.limits().timeout(), "timeout"));
      stop(StopReason.TIMEOUT);
    } catch (InterruptedException e) {
      // The batch has ended before.
    }
  }

  /** Gives items that ignore the interrupt of a stop an outcome. */
  private void abandonItems() {
    try {
      if (!ended.await(MAX_DRAIN.toNanos(), TimeUnit.NANOSECONDS)) {
        items.forEach(item -> complete(item, runner.notRun(item, stopFailure())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void readInputs() {
    Throwable failure = null;
    try (source) {
      while (scheduler.awaitRoom()) {
        Optional<? extends BatchItem<? extends I>> next = source.next();
        if (next.isEmpty()) {
          if (!source.isTruncated()) {
            runner.inputsComplete();
          }
          break;
        }
        @SuppressWarnings("unchecked") // An item is read only.
        var item = (BatchItem<I>) next.get();
        addItem(item);
      }
    } catch (InterruptedException e) {
      // The batch is stopped; an interrupt has no other origin.
    } catch (Throwable e) {
      failure = e;
    }
    endInputs(failure);
    leave();
  }

  private void addItem(BatchItem<I> item) {
    Conversations<I> conversations = settings.conversations();
    ConversationLane<I> lane = null;
    BatchItem<I> added = item;
    if (conversations != null && item instanceof BatchItem.Valid<I>(I input)) {
      try {
        Object key = conversations.key().apply(input);
        lane = key == null ? null : scheduler.lane(key, conversations.open());
      } catch (RuntimeException e) {
        added = BatchItem.invalid(e);
      }
    }
    runner.add(added, lane);
    scheduler.add(added, lane);
  }

  private void endInputs(@Nullable Throwable failure) {
    OptionalLong count = scheduler.close();
    if (count.isPresent()) {
      signals.add(new BatchSignal.InputEnd<>(count.getAsLong(), failure));
    }
  }

  private void start(ScheduledItem<I> item) {
    active.incrementAndGet();
    runner.itemStarted(item);
    Thread.ofVirtual().name("batch-item-" + item.index()).start(() -> runItem(item));
  }

  private void runItem(ScheduledItem<I> item) {
    item.begin();
    items.add(item);
    complete(item, isStopped() ? runner.notRun(item, stopFailure()) : run(item));
    leave();
  }

  private Outcome<O> run(ScheduledItem<I> item) {
    Outcome<O> outcome = runner.run(item);
    if (runner.batchFailure() != null) {
      stop(runner.failureReason());
    }
    return outcome instanceof Outcome.Failure<O> failure
            && failure.failure() instanceof CancelledException
            && stopReason.get() == StopReason.TIMEOUT
        ? new Outcome.Failure<>(item.index(), stopFailure(), failure.latency(), failure.cost())
        : outcome;
  }

  private void complete(ScheduledItem<I> item, Outcome<O> outcome) {
    if (!item.complete()) {
      return;
    }
    items.remove(item);
    StopReason reason = counters.add(outcome);
    if (reason != null) {
      stop(reason);
    }
    signals.add(new BatchSignal.ItemDone<>(outcome));
    scheduler.complete(item);
  }

  private void leave() {
    if (active.decrementAndGet() == 0) {
      runner.end();
      ended.countDown();
      timer.interrupt();
    }
  }
}
