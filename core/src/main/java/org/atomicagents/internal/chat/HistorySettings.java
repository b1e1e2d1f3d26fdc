package org.atomicagents.internal.chat;

import java.time.Instant;
import org.atomicagents.chat.OverlapPolicy;
import org.atomicagents.chat.Turn;
import org.atomicagents.model.TimeSource;

/** The settings of a history in memory. Immutable. */
public record HistorySettings(HistoryLimit limit, OverlapPolicy overlapPolicy, TimeSource time) {
  /** No limits, overlapping runs, and the system clock. */
  public static final HistorySettings DEFAULTS =
      new HistorySettings(HistoryLimit.UNLIMITED, OverlapPolicy.APPEND, TimeSource.system());

  public HistorySettings withMaxTurns(int max) {
    return withLimit(new HistoryLimit(max, limit.maxMessages()));
  }

  public HistorySettings withMaxMessages(int max) {
    return withLimit(new HistoryLimit(limit.maxTurns(), max));
  }

  private HistorySettings withLimit(HistoryLimit changed) {
    return new HistorySettings(changed, overlapPolicy, time);
  }

  public HistorySettings withOverlapPolicy(OverlapPolicy policy) {
    return new HistorySettings(limit, policy, time);
  }

  public HistorySettings withTime(TimeSource changed) {
    return new HistorySettings(limit, overlapPolicy, changed);
  }

  /** Returns a turn with a time of commit: its own one, or the current time. */
  Turn stamp(Turn turn) {
    Instant own = turn.committedAt();
    return own == null ? turn.withCommittedAt(time.now()) : turn;
  }
}
