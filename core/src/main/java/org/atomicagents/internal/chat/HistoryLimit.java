package org.atomicagents.internal.chat;

import java.util.List;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.Turn;
import org.atomicagents.message.Content;

/**
 * The maximum size of a history.
 *
 * @param maxTurns the maximum number of turns, 1 or more
 * @param maxMessages the maximum number of messages, 1 or more
 */
record HistoryLimit(int maxTurns, int maxMessages) {
  static final HistoryLimit UNLIMITED = new HistoryLimit(Integer.MAX_VALUE, Integer.MAX_VALUE);

  /** Returns the latest turns within the limit; complete turns are evicted first, oldest first. */
  TurnList apply(TurnList turns) {
    if (turns.turnCount() <= maxTurns && turns.messageCount() <= maxMessages) {
      return turns;
    }
    TurnList kept = turns.latest(maxTurns, maxMessages);
    Turn last = kept.last();
    return last.entries().size() <= maxMessages ? kept : kept.withLast(truncate(last));
  }

  // Providers reject a tool result without its call, so both are evicted. If no other entry would
  // remain, both are kept, even beyond the limit.
  private Turn truncate(Turn turn) {
    List<ChatEntry> entries = turn.entries();
    int excess = entries.size() - maxMessages;
    int from = excess;
    while (from < entries.size() && isToolResult(entries.get(from))) {
      from++;
    }
    if (from == entries.size()) {
      from = excess;
      while (from > 0 && isToolResult(entries.get(from))) {
        from--;
      }
    }
    return turn.withEntries(entries.subList(from, entries.size()));
  }

  private static boolean isToolResult(ChatEntry entry) {
    return entry.message().parts().stream().anyMatch(Content.ToolResult.class::isInstance);
  }
}
