package org.atomicagents.chat;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.atomicagents.error.ConflictException;
import org.atomicagents.message.Message;
import org.atomicagents.model.Deadline;

/**
 * The messages of one conversation, grouped into turns.
 *
 * <p>A turn is a user's message and everything said before the next one: tool calls, tool results
 * and the answer. A bounded history forgets whole turns, oldest first, so that a tool result never
 * outlives the call that it answers.
 *
 * <p>Thread-safe: a turn is committed as a whole, or not at all.
 */
public final class ChatHistory {
  private final HistoryLimit bound;
  private final OverlapPolicy overlapPolicy;
  private final ConversationLock lock;
  private final AtomicReference<TurnList> turns;

  private ChatHistory(HistoryLimit bound, OverlapPolicy overlap, TurnList turns) {
    this.bound = bound;
    this.overlapPolicy = overlap;
    this.lock = ConversationLock.of(overlap);
    this.turns = new AtomicReference<>(turns);
  }

  /** A conversation that forgets nothing. */
  public static ChatHistory unbounded() {
    return new ChatHistory(HistoryLimit.UNLIMITED, OverlapPolicy.APPEND, TurnList.EMPTY);
  }

  /** A conversation that remembers this many turns, 1 or more. */
  public static ChatHistory latestTurns(int max) {
    return new ChatHistory(
        new HistoryLimit(max, Integer.MAX_VALUE), OverlapPolicy.APPEND, TurnList.EMPTY);
  }

  /**
   * A conversation that remembers this many messages, 1 or more.
   *
   * <p>Whole turns leave first; of a single turn that is longer, the oldest messages leave.
   */
  public static ChatHistory latestMessages(int max) {
    return new ChatHistory(
        new HistoryLimit(Integer.MAX_VALUE, max), OverlapPolicy.APPEND, TurnList.EMPTY);
  }

  /** A new conversation with what was said so far, that handles overlapping runs in this way. */
  public ChatHistory withOverlapPolicy(OverlapPolicy newOverlap) {
    return new ChatHistory(bound, Objects.requireNonNull(newOverlap), turns.get());
  }

  /** A new conversation that starts with what was said so far and goes its own way. */
  public ChatHistory fork() {
    return new ChatHistory(bound, overlapPolicy, turns.get());
  }

  /** Adds a turn as a whole, and forgets what the bound doesn't hold any more. */
  public void commit(Turn turn) {
    Objects.requireNonNull(turn, "turn");
    update(current -> current.append(turn));
  }

  /** Adds to the last turn, or to a new one if there is none: the result of a tool, a greeting. */
  public void add(ChatEntry entry) {
    Objects.requireNonNull(entry, "entry");
    update(current ->
        current.isEmpty()
            ? current.append(Turn.of(entry))
            : current.withLast(current.last().withEntries(List.of(entry))));
  }

  /**
   * Adds to a turn that has to be the last one still.
   *
   * @throws ConflictException if it isn't
   */
  public void extend(String turnId, List<ChatEntry> entries) {
    update(current -> {
      if (current.isEmpty() || !current.last().id().equals(turnId)) {
        throw ConflictException.of(
            "The conversation has changed: turn "
                + turnId
                + " is not its last turn any more.\nRun again with an input.");
      }
      return current.withLast(current.last().withEntries(entries));
    });
  }

  /** What was said so far; later changes don't reach it. */
  public Snapshot snapshot() {
    TurnList now = turns.get();
    return new Snapshot(now.entries(), lastId(now));
  }

  /**
   * A conversation at one moment.
   *
   * @param lastTurn the id of the last turn, if there is one
   */
  public record Snapshot(List<ChatEntry> entries, Optional<String> lastTurn) {
    public Snapshot {
      entries = List.copyOf(entries);
    }

    /** A conversation in which nothing was said. */
    public static final Snapshot EMPTY = new Snapshot(List.of(), Optional.empty());
  }

  /** All messages as they go over the wire, oldest first. */
  public List<Message> messages() {
    return turns.get().entries().stream().map(ChatEntry::message).toList();
  }

  /** All turns, oldest first. */
  public List<Turn> turns() {
    return List.copyOf(turns.get().oldestFirst());
  }

  /** How many messages there are. */
  public int messageCount() {
    return turns.get().messageCount();
  }

  /** The id of the last turn. */
  public Optional<String> currentTurn() {
    return lastId(turns.get());
  }

  /** How many messages are remembered at most; empty if that is not limited. */
  public OptionalInt maxMessages() {
    return limit(bound.maxMessages());
  }

  /** How many turns are remembered at most; empty if that is not limited. */
  public OptionalInt maxTurns() {
    return limit(bound.maxTurns());
  }

  /** What happens to overlapping runs. */
  public OverlapPolicy overlapPolicy() {
    return overlapPolicy;
  }

  /**
   * Acquires access to the conversation for one run, according to {@link #overlapPolicy()}. The
   * agent closes the lease when the run ends.
   *
   * @param deadline the deadline of the run, at which the lease expires
   * @throws ConflictException if overlapping runs are rejected, and another run is in progress
   * @throws org.atomicagents.error.TimedOutException if the deadline passes first
   * @throws org.atomicagents.error.CancelledException if the waiting thread is interrupted
   */
  public Lease acquire(Deadline deadline) {
    return lock.acquire(deadline);
  }

  /**
   * The access of one run to a conversation.
   *
   * <p>Where runs exclude each other, a lease expires when its deadline has passed and another run
   * asks for access: the other run takes over, and the run of this lease must not commit any more.
   * Thread-safe; closing a lease twice has no effect.
   */
  public interface Lease extends AutoCloseable {

    /** Returns whether another run has taken over the conversation. */
    boolean isExpired();

    /**
     * Keeps the lease from expiring until it is closed.
     *
     * @return false if it has expired already, so that the run must not commit
     */
    boolean beginCommit();

    /** Ends the access, so that the next run gets it. */
    @Override
    void close();
  }

  private void update(UnaryOperator<TurnList> change) {
    turns.updateAndGet(current -> bound.apply(change.apply(current)));
  }

  private static Optional<String> lastId(TurnList turns) {
    return turns.isEmpty() ? Optional.empty() : Optional.of(turns.last().id());
  }

  private static OptionalInt limit(int max) {
    return max == Integer.MAX_VALUE ? OptionalInt.empty() : OptionalInt.of(max);
  }
}
