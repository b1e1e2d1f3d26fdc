package org.atomicagents.internal.chat;

import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.ConversationLock;
import org.atomicagents.chat.OverlapPolicy;
import org.atomicagents.chat.Turn;
import org.atomicagents.error.ConflictException;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.TimeSource;

/** The standard history: a persistent list of turns in memory. Thread-safe. */
public final class InMemoryHistory implements ChatHistory {
  private final HistorySettings settings;
  private final ConversationLock lock;
  private final AtomicReference<TurnList> turns;

  private InMemoryHistory(HistorySettings settings, TurnList turns) {
    this.settings = settings;
    this.lock = ConversationLock.of(settings.overlapPolicy());
    this.turns = new AtomicReference<>(turns);
  }

  /** Returns an empty history. */
  public static InMemoryHistory of(HistorySettings settings) {
    return new InMemoryHistory(settings, TurnList.EMPTY);
  }

  @Override
  public Snapshot snapshot() {
    return new LinkedSnapshot(turns.get());
  }

  @Override
  public void commit(Turn turn) {
    Turn stamped = settings.stamp(Objects.requireNonNull(turn, "turn"));
    update(current -> current.append(stamped));
  }

  @Override
  public void add(ChatEntry entry) {
    Objects.requireNonNull(entry, "entry");
    Turn first = settings.stamp(Turn.of(entry));
    update(current ->
        current.isEmpty()
            ? current.append(first)
            : current.withLast(append(current.last(), List.of(entry))));
  }

  @Override
  public void extend(String turnId, List<ChatEntry> entries) {
    update(current -> {
      if (current.isEmpty() || !current.last().id().equals(turnId)) {
        throw ConflictException.of(
            "The conversation has changed: turn "
                + turnId
                + " is no longer its last turn.\nRun again with an input.");
      }
      return current.withLast(append(current.last(), entries));
    });
  }

  @Override
  public void pin(String turnId, boolean pinned) {
    change(current -> current.withPinned(turnId, pinned));
  }

  @Override
  public void delete(String turnId) {
    change(current -> current.without(turnId));
  }

  @Override
  public void clear() {
    turns.set(TurnList.EMPTY);
  }

  @Override
  public ChatHistory fork() {
    return new InMemoryHistory(settings, turns.get());
  }

  @Override
  public ChatHistory withOverlapPolicy(OverlapPolicy policy) {
    return new InMemoryHistory(
        settings.withOverlapPolicy(Objects.requireNonNull(policy, "policy")), turns.get());
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
    return turns.get().messageCount();
  }

  @Override
  public OptionalInt maxMessages() {
    return optional(settings.limit().maxMessages());
  }

  @Override
  public OptionalInt maxTurns() {
    return optional(settings.limit().maxTurns());
  }

  private Turn append(Turn turn, List<ChatEntry> entries) {
    return turn.withAppended(entries).withCommittedAt(settings.time().now());
  }

  private void update(UnaryOperator<TurnList> change) {
    turns.updateAndGet(current -> settings.limit().apply(change.apply(current)));
  }

  private void change(UnaryOperator<TurnList> change) {
    turns.updateAndGet(change);
  }

  private static OptionalInt optional(int max) {
    return max == Integer.MAX_VALUE ? OptionalInt.empty() : OptionalInt.of(max);
  }

  private record LinkedSnapshot(TurnList list) implements Snapshot {
    @Override
    public Iterable<Turn> newestFirst() {
      return list;
    }

    @Override
    public Optional<String> lastTurn() {
      Iterator<Turn> newest = list.iterator();
      return newest.hasNext() ? Optional.of(newest.next().id()) : Optional.empty();
    }
  }
}
