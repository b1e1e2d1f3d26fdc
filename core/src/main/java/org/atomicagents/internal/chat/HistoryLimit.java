package org.atomicagents.internal.chat;

import java.time.Duration;
import java.time.Instant;
import org.atomicagents.chat.Turn;
import org.jspecify.annotations.Nullable;

/**
 * The maximum size and age of a history.
 *
 * @param maxTurns the maximum number of turns, 1 or more
 * @param maxMessages the maximum number of messages, 1 or more
 * @param maxTokens the maximum number of tokens, 1 or more
 * @param meter the counter of the tokens
 * @param maxAge the maximum time since the commit of a turn; null for no maximum
 */
record HistoryLimit(
    int maxTurns, int maxMessages, long maxTokens, TurnMeter meter, @Nullable Duration maxAge) {
  static final HistoryLimit UNLIMITED =
      new HistoryLimit(Integer.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE, TurnMeter.NONE, null);

  /** Returns whether there is a limit of turns, messages or tokens. */
  boolean hasSize() {
    return maxTurns < Integer.MAX_VALUE
        || maxMessages < Integer.MAX_VALUE
        || maxTokens < Long.MAX_VALUE;
  }

  boolean isUnlimited() {
    return maxAge == null && !hasSize();
  }

  boolean isExceededBy(TurnList turns) {
    return turns.turnCount() > maxTurns
        || turns.size().messages() > maxMessages
        || turns.size().tokens() > maxTokens;
  }

  /** Returns the time of commit of the oldest turn to keep; the earliest time without a limit. */
  Instant oldestTime(Instant now) {
    // Subtracting a very long duration would be out of the range of an instant.
    return maxAge == null || maxAge.compareTo(Duration.between(Instant.EPOCH, now)) > 0
        ? Instant.MIN
        : now.minus(maxAge);
  }

  /** Returns whether a turn is not pinned and was committed before a time. */
  static boolean isTooOld(Turn turn, Instant oldest) {
    Instant committed = turn.committedAt();
    return !turn.isPinned() && committed != null && committed.isBefore(oldest);
  }

  /** Returns half of this limit, where there is one; at least 1 of each. */
  HistoryLimit half() {
    return new HistoryLimit(
        maxTurns == Integer.MAX_VALUE ? maxTurns : Math.max(1, maxTurns / 2),
        maxMessages == Integer.MAX_VALUE ? maxMessages : Math.max(1, maxMessages / 2),
        maxTokens == Long.MAX_VALUE ? maxTokens : Math.max(1, maxTokens / 2),
        meter,
        maxAge);
  }

  HistoryLimit withMaxTurns(int max) {
    return new HistoryLimit(max, maxMessages, maxTokens, meter, maxAge);
  }

  HistoryLimit withMaxMessages(int max) {
    return new HistoryLimit(maxTurns, max, maxTokens, meter, maxAge);
  }

  HistoryLimit withMaxTokens(long max, TurnMeter counter) {
    return new HistoryLimit(maxTurns, maxMessages, max, counter, maxAge);
  }

  HistoryLimit withMaxAge(Duration max) {
    return new HistoryLimit(maxTurns, maxMessages, maxTokens, meter, max);
  }
}
