package org.atomicagents.chat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.atomicagents.error.ConflictException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.error.TimedOutException.Limit;
import org.atomicagents.model.Deadline;
import org.atomicagents.time.TimeSource;

/**
 * A turn in progress: the runs and tool results of one request, which are committed together.
 *
 * {@snippet class="org.atomicagents.chat.ConversationTurnSnippets" region="turn"}
 *
 * <p>It is a view of its history: runs and {@link #add} read the conversation as it was at the
 * beginning, and write to this turn only. So no result can land in the turn of another request, and
 * the history is unchanged until {@link #commitTurn()}. Inputs of later runs are part of the same
 * turn.
 *
 * <p>The turn takes part in the {@link OverlapPolicy} of its history as one run does, from its
 * beginning until it is committed or closed. Thread-safe.
 */
public final class ConversationTurn implements ChatHistory, AutoCloseable {
  private final ChatHistory history;
  private final Snapshot base;
  private final Deadline deadline;
  private final Lease lease;
  private final AtomicReference<OpenTurn> content = new AtomicReference<>(OpenTurn.NONE);
  private final AtomicReference<TurnState> state = new AtomicReference<>(TurnState.OPEN);

  private enum TurnState {
    OPEN,
    COMMITTED,
    CLOSED
  }

  /**
   * The content of the turn so far.
   *
   * @param id the id of the turn; empty if it has not begun
   * @param continuesLast whether it continues the last turn of the history
   */
  private record OpenTurn(String id, boolean continuesLast, List<ChatEntry> entries) {
    static final OpenTurn NONE = new OpenTurn("", false, List.of());

    OpenTurn with(List<ChatEntry> more) {
      var all = new ArrayList<>(entries);
      all.addAll(more);
      return new OpenTurn(id, continuesLast, List.copyOf(all));
    }
  }

  private ConversationTurn(ChatHistory history, Deadline deadline, Lease lease) {
    this.history = history;
    this.deadline = deadline;
    this.lease = lease;
    this.base = history.snapshot();
  }

  /**
   * Returns a new turn without a deadline; blocks or throws according to the policy of the history.
   *
   * @throws ConflictException if overlapping runs are rejected, and another run is in progress
   */
  public static ConversationTurn begin(ChatHistory history) {
    return begin(history, Deadline.none(), TimeSource.system());
  }

  /**
   * Returns a new turn; blocks or throws according to the policy of the history.
   *
   * @param deadline the deadline of the turn, after which another run may take over
   * @param time the clock that measures {@link ChatHistory#MAX_IDLE_TIME} without a deadline
   * @throws ConflictException if overlapping runs are rejected, and another run is in progress
   * @throws TimedOutException if the deadline passes first
   */
  public static ConversationTurn begin(ChatHistory history, Deadline deadline, TimeSource time) {
    Lease lease = history.acquire(deadline, time);
    try {
      return new ConversationTurn(history, deadline, lease);
    } catch (RuntimeException | Error e) {
      lease.close();
      throw e;
    }
  }

  /** Returns the entries of this turn so far, oldest first; a copy. */
  public List<ChatEntry> entries() {
    return content.get().entries();
  }

  /** Returns whether the entries are added to the last turn of the history. */
  public boolean continuesLastTurn() {
    return content.get().continuesLast();
  }

  /**
   * Commits the entries to the history as one turn, and ends this turn.
   *
   * @throws ConflictException if this turn continues the last turn of the history, and another turn
   *     was committed since; or if a turn with its id was committed since
   * @throws TimedOutException if another run has taken over the conversation
   * @throws IllegalStateException if there are no entries, or this turn has ended
   */
  public void commitTurn() {
    commitTurn(entries());
  }

  /**
   * Commits other entries than those of this turn, such as the question and the answer without the
   * tool results, and ends this turn.
   *
   * @throws ConflictException as {@link #commitTurn()} does
   * @throws TimedOutException if another run has taken over the conversation
   * @throws IllegalStateException if there are no entries, or this turn has ended
   */
  public void commitTurn(List<ChatEntry> entries) {
    OpenTurn turn = content.get();
    if (turn.id().isEmpty() || entries.isEmpty()) {
      throw new IllegalStateException("The turn has no entries.\nRun an agent with it first.");
    }
    if (!state.compareAndSet(TurnState.OPEN, TurnState.COMMITTED)) {
      throw new IllegalStateException("The turn was committed or closed before.");
    }
    try {
      if (!lease.beginCommit()) {
        throw expired();
      }
      if (turn.continuesLast()) {
        history.extend(turn.id(), entries);
      } else {
        requireUncommitted(turn.id());
        history.commit(Turn.of(turn.id(), entries));
      }
    } finally {
      lease.close();
    }
  }

  /** Checks that no other run has committed a turn with this id since this turn began. */
  private void requireUncommitted(String id) {
    String last = base.lastTurn().orElse("");
    for (Turn committed : history.snapshot().newestFirst()) {
      if (committed.id().equals(id)) {
        throw ConflictException.of(
            "Turn " + id + " was committed before.\nUse the result of the run that committed it.");
      }
      if (committed.id().equals(last)) {
        return;
      }
    }
  }

  private TimedOutException expired() {
    String activity = "committing a turn";
    return deadline.isSet()
        ? TimedOutException.of(Limit.DEADLINE, deadline.duration(), activity)
        : TimedOutException.of(Limit.IDLE, MAX_IDLE_TIME, activity);
  }

  /** Ends this turn; the history is unchanged unless it was committed. Idempotent. */
  @Override
  public void close() {
    // Each of several concurrent calls returns after the release, so all of them release it.
    if (state.compareAndSet(TurnState.OPEN, TurnState.CLOSED) || state.get() == TurnState.CLOSED) {
      lease.close();
    }
  }

  @Override
  public Optional<ConversationKey> key() {
    return history.key();
  }

  @Override
  public Snapshot snapshot() {
    OpenTurn turn = content.get();
    return turn.id().isEmpty() ? base : new TurnSnapshot(base, turn);
  }

  /** The turns of the history and this turn, which is pinned: no run within it leaves it out. */
  private record TurnSnapshot(Snapshot base, OpenTurn open) implements Snapshot {
    @Override
    public Iterable<Turn> newestFirst() {
      return () -> {
        Iterator<Turn> turns = base.newestFirst().iterator();
        Turn newest =
            open.continuesLast()
                ? turns.next().withAppended(open.entries())
                : Turn.of(open.id(), open.entries());
        return new NewestFirst(newest.withPinned(true), turns);
      };
    }

    @Override
    public List<Turn> pinned() {
      var pinned = new ArrayList<>(base.pinned());
      pinned.removeIf(turn -> turn.id().equals(open.id()));
      pinned.add(newestFirst().iterator().next());
      return pinned;
    }

    @Override
    public int turnCount() {
      return base.turnCount() + (open.continuesLast() ? 0 : 1);
    }
  }

  private static final class NewestFirst implements Iterator<Turn> {
    private final Turn newest;
    private final Iterator<Turn> others;
    private boolean isStarted;

    NewestFirst(Turn newest, Iterator<Turn> others) {
      this.newest = newest;
      this.others = others;
    }

    @Override
    public boolean hasNext() {
      return !isStarted || others.hasNext();
    }

    @Override
    public Turn next() {
      if (isStarted) {
        return others.next();
      }
      isStarted = true;
      return newest;
    }
  }

  /** Adds the entries of a run to this turn. */
  @Override
  public void commit(Turn turn) {
    requireOpen();
    content.updateAndGet(current ->
        current.id().isEmpty()
            ? new OpenTurn(turn.id(), false, turn.entries())
            : current.with(turn.entries()));
  }

  /**
   * Adds entries to this turn. The first entries may continue the last turn of the history.
   *
   * @throws ConflictException if the id is that of another turn
   */
  @Override
  public void extend(String turnId, List<ChatEntry> entries) {
    requireOpen();
    Objects.requireNonNull(turnId, "turnId");
    boolean continuesLast = base.lastTurn().filter(turnId::equals).isPresent();
    content.updateAndGet(current -> {
      if (current.id().equals(turnId)) {
        return current.with(entries);
      }
      if (current.id().isEmpty() && continuesLast) {
        return new OpenTurn(turnId, true, List.copyOf(entries));
      }
      throw ConflictException.of(
          "Turn " + turnId + " is not the turn in progress.\nRun again with an input.");
    });
  }

  private void requireOpen() {
    if (state.get() != TurnState.OPEN) {
      throw new IllegalStateException(
          "The turn was committed or closed before.\nBegin another turn.");
    }
  }

  /** Throws an exception: a turn in progress cannot be pinned, nor can it pin others. */
  @Override
  public void pin(String turnId, boolean pinned) {
    throw unsupported();
  }

  /** Throws an exception: only the history itself deletes turns. */
  @Override
  public void delete(String turnId) {
    throw unsupported();
  }

  /** Throws an exception: only the history itself replaces its turns. */
  @Override
  public void reset(Snapshot snapshot) {
    throw unsupported();
  }

  private static UnsupportedOperationException unsupported() {
    return new UnsupportedOperationException(
        "A turn in progress cannot change other turns.\nChange its history instead.");
  }

  /** Returns a new history in memory with the turns of the history and this turn. */
  @Override
  public ChatHistory fork() {
    return withOverlapPolicy(OverlapPolicy.APPEND);
  }

  /** Returns a new history in memory with the turns of the history and this turn. */
  @Override
  public ChatHistory withOverlapPolicy(OverlapPolicy policy) {
    ChatHistory copy = ChatHistory.builder().overlapPolicy(policy).build();
    base.turns().forEach(copy::commit);
    OpenTurn turn = content.get();
    if (turn.continuesLast()) {
      copy.extend(turn.id(), turn.entries());
    } else if (!turn.id().isEmpty()) {
      copy.commit(Turn.of(turn.id(), turn.entries()));
    }
    return copy;
  }

  /** Returns {@link OverlapPolicy#APPEND}: the runs of one turn do not exclude each other. */
  @Override
  public OverlapPolicy overlapPolicy() {
    return OverlapPolicy.APPEND;
  }

  /** Returns a lease of a run within this turn, which expires with this turn. */
  @Override
  public Lease acquire(Deadline deadline, TimeSource time) {
    return new InnerLease(lease);
  }

  /** The lease of a run within a turn. Closing it does not end the turn. */
  private record InnerLease(Lease turn) implements Lease {
    @Override
    public boolean isExpired() {
      return turn.isExpired();
    }

    @Override
    public boolean beginCommit() {
      return !turn.isExpired();
    }

    @Override
    public void beginActivity() {
      turn.beginActivity();
    }

    @Override
    public void endActivity() {
      turn.endActivity();
    }

    @Override
    public void close() {}
  }
}
