package org.atomicagents.internal.batch;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import org.atomicagents.PreparedRun;
import org.atomicagents.RunOptions;
import org.atomicagents.batch.BatchItem;
import org.atomicagents.batch.Outcome;
import org.atomicagents.batch.StopReason;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.model.Model;
import org.jspecify.annotations.Nullable;

/** Runs the agent of a batch for one item at a time. Thread-safe. */
final class ItemRunner<I, O> {
  private final BatchSettings<I, O> settings;
  private final @Nullable ChatHistory history;
  private @Nullable JournalSession<I, O> journal;
  private volatile @Nullable RuntimeException batchFailure;
  private volatile StopReason failureReason = StopReason.JOURNAL;

  /** The number of inputs that were added; used by the thread that reads them. */
  private long inputs;

  /**
   * Creates a runner with a fork of the history as of now.
   *
   * @throws org.atomicagents.error.ConfigurationException if the cost is limited and the price of
   *     the model is not known
   */
  ItemRunner(BatchSettings<I, O> settings) {
    this.settings = settings;
    ChatHistory given = settings.history();
    this.history = given == null ? null : given.fork();
    requirePrice();
  }

  private void requirePrice() {
    Model model = settings.model();
    boolean isLimited = settings.limits().maxCost() != null;
    if (isLimited && model != null && model.profile().flatMap(p -> p.prices()).isEmpty()) {
      throw StopFailures.unknownPrice();
    }
  }

  /**
   * Begins the use of the journal, if there is one; to be called before the first item.
   *
   * @throws IllegalStateException if another execution uses it
   */
  void begin() {
    JournalUse<O> use = settings.journal();
    if (use != null) {
      journal = JournalSession.begin(settings.agent(), use, settings.time(), settings.replays());
    }
  }

  /**
   * Adds the next item of the inputs, in their order.
   *
   * @param lane the lane of its conversation; null for none
   */
  void add(BatchItem<I> item, @Nullable ConversationLane<I> lane) {
    inputs++;
    if (journal != null) {
      journal.add(item, conversation(lane));
    }
  }

  /** Adds an item that is about to be run, or to end as not run. */
  void itemStarted(ScheduledItem<I> item) {
    if (journal != null) {
      journal.itemStarted(item.index());
    }
  }

  /**
   * Records that the inputs were read to their end.
   *
   * @throws org.atomicagents.error.ConfigurationException if other inputs were submitted
   */
  void inputsComplete() {
    if (settings.replays() != null) {
      settings.replays().checkCount(inputs);
    }
    if (journal != null) {
      journal.inputsComplete();
    }
  }

  /** Ends the use of the journal and of the submission, after the last item. */
  void end() {
    if (journal != null) {
      journal.end();
    }
    if (settings.replays() != null) {
      settings.replays().close();
    }
  }

  /** Returns the exception because of which the batch cannot continue; null if it can. */
  @Nullable RuntimeException batchFailure() {
    return batchFailure;
  }

  /** Returns the reason of the stop after a {@link #batchFailure()}. */
  StopReason failureReason() {
    return failureReason;
  }

  /** Returns the outcome of an item; blocks until the end of its run. */
  Outcome<O> run(ScheduledItem<I> scheduled) {
    return switch (scheduled.item()) {
      case BatchItem.Invalid<I>(RuntimeException failure) -> notRun(scheduled, failure);
      case BatchItem.Valid<I>(I input) -> run(scheduled.index(), input, scheduled.lane());
    };
  }

  /** Returns the outcome of an item that is not run. */
  Outcome<O> notRun(ScheduledItem<I> item, RuntimeException failure) {
    if (journal != null) {
      journal.itemEnded(item.index());
    }
    return new Outcome.Failure<>(item.index(), failure, Duration.ZERO, ItemPricing.NOTHING);
  }

  private Outcome<O> run(long index, I input, @Nullable ConversationLane<I> lane) {
    long start = settings.time().nanoTime();
    try {
      ItemResult<O> item = call(index, input, lane);
      return new Outcome.Success<>(
          index, item.result(), elapsedSince(start), item.cost(), item.isReplayed());
    } catch (BatchFailureException e) {
      failureReason = e.reason();
      batchFailure = e.failure();
      return failure(index, e.failure(), start);
    } catch (RuntimeException e) {
      return failure(index, e, start);
    } catch (Throwable e) {
      return failure(
          index, new IllegalStateException("Item " + index + " of a batch threw " + e, e), start);
    }
  }

  private ItemResult<O> call(long index, I input, @Nullable ConversationLane<I> lane) {
    RunOptions options = options(lane);
    ItemReplays replays = settings.replays();
    if (replays != null) {
      options = replays.options(index, options);
    }
    if (journal != null) {
      return journal.call(index, conversation(lane), input, options);
    }
    return replays == null
        ? ItemResult.of(settings.agent().call(input, options))
        : replay(index, input, options, replays);
  }

  private ItemResult<O> replay(long index, I input, RunOptions options, ItemReplays replays) {
    try (PreparedRun<O> run = settings.agent().prepare(input, options)) {
      BatchFailureException.check(index, run.ingredients(), replays);
      return ItemResult.of(run.call());
    }
  }

  private static String conversation(@Nullable ConversationLane<?> lane) {
    return lane == null ? "" : lane.keyText();
  }

  private Outcome<O> failure(long index, RuntimeException failure, long start) {
    Optional<BigDecimal> cost = ItemPricing.cost(failure);
    return new Outcome.Failure<>(index, failure, elapsedSince(start), cost);
  }

  private RunOptions options(@Nullable ConversationLane<I> lane) {
    RunOptions options = settings.options();
    if (lane != null) {
      return options.withHistory(lane.history());
    }
    return history == null ? options : options.withHistory(history.fork());
  }

  private Duration elapsedSince(long nanos) {
    return Duration.ofNanos(settings.time().nanoTime() - nanos);
  }
}
