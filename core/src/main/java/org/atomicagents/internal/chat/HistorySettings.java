package org.atomicagents.internal.chat;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.atomicagents.chat.OverlapPolicy;
import org.atomicagents.chat.Turn;
import org.atomicagents.model.TokenCounter;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a history in memory. Immutable.
 *
 * @param evictionListener receives evicted turns
 * @param compaction replaces the oldest turns; null if they are evicted
 */
public record HistorySettings(
    HistoryLimit limit,
    Consumer<List<Turn>> evictionListener,
    @Nullable Compaction compaction,
    OverlapPolicy overlapPolicy,
    TimeSource time) {
  /** No limits, overlapping runs, and the system clock. */
  public static final HistorySettings DEFAULTS =
      new HistorySettings(
          HistoryLimit.UNLIMITED, turns -> {}, null, OverlapPolicy.APPEND, TimeSource.system());

  /** Returns whether turns, messages or tokens are limited. */
  public boolean hasSizeLimit() {
    return limit.hasSize();
  }

  /** Returns whether a summary and another turn fit. */
  public boolean hasRoomForSummary() {
    return limit.maxTurns() > 1 && limit.maxMessages() > 1;
  }

  /** Returns a copy with a maximum number of turns. */
  public HistorySettings withMaxTurns(int max) {
    return withLimit(limit.withMaxTurns(max));
  }

  /** Returns a copy with a maximum number of messages. */
  public HistorySettings withMaxMessages(int max) {
    return withLimit(limit.withMaxMessages(max));
  }

  /** Returns a copy with a maximum number of tokens. */
  public HistorySettings withMaxTokens(int max, TokenCounter counter) {
    return withLimit(limit.withMaxTokens(max, new TurnMeter(counter)));
  }

  /** Returns a copy with a maximum age. */
  public HistorySettings withMaxAge(Duration max) {
    return withLimit(limit.withMaxAge(max));
  }

  private HistorySettings withLimit(HistoryLimit changed) {
    return new HistorySettings(changed, evictionListener, compaction, overlapPolicy, time);
  }

  /** Returns a copy with a listener of evictions. */
  public HistorySettings withEvictionListener(Consumer<List<Turn>> listener) {
    return new HistorySettings(limit, listener, compaction, overlapPolicy, time);
  }

  /** Returns a copy with a compaction; null for none. */
  public HistorySettings withCompaction(@Nullable Compaction changed) {
    return new HistorySettings(limit, evictionListener, changed, overlapPolicy, time);
  }

  /** Returns a copy with a policy for overlapping runs. */
  public HistorySettings withOverlapPolicy(OverlapPolicy policy) {
    return new HistorySettings(limit, evictionListener, compaction, policy, time);
  }

  /** Returns a copy with a clock. */
  public HistorySettings withTime(TimeSource changed) {
    return new HistorySettings(limit, evictionListener, compaction, overlapPolicy, changed);
  }
}
