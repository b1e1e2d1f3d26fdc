package org.atomicagents.chat;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.atomicagents.error.ConflictException;
import org.atomicagents.message.Message;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.TimeSource;

/**
 * The messages of one conversation, grouped into turns.
 *
 * <p>A turn is a user message and everything up to the next one: tool calls, tool results and the
 * response. A bounded history evicts complete turns, oldest first, so that a tool result never
 * outlives the call it belongs to. Eviction happens when a turn is committed.
 *
 * {@snippet class="org.atomicagents.chat.ChatHistorySnippets" region="bounded"}
 *
 * <p>A run reads a {@link Snapshot} and commits its turn when it succeeds. {@link OverlapPolicy}
 * decides whether runs of one conversation may overlap; default: {@link OverlapPolicy#APPEND}.
 *
 * <p>Thread-safe: a turn is committed as a whole or not at all. Commits and forks take constant
 * time, apart from evictions.
 */
public final class ChatHistory {
  /**
   * The time without activity after which a run without a deadline loses its conversation to
   * another run, where runs exclude each other: 10 minutes.
   *
   * <p>A run is active while it waits for the model or reads a response, and whenever a view of its
   * stream is read. It is idle as a prepared run that was not started, as a stream that was not
   * read yet, and as a stream whose response is complete but not committed.
   */
  public static final Duration MAX_IDLE_TIME = Duration.ofMinutes(10);

  private final HistoryLimit limit;
  private final OverlapPolicy overlapPolicy;
  private final ConversationLock lock;
  private final AtomicReference<TurnList> turns;

  private ChatHistory(HistoryLimit limit, OverlapPolicy overlap, TurnList turns) {
    this.limit = limit;
    this.overlapPolicy = overlap;
    this.lock = ConversationLock.of(overlap);
    this.turns = new AtomicReference<>(turns);
  }

  /** Returns an empty history that keeps all turns. */
  public static ChatHistory unbounded() {
    return new ChatHistory(HistoryLimit.UNLIMITED, OverlapPolicy.APPEND, TurnList.EMPTY);
  }

  /**
   * Returns an empty history that keeps the latest turns.
   *
   * @param max the maximum number of turns, 1 or more
   * @throws IllegalArgumentException if {@code max} is less than 1
   */
  public static ChatHistory latestTurns(int max) {
    return new ChatHistory(
        new HistoryLimit(max, Integer.MAX_VALUE), OverlapPolicy.APPEND, TurnList.EMPTY);
  }

  /**
   * Returns an empty history that keeps the latest messages.
   *
   * <p>Complete turns are evicted first; of a single longer turn, the oldest messages. A tool call
   * and its result are never separated, even if both together exceed the maximum.
   *
   * @param max the maximum number of messages, 1 or more
   * @throws IllegalArgumentException if {@code max} is less than 1
   */
  public static ChatHistory latestMessages(int max) {
    return new ChatHistory(
        new HistoryLimit(Integer.MAX_VALUE, max), OverlapPolicy.APPEND, TurnList.EMPTY);
  }

  /**
   * Returns a new history with the current turns and a policy for overlapping runs. Like a {@link
   * #fork()}, it is independent of this one.
   */
  public ChatHistory withOverlapPolicy(OverlapPolicy policy) {
    return new ChatHistory(limit, Objects.requireNonNull(policy, "policy"), turns.get());
  }

  /**
   * Returns a new history with the current turns, the same limit and the same policy. Later changes
   * of one do not affect the other.
   */
  public ChatHistory fork() {
    return new ChatHistory(limit, overlapPolicy, turns.get());
  }

  /** Appends a turn, and evicts the oldest turns beyond the limit. */
  public void commit(Turn turn) {
    Objects.requireNonNull(turn, "turn");
    update(current -> current.append(turn));
  }

  /**
   * Appends an entry to the last turn, such as a tool result, or to a new turn if the history is
   * empty, such as a greeting.
   */
  public void add(ChatEntry entry) {
    Objects.requireNonNull(entry, "entry");
    update(current ->
        current.isEmpty()
            ? current.append(Turn.of(entry))
            : current.withLast(current.last().withEntries(List.of(entry))));
  }

  /**
   * Appends entries to the last turn, if it is still the given one.
   *
   * @param turnId the id of the turn, as returned by {@link #currentTurn()}
   * @throws ConflictException if another turn is the last one; the history is unchanged
   */
  public void extend(String turnId, List<ChatEntry> entries) {
    update(current -> {
      if (current.isEmpty() || !current.last().id().equals(turnId)) {
        throw ConflictException.of(
            "The conversation has changed: turn "
                + turnId
                + " is no longer its last turn.\nRun again with an input.");
      }
      return current.withLast(current.last().withEntries(entries));
    });
  }

  /** Returns an immutable snapshot of the current entries. */
  public Snapshot snapshot() {
    TurnList current = turns.get();
    return new Snapshot(current.entries(), lastId(current));
  }

  /**
   * The entries of a conversation at one moment. Immutable.
   *
   * @param entries the entries of all turns, oldest first
   * @param lastTurn the id of the last turn; empty if there is none
   */
  public record Snapshot(List<ChatEntry> entries, Optional<String> lastTurn) {
    public Snapshot {
      entries = List.copyOf(entries);
    }

    /** The snapshot of an empty conversation. */
    public static final Snapshot EMPTY = new Snapshot(List.of(), Optional.empty());
  }

  /** Returns the messages of all turns, oldest first; a copy. */
  public List<Message> messages() {
    return turns.get().entries().stream().map(ChatEntry::message).toList();
  }

  /** Returns all turns, oldest first; a copy. */
  public List<Turn> turns() {
    return List.copyOf(turns.get().oldestFirst());
  }

  /** Returns the number of messages. */
  public int messageCount() {
    return turns.get().messageCount();
  }

  /** Returns the id of the last turn; empty if there is none. */
  public Optional<String> currentTurn() {
    return lastId(turns.get());
  }

  /** Returns the maximum number of messages; empty if it is not limited. */
  public OptionalInt maxMessages() {
    return optional(limit.maxMessages());
  }

  /** Returns the maximum number of turns; empty if it is not limited. */
  public OptionalInt maxTurns() {
    return optional(limit.maxTurns());
  }

  /** Returns the policy for overlapping runs. */
  public OverlapPolicy overlapPolicy() {
    return overlapPolicy;
  }

  /**
   * Returns a lease that gives one run access to the conversation, according to {@link
   * #overlapPolicy()}; blocks if the policy is {@link OverlapPolicy#QUEUE}. Called by agents, which
   * close the lease when the run ends.
   *
   * @param deadline the deadline of the run, after which the lease may expire
   * @param time the clock that measures {@link #MAX_IDLE_TIME} for a run without a deadline
   * @throws ConflictException if overlapping runs are rejected, and another run is in progress
   * @throws org.atomicagents.error.TimedOutException if the deadline passes first
   * @throws org.atomicagents.error.CancelledException if the waiting thread is interrupted
   */
  public Lease acquire(Deadline deadline, TimeSource time) {
    return lock.acquire(deadline, Objects.requireNonNull(time, "time"));
  }

  /**
   * The access of one run to a conversation.
   *
   * <p>Where runs exclude each other, a lease expires when another run requests access after the
   * deadline of this one; without a deadline, after {@link #MAX_IDLE_TIME} without activity. The
   * other run takes over, and the run of this lease must not commit any more. Thread-safe; closing
   * a lease twice has no effect.
   */
  public interface Lease extends AutoCloseable {

    /** Returns whether another run has taken over the conversation. */
    boolean isExpired();

    /**
     * Returns true after preventing the lease from expiring until it is closed. Returns false if it
     * has already expired, so that the run must not commit.
     */
    boolean beginCommit();

    /** Begins an activity, such as waiting for a response; the lease is not idle until its end. */
    void beginActivity();

    /** Ends an activity; the idle time starts again when no other activity is in progress. */
    void endActivity();

    /** Ends the access, so that the next run gets it. Idempotent. */
    @Override
    void close();
  }

  private void update(UnaryOperator<TurnList> change) {
    turns.updateAndGet(current -> limit.apply(change.apply(current)));
  }

  private static Optional<String> lastId(TurnList turns) {
    return turns.isEmpty() ? Optional.empty() : Optional.of(turns.last().id());
  }

  private static OptionalInt optional(int max) {
    return max == Integer.MAX_VALUE ? OptionalInt.empty() : OptionalInt.of(max);
  }
}
