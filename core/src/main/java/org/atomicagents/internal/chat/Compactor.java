package org.atomicagents.internal.chat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.atomicagents.chat.Turn;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compacts one history whenever a commit exceeds its limit; one compaction at a time.
 *
 * <p>Thread-safe. No lock is held while the function of the compaction runs: its result replaces
 * the turns only if they are still the oldest ones.
 */
final class Compactor {
  private static final Logger log = LoggerFactory.getLogger(Compactor.class);

  private final HistorySettings settings;
  private final Compaction compaction;
  private final TurnListReference turns;
  private final AtomicInteger requests = new AtomicInteger();

  Compactor(HistorySettings settings, Compaction compaction, TurnListReference turns) {
    this.settings = settings;
    this.compaction = compaction;
    this.turns = turns;
  }

  /** Starts a compaction if the limit is exceeded; a compaction in progress is repeated instead. */
  void request() {
    if (!settings.limit().isExceededBy(turns.get()) || requests.getAndIncrement() > 0) {
      return;
    }
    try {
      compaction.executor().execute(this::compactAll);
    } catch (RuntimeException e) {
      requests.set(0);
      report(e);
    } catch (Error e) {
      // Such as a lack of threads: the next commit must be able to start a compaction.
      requests.set(0);
      throw e;
    }
  }

  private void compactAll() {
    boolean isDone = false;
    try {
      int served;
      do {
        served = requests.get();
        compact();
      } while (requests.addAndGet(-served) > 0);
      isDone = true;
    } finally {
      // After an error, the next commit must be able to start a compaction.
      if (!isDone) {
        requests.set(0);
      }
    }
  }

  private void compact() {
    List<Turn> oldest = oldestTurns(turns.get());
    if (oldest.isEmpty()) {
      return;
    }
    Turn summary = summarize(oldest);
    if (summary == null) {
      return;
    }
    if (turns.replaceOldest(oldest, summary)) {
      turns.emitEviction(oldest);
    } else {
      log.debug("The turns of a compaction were changed in the meantime; its result is dropped");
    }
  }

  private @Nullable Turn summarize(List<Turn> oldest) {
    try {
      Turn summary =
          Objects.requireNonNull(compaction.function().apply(oldest), "turn of the compaction");
      // The summary is as old as its newest turn, so that a limit of age includes its content.
      Instant time = oldest.getLast().committedAt();
      return summary.committedAt() == null && time != null
          ? summary.withCommittedAt(time)
          : summary;
    } catch (RuntimeException e) {
      report(e);
      return null;
    }
  }

  private void report(RuntimeException failure) {
    log.warn("The compaction of a chat history failed; its turns are kept", failure);
    Isolated.call("failure listener", compaction.failureListener(), failure);
  }

  /**
   * Returns the oldest turns that are not pinned, so many that the others fill half of the limit at
   * most; the last turn is never among them.
   */
  private List<Turn> oldestTurns(TurnList list) {
    HistoryLimit limit = settings.limit();
    if (!limit.isExceededBy(list)) {
      return List.of();
    }
    var oldest = new ArrayList<Turn>();
    HistoryLimit half = limit.half();
    TurnList rest = list;
    while (half.isExceededBy(rest)) {
      Consumer<Turn> collector = oldest::add;
      TurnList next = rest.withoutOldest(turn -> true, collector);
      if (next.turnCount() == rest.turnCount() && next.linkedCount() == rest.linkedCount()) {
        break;
      }
      rest = next;
    }
    return List.copyOf(oldest);
  }
}
