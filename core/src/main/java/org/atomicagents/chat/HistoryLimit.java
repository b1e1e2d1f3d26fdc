package org.atomicagents.chat;

import java.util.List;
import org.atomicagents.message.Content;

/**
 * How much a conversation remembers.
 *
 * @param maxTurns as many turns at most
 * @param maxMessages as many messages at most
 */
record HistoryLimit(int maxTurns, int maxMessages) {
  static final HistoryLimit UNLIMITED = new HistoryLimit(Integer.MAX_VALUE, Integer.MAX_VALUE);

  HistoryLimit {
    requirePositive("latestTurns", maxTurns);
    requirePositive("latestMessages", maxMessages);
  }

  /** The turns within the bound; whole turns leave first, oldest first. */
  TurnList apply(TurnList turns) {
    if (turns.turnCount() <= maxTurns && turns.messageCount() <= maxMessages) {
      return turns;
    }
    TurnList kept = turns.latest(maxTurns, maxMessages);
    Turn last = kept.last();
    return last.entries().size() <= maxMessages ? kept : kept.withLast(truncate(last));
  }

  // A result without its call would be an error for the provider: both leave, or, where nothing
  // else would be left, both stay, even over the bound.
  private Turn truncate(Turn turn) {
    List<ChatEntry> entries = turn.entries();
    int bound = entries.size() - maxMessages;
    int from = bound;
    while (from < entries.size() && isToolResult(entries.get(from))) {
      from++;
    }
    if (from == entries.size()) {
      from = bound;
      while (from > 0 && isToolResult(entries.get(from))) {
        from--;
      }
    }
    return new Turn(turn.id(), entries.subList(from, entries.size()));
  }

  private static boolean isToolResult(ChatEntry entry) {
    return entry.message().parts().stream().anyMatch(Content.ToolResult.class::isInstance);
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": expected 1 or more, found " + value);
    }
  }
}
