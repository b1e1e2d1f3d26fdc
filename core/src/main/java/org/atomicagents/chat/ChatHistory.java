package org.atomicagents.chat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.atomicagents.error.ConflictException;
import org.atomicagents.message.Message;
import org.atomicagents.model.Deadline;
import org.atomicagents.time.TimeSource;

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
 * <p>Thread-safe: a turn is committed as a whole or not at all. In the histories of this interface,
 * snapshots, commits and forks take constant time, apart from evictions.
 *
 * <p>Other implementations, such as a history in a store, must be thread-safe, and their methods
 * linearizable: a snapshot contains every turn that was committed before, and no part of a turn
 * that was not. {@link ConversationLock} provides their leases.
 */
public interface ChatHistory {
  /**
   * The time without activity after which a run without a deadline loses its conversation to
   * another run, where runs exclude each other: 10 minutes.
   *
   * <p>A run is active while it waits for the model or reads a response, and whenever a view of its
   * stream is read. It is idle as a prepared run that was not started, as a stream that was not
   * read yet, and as a stream whose response is complete but not committed.
   */
  Duration MAX_IDLE_TIME = Duration.ofMinutes(10);

  /** Returns an empty history that keeps all turns. */
  static ChatHistory unbounded() {
    return builder().build();
  }

  /**
   * Returns an empty history that keeps the latest turns.
   *
   * @param max the maximum number of turns, 1 or more
   * @throws IllegalArgumentException if {@code max} is less than 1
   */
  static ChatHistory latestTurns(int max) {
    return builder().maxTurns(max).build();
  }

  /**
   * Returns an empty history that keeps the latest messages; see {@link
   * ChatHistoryBuilder#maxMessages}.
   *
   * @param max the maximum number of messages, 1 or more
   * @throws IllegalArgumentException if {@code max} is less than 1
   */
  static ChatHistory latestMessages(int max) {
    return builder().maxMessages(max).build();
  }

  /** Returns a builder of a history in memory. */
  static ChatHistoryBuilder builder() {
    return new ChatHistoryBuilder();
  }

  /**
   * Returns the history of a stored conversation; its turns are loaded when they are first needed.
   *
   * <p>Each change is written to the store before it becomes visible here. If another process has
   * changed the conversation in the meantime, the turns are loaded again and the turn is appended
   * to them. If the store fails, the history is unchanged and the run fails with a {@code
   * StoreException}. {@link ChatHistoryBuilder#store} creates one with limits.
   */
  static ChatHistory stored(ConversationStore store, ConversationKey key) {
    return builder().store(store, key).build();
  }

  /** Returns an immutable snapshot of the current turns. */
  Snapshot snapshot();

  /** Returns the identity of a stored conversation; empty if the history is not stored. */
  default Optional<ConversationKey> key() {
    return Optional.empty();
  }

  /**
   * Appends a turn, and evicts the oldest turns beyond the limits.
   *
   * <p>A turn without a time of commit gets the current time.
   */
  void commit(Turn turn);

  /**
   * Appends entries to the last turn, if it is still the given one.
   *
   * @param turnId the id of the turn, as returned by {@link #currentTurn()}
   * @throws ConflictException if another turn is the last one; the history is unchanged
   */
  void extend(String turnId, List<ChatEntry> entries);

  /**
   * Appends an entry to the last turn, such as a tool result, or to a new turn if the history is
   * empty, such as a greeting.
   */
  default void add(ChatEntry entry) {
    Objects.requireNonNull(entry, "entry");
    while (true) {
      Optional<String> last = currentTurn();
      if (last.isEmpty()) {
        commit(Turn.of(entry));
        return;
      }
      try {
        extend(last.get(), List.of(entry));
        return;
      } catch (ConflictException e) {
        // Another turn was committed in between: the entry belongs to that one now.
      }
    }
  }

  /**
   * Pins a turn: a pinned turn is never evicted, nor trimmed from a request.
   *
   * @throws IllegalArgumentException if there is no turn with that id
   */
  default void pin(String turnId) {
    pin(turnId, true);
  }

  /**
   * Pins or unpins a turn. An unpinned turn beyond the limits is evicted by the next commit.
   *
   * @throws IllegalArgumentException if there is no turn with that id
   */
  void pin(String turnId, boolean pinned);

  /**
   * Deletes a turn.
   *
   * @throws IllegalArgumentException if there is no turn with that id; the history is unchanged
   */
  void delete(String turnId);

  /** Deletes all turns, pinned ones included. */
  default void clear() {
    reset(Snapshot.empty());
  }

  /**
   * Replaces all turns by those of a snapshot, such as one that was taken before the first run.
   *
   * {@snippet class="org.atomicagents.chat.ChatHistorySnippets" region="reset"}
   */
  void reset(Snapshot snapshot);

  /**
   * Returns a new history with the current turns, the same limits and the same policy. Later
   * changes of one do not affect the other.
   */
  ChatHistory fork();

  /**
   * Returns a new history with the current turns and a policy for overlapping runs. Like a {@link
   * #fork()}, it is independent of this one.
   */
  ChatHistory withOverlapPolicy(OverlapPolicy policy);

  /** Returns the policy for overlapping runs. */
  OverlapPolicy overlapPolicy();

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
  Lease acquire(Deadline deadline, TimeSource time);

  /** Returns the messages of all turns, oldest first; a copy. */
  default List<Message> messages() {
    return snapshot().entries().stream().map(ChatEntry::message).toList();
  }

  /** Returns all turns, oldest first; a copy. */
  default List<Turn> turns() {
    return snapshot().turns();
  }

  /** Returns the number of messages. */
  default int messageCount() {
    int count = 0;
    for (Turn turn : snapshot().newestFirst()) {
      count += turn.entries().size();
    }
    return count;
  }

  /** Returns the id of the last turn; empty if there is none. */
  default Optional<String> currentTurn() {
    return snapshot().lastTurn();
  }

  /** Returns the maximum number of messages; empty if it is not limited. */
  default OptionalInt maxMessages() {
    return OptionalInt.empty();
  }

  /** Returns the maximum number of turns; empty if it is not limited. */
  default OptionalInt maxTurns() {
    return OptionalInt.empty();
  }

  /** The turns of a conversation at one moment. Implementations are immutable. */
  interface Snapshot {
    /** Returns the snapshot of an empty conversation. */
    static Snapshot empty() {
      return TurnListSnapshot.EMPTY;
    }

    /** Returns a snapshot of some turns, oldest first. */
    static Snapshot of(List<Turn> turns) {
      return new TurnListSnapshot(turns);
    }

    /**
     * Returns the turns, newest first, without a copy: a reader of the newest turns does not touch
     * the others.
     */
    Iterable<Turn> newestFirst();

    /** Returns the pinned turns, oldest first. */
    default List<Turn> pinned() {
      return turns().stream().filter(Turn::isPinned).toList();
    }

    /** Returns the number of turns. */
    default int turnCount() {
      int count = 0;
      for (Turn ignored : newestFirst()) {
        count++;
      }
      return count;
    }

    /** Returns the id of the last turn; empty if there is none. */
    default Optional<String> lastTurn() {
      Iterator<Turn> turns = newestFirst().iterator();
      return turns.hasNext() ? Optional.of(turns.next().id()) : Optional.empty();
    }

    /** Returns all turns, oldest first; a copy. */
    default List<Turn> turns() {
      var turns = new ArrayList<Turn>();
      newestFirst().forEach(turns::add);
      return List.copyOf(turns.reversed());
    }

    /** Returns the entries of all turns, oldest first; a copy. */
    default List<ChatEntry> entries() {
      return turns().stream().flatMap(turn -> turn.entries().stream()).toList();
    }
  }

  /**
   * The access of one run to a conversation.
   *
   * <p>Where runs exclude each other, a lease expires when another run requests access after the
   * deadline of this one; without a deadline, after {@link #MAX_IDLE_TIME} without activity. The
   * other run takes over, and the run of this lease must not commit any more. Thread-safe; closing
   * a lease twice has no effect.
   */
  interface Lease extends AutoCloseable {

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
}
