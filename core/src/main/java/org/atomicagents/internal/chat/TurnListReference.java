package org.atomicagents.internal.chat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.atomicagents.chat.Turn;

/** The current turns of a history in memory, within its limits. Thread-safe. */
final class TurnListReference {
  private final HistorySettings settings;
  private final AtomicReference<TurnList> current;

  TurnListReference(HistorySettings settings, TurnList turns) {
    this.settings = settings;
    this.current = new AtomicReference<>(turns);
  }

  TurnList get() {
    return current.get();
  }

  /**
   * Changes the turns atomically.
   *
   * @param change may be called several times, and may throw; the turns are unchanged then
   * @return the turns after the change
   */
  TurnList update(UnaryOperator<TurnList> change) {
    return current.updateAndGet(change);
  }

  /**
   * Changes the turns and applies the limits, as one atomic change; emits the evicted turns.
   *
   * @return the turns after the change
   */
  TurnList commit(UnaryOperator<TurnList> change, Instant now) {
    while (true) {
      TurnList before = current.get();
      Eviction eviction = Eviction.apply(settings, change.apply(before), now);
      if (current.compareAndSet(before, eviction.kept())) {
        if (!eviction.evicted().isEmpty()) {
          emitEviction(eviction.evicted());
        }
        return eviction.kept();
      }
    }
  }

  /** Returns whether turns were replaced by one, which they are unless they have changed. */
  boolean replaceOldest(List<Turn> oldest, Turn replacement) {
    while (true) {
      TurnList before = current.get();
      List<Turn> turns = before.oldestFirst();
      var changed = new ArrayList<Turn>(turns.size());
      int found = 0;
      for (Turn turn : turns) {
        if (found < oldest.size() && isSame(turn, oldest.get(found))) {
          found++;
          if (found == oldest.size()) {
            changed.add(replacement);
          }
        } else if (found == oldest.size() || turn.isPinned()) {
          changed.add(turn);
        } else {
          return false;
        }
      }
      if (found < oldest.size()) {
        return false;
      }
      if (current.compareAndSet(before, TurnList.of(changed, before.size().meter()))) {
        return true;
      }
    }
  }

  /** Calls the listener of evictions, outside of any lock. */
  void emitEviction(List<Turn> evicted) {
    Isolated.call("eviction listener", settings.evictionListener(), evicted);
  }

  // A turn that was pinned or extended in the meantime has the same id, but is another object.
  @SuppressWarnings("ReferenceEquality")
  private static boolean isSame(Turn a, Turn b) {
    return a == b;
  }
}
