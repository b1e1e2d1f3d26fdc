package org.atomicagents.internal.chat;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.ConversationLock;
import org.atomicagents.chat.OverlapPolicy;
import org.atomicagents.chat.Turn;
import org.atomicagents.error.ConflictException;
import org.atomicagents.model.Deadline;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The standard history: a persistent list of turns in memory. Thread-safe. */
public final class InMemoryHistory implements ChatHistory {
  private static final Logger log = LoggerFactory.getLogger(InMemoryHistory.class);
  private static final int MESSAGES_TO_WARN_AT = 1_000;

  private final HistorySettings settings;
  private final ConversationLock lock;
  private final TurnListReference turns;
  private final @Nullable Compactor compactor;
  private final AtomicBoolean hasWarned;

  private InMemoryHistory(HistorySettings settings, TurnList turns, AtomicBoolean hasWarned) {
    this.settings = settings;
    this.lock = ConversationLock.of(settings.overlapPolicy());
    this.turns = new TurnListReference(settings, turns);
    Compaction compaction = settings.compaction();
    this.compactor = compaction == null ? null : new Compactor(settings, compaction, this.turns);
    this.hasWarned = hasWarned;
  }

  /** Returns an empty history. */
  public static InMemoryHistory of(HistorySettings settings) {
    return new InMemoryHistory(
        settings, TurnList.empty(settings.limit().meter()), new AtomicBoolean());
  }

  /** Returns a history with turns, as far as they are within the limits; emits no eviction. */
  static InMemoryHistory of(HistorySettings settings, List<Turn> turns) {
    TurnList all = TurnList.of(turns, settings.limit().meter());
    TurnList kept = Eviction.apply(settings, all, settings.time().now()).kept();
    return new InMemoryHistory(settings, kept, new AtomicBoolean());
  }

  @Override
  public Snapshot snapshot() {
    TurnList list = turns.get();
    HistoryLimit limit = settings.limit();
    return new TurnListView(
        list, limit.maxAge() == null ? Instant.MIN : limit.oldestTime(settings.time().now()));
  }

  @Override
  public void commit(Turn turn) {
    Objects.requireNonNull(turn, "turn");
    Instant now = settings.time().now();
    Turn stamped = stamp(turn, now);
    commit(current -> current.append(stamped), now);
  }

  @Override
  public void add(ChatEntry entry) {
    Instant now = settings.time().now();
    Turn first = Turn.of(entry).withCommittedAt(now);
    Instant oldest = settings.limit().oldestTime(now);
    commit(
        current ->
            current.isEmpty() || HistoryLimit.isTooOld(current.last(), oldest)
                ? current.append(first)
                : extendLast(current, first.entries(), now),
        now);
  }

  @Override
  public void extend(String turnId, List<ChatEntry> entries) {
    List<ChatEntry> added = List.copyOf(entries);
    Instant now = settings.time().now();
    commit(
        current -> {
          if (current.isEmpty() || !current.last().id().equals(turnId)) {
            throw ConflictException.of(
                "The conversation has changed: turn "
                    + turnId
                    + " is no longer its last turn.\nRun again with an input.");
          }
          return extendLast(current, added, now);
        },
        now);
  }

  @Override
  public void pin(String turnId, boolean pinned) {
    turns.update(current -> TurnChanges.pin(current, turnId, pinned));
  }

  @Override
  public void delete(String turnId) {
    turns.update(current -> TurnChanges.delete(current, turnId));
  }

  @Override
  public void reset(Snapshot snapshot) {
    TurnMeter meter = settings.limit().meter();
    Instant now = settings.time().now();
    TurnList list =
        snapshot instanceof TurnListView view
                && view.isComplete()
                && view.list().size().meter().equals(meter)
            ? view.list()
            : TurnList.of(snapshot.turns().stream().map(turn -> stamp(turn, now)).toList(), meter);
    commit(current -> list, now);
  }

  @Override
  public InMemoryHistory fork() {
    return new InMemoryHistory(settings, turns.get(), hasWarned);
  }

  @Override
  public ChatHistory withOverlapPolicy(OverlapPolicy policy) {
    return new InMemoryHistory(
        settings.withOverlapPolicy(Objects.requireNonNull(policy, "policy")),
        turns.get(),
        hasWarned);
  }

  @Override
  public OverlapPolicy overlapPolicy() {
    return settings.overlapPolicy();
  }

  @Override
  public Lease acquire(Deadline deadline, TimeSource time) {
    return lock.acquire(deadline, Objects.requireNonNull(time, "time"));
  }

  @Override
  public int messageCount() {
    return settings.limit().maxAge() == null
        ? turns.get().size().messages()
        : ChatHistory.super.messageCount();
  }

  @Override
  public OptionalInt maxMessages() {
    return optional(settings.limit().maxMessages());
  }

  @Override
  public OptionalInt maxTurns() {
    return optional(settings.limit().maxTurns());
  }

  private void commit(UnaryOperator<TurnList> change, Instant now) {
    TurnList kept = turns.commit(change, now);
    if (compactor != null) {
      compactor.request();
    }
    if (kept.size().messages() >= MESSAGES_TO_WARN_AT
        && settings.limit().isUnlimited()
        && hasWarned.compareAndSet(false, true)) {
      log.warn(
          "A chat history without a limit has {} messages, and each run sends all of them. "
              + "Limit the history, for example with ChatHistory.latestTurns(n), "
              + "or the requests with RunLimits.withMaxContextTokens(n).",
          kept.size().messages());
    }
  }

  private static Turn stamp(Turn turn, Instant now) {
    return turn.committedAt() == null ? turn.withCommittedAt(now) : turn;
  }

  private static TurnList extendLast(TurnList list, List<ChatEntry> entries, Instant now) {
    return list.withLast(list.last().withAppended(entries).withCommittedAt(now));
  }

  private static OptionalInt optional(int max) {
    return max == Integer.MAX_VALUE ? OptionalInt.empty() : OptionalInt.of(max);
  }
}
