package org.atomicagents.internal.chat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.Turn;

/**
 * The result of applying the limits of a history.
 *
 * @param evicted the evicted turns, oldest first; of a turn that was cut, a turn with the evicted
 *     messages
 */
record Eviction(TurnList kept, List<Turn> evicted) {

  /** Returns the latest turns within the limits; complete turns are evicted first, oldest first. */
  static Eviction apply(HistorySettings settings, TurnList turns, Instant now) {
    HistoryLimit limit = settings.limit();
    boolean isOversized = settings.compaction() == null && limit.isExceededBy(turns);
    if (!isOversized && limit.maxAge() == null) {
      return new Eviction(turns, List.of());
    }
    var evicted = new ArrayList<Turn>();
    TurnList kept = turns;
    if (limit.maxAge() != null) {
      Instant oldest = limit.oldestTime(now);
      kept = evictWhile(kept, list -> true, turn -> HistoryLimit.isTooOld(turn, oldest), evicted);
    }
    if (isOversized) {
      kept = evictWhile(kept, limit::isExceededBy, turn -> true, evicted);
      kept = cutLast(kept, limit.maxMessages(), evicted);
    }
    return new Eviction(kept, List.copyOf(evicted));
  }

  private static TurnList evictWhile(
      TurnList turns, Predicate<TurnList> condition, Predicate<Turn> canEvict, List<Turn> evicted) {
    TurnList kept = turns;
    while (condition.test(kept)) {
      TurnList next = kept.withoutOldest(canEvict, evicted::add);
      if (next.turnCount() == kept.turnCount() && next.linkedCount() == kept.linkedCount()) {
        return next;
      }
      kept = next;
    }
    return kept;
  }

  private static TurnList cutLast(TurnList turns, int maxMessages, List<Turn> evicted) {
    Turn last = turns.last();
    if (last.isPinned() || last.entries().size() <= maxMessages) {
      return turns;
    }
    int from = firstKept(last.entries(), maxMessages);
    if (from == 0) {
      return turns;
    }
    evicted.add(last.withEntries(last.entries().subList(0, from)));
    return turns.withLast(last.withEntries(last.entries().subList(from, last.entries().size())));
  }

  // Providers reject a tool result without its call, so both are evicted. If no other entry would
  // remain, both are kept, even beyond the limit.
  private static int firstKept(List<ChatEntry> entries, int maxMessages) {
    int excess = entries.size() - maxMessages;
    int from = excess;
    while (from < entries.size() && ToolResultTurns.contains(entries.get(from))) {
      from++;
    }
    if (from == entries.size()) {
      from = excess;
      while (from > 0 && ToolResultTurns.contains(entries.get(from))) {
        from--;
      }
    }
    return from;
  }
}
