package org.atomicagents.testing.internal.batch;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.atomicagents.testing.internal.server.BatchSimulation;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * A batch whose progress depends on the number of polls or on the time; thread-safe.
 *
 * <p>The items are processed when the batch ends, in order. A cancelled batch ends at the next
 * poll; its items that were not processed at the cancellation have no response.
 */
final class SimulatedBatch {
  /** The state of a batch. */
  enum Phase {
    CREATED,
    RUNNING,
    FINALIZING,
    COMPLETED,
    EXPIRED,
    CANCELING,
    CANCELED,
    FAILED;

    boolean isEnd() {
      return compareTo(COMPLETED) >= 0 && this != CANCELING;
    }
  }

  private final String id;
  private final Instant created;
  private final List<SubmittedItem> items;
  private final ItemProcessor processor;
  private final TimeSource time;
  private final Lock lock = new ReentrantLock();
  private Phase phase = Phase.CREATED;
  private int polls;
  private @Nullable Instant canceled;
  private @Nullable Instant ended;
  private int processed;
  private List<ItemOutcome> outcomes = List.of();

  SimulatedBatch(String id, List<SubmittedItem> items, ItemProcessor processor, TimeSource time) {
    this.id = id;
    this.created = time.now();
    this.items = List.copyOf(items);
    this.processor = processor;
    this.time = time;
  }

  String id() {
    return id;
  }

  Instant created() {
    return created;
  }

  /** Returns the time at which unprocessed items expire. */
  Instant expires() {
    return created.plus(Duration.ofDays(1));
  }

  List<SubmittedItem> items() {
    return items;
  }

  /** Advances the state by one poll and returns it. */
  Phase poll() {
    lock.lock();
    try {
      if (!phase.isEnd()) {
        polls++;
        advance();
      }
      return phase;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the state; a state that depends on the time is advanced. */
  Phase phase() {
    lock.lock();
    try {
      if (!phase.isEnd() && settings().duration() != null && phase != Phase.CANCELING) {
        advance();
      }
      return phase;
    } finally {
      lock.unlock();
    }
  }

  /** Cancels the batch unless it has ended; returns its state. */
  Phase cancel() {
    lock.lock();
    try {
      if (!phase.isEnd() && phase != Phase.CANCELING) {
        canceled = time.now();
        processed = reachedItems();
        phase = Phase.CANCELING;
      }
      return phase;
    } finally {
      lock.unlock();
    }
  }

  private void advance() {
    if (phase == Phase.CANCELING) {
      end(Phase.CANCELED, processed, ItemOutcome.Unprocessed.CANCELED);
      return;
    }
    double progress = progress();
    if (progress < 1) {
      boolean isLast =
          settings().duration() == null && polls > 1 && polls == settings().polls() - 1;
      phase = isLast ? Phase.FINALIZING : Phase.RUNNING;
      return;
    }
    int expired = (int) Math.round(items.size() * settings().expiredShare());
    if (settings().failure() != null) {
      end(Phase.FAILED, 0, ItemOutcome.Unprocessed.CANCELED);
    } else {
      end(
          expired > 0 ? Phase.EXPIRED : Phase.COMPLETED,
          items.size() - expired,
          ItemOutcome.Unprocessed.EXPIRED);
    }
  }

  private void end(Phase end, int count, ItemOutcome rest) {
    phase = end;
    processed = count;
    ended = time.now();
    outcomes = processor.process(items, count, rest);
  }

  private double progress() {
    Duration duration = settings().duration();
    return duration == null
        ? (double) polls / settings().polls()
        : (double) Duration.between(created, time.now()).toNanos() / duration.toNanos();
  }

  private int reachedItems() {
    return (int) (items.size() * Math.min(1, progress()));
  }

  private BatchSimulation settings() {
    return processor.settings();
  }

  /** Returns the number of items processed so far. */
  int processedCount() {
    lock.lock();
    try {
      return phase.isEnd() || phase == Phase.CANCELING ? processed : reachedItems();
    } finally {
      lock.unlock();
    }
  }

  /** Returns the reason why the batch failed as a whole; null unless it did. */
  @Nullable String failure() {
    return phase() == Phase.FAILED ? settings().failure() : null;
  }

  /** Returns the time of the cancellation; null without one. */
  @Nullable Instant canceled() {
    lock.lock();
    try {
      return canceled;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the time of the end; null before it. */
  @Nullable Instant ended() {
    lock.lock();
    try {
      return ended;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the outcomes in the order of the items; empty before the end. */
  List<ItemOutcome> outcomes() {
    lock.lock();
    try {
      return outcomes;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the number of outcomes of a class. */
  int count(Class<? extends ItemOutcome> type) {
    return (int) outcomes().stream().filter(type::isInstance).count();
  }

  int count(ItemOutcome.Unprocessed outcome) {
    return (int) outcomes().stream().filter(outcome::equals).count();
  }
}
