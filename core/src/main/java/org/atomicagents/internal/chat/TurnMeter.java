package org.atomicagents.internal.chat;

import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.Turn;
import org.atomicagents.model.TokenCounter;
import org.jspecify.annotations.Nullable;

/**
 * Counts the tokens of turns, if a limit needs them.
 *
 * @param counter the counter; null if all counts are 0
 */
record TurnMeter(@Nullable TokenCounter counter) {
  static final TurnMeter NONE = new TurnMeter(null);

  long tokens(Turn turn) {
    if (counter == null) {
      return 0;
    }
    long tokens = 0;
    for (ChatEntry entry : turn.entries()) {
      tokens += entry.tokens(counter);
    }
    return tokens;
  }
}
