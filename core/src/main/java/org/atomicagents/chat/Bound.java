package org.atomicagents.chat;

import java.util.List;
import org.atomicagents.model.Content;

/**
 * How much a conversation remembers.
 *
 * @param maxTurns as many turns at most
 * @param maxMessages as many messages at most
 */
record Bound(int maxTurns, int maxMessages) {
  static final Bound NONE = new Bound(Integer.MAX_VALUE, Integer.MAX_VALUE);

  Bound {
    requirePositive("latestTurns", maxTurns);
    requirePositive("latestMessages", maxMessages);
  }

  /** The turns within the bound; whole turns leave first, oldest first. */
  TurnList applied(TurnList turns) {
    if (turns.turns() <= maxTurns && turns.messages() <= maxMessages) {
      return turns;
    }
    TurnList kept = turns.latest(maxTurns, maxMessages);
    Turn last = kept.last();
    return last.entries().size() <= maxMessages ? kept : kept.withLast(shortened(last));
  }

  // A result whose call has left would be an error for the provider, so it leaves with it.
  private Turn shortened(Turn turn) {
    List<Entry> entries = turn.entries();
    int from = entries.size() - maxMessages;
    while (from < entries.size() - 1 && answersCall(entries.get(from))) {
      from++;
    }
    return new Turn(turn.id(), entries.subList(from, entries.size()));
  }

  private static boolean answersCall(Entry entry) {
    return entry.message().parts().stream().anyMatch(Content.ToolResult.class::isInstance);
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": expected 1 or more, found " + value);
    }
  }
}
