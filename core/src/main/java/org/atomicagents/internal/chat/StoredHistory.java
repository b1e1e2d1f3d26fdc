package org.atomicagents.internal.chat;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.ConversationChange;
import org.atomicagents.chat.ConversationKey;
import org.atomicagents.chat.ConversationLock;
import org.atomicagents.chat.ConversationStore;
import org.atomicagents.chat.OverlapPolicy;
import org.atomicagents.chat.StoredConversation;
import org.atomicagents.chat.Turn;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.ConflictException;
import org.atomicagents.error.StoreException;
import org.atomicagents.model.Deadline;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * The history of a stored conversation.
 *
 * <p>It keeps a view of the latest turns in memory, which is loaded when it is first needed, and
 * again whenever the store has another version. Every change is written to the store first, with
 * the version of the view; the view changes only after that. The limits apply to the view.
 * Thread-safe; no lock is held while the store is used.
 */
public final class StoredHistory implements ChatHistory {
  // Each conflict is the success of another change, so that only a faulty store exceeds this.
  private static final int MAX_ATTEMPTS = 1_000;

  private final ConversationStore store;
  private final ConversationKey key;
  private final HistorySettings settings;
  private final @Nullable Consumer<StoreException> failureListener;
  private final ConversationLock lock;
  private final AtomicReference<@Nullable View> view = new AtomicReference<>();

  /** The turns of one version of the conversation; the history is never changed. */
  private record View(long version, InMemoryHistory turns) {}

  /**
   * Creates the history of a conversation, without reading it.
   *
   * @param failureListener receives the failures of commits, which are thrown if it is null
   */
  public StoredHistory(
      ConversationStore store,
      ConversationKey key,
      HistorySettings settings,
      @Nullable Consumer<StoreException> failureListener) {
    this.store = store;
    this.key = key;
    this.settings = settings;
    this.failureListener = failureListener;
    this.lock = ConversationLock.of(settings.overlapPolicy());
  }

  @Override
  public Optional<ConversationKey> key() {
    return Optional.of(key);
  }

  @Override
  public Snapshot snapshot() {
    return current().turns().snapshot();
  }

  @Override
  public void commit(Turn turn) {
    Turn stamped = stamp(turn);
    commit(
        new ConversationChange.Append(List.of(stamped)),
        turns -> turns.commit(stamped),
        base -> overlapPolicy() == OverlapPolicy.APPEND);
  }

  private Turn stamp(Turn turn) {
    return turn.committedAt() == null ? turn.withCommittedAt(settings.time().now()) : turn;
  }

  @Override
  public void extend(String turnId, List<ChatEntry> entries) {
    commit(
        new ConversationChange.Extend(turnId, entries, settings.time().now()),
        null,
        base -> base.turns().currentTurn().filter(turnId::equals).isPresent());
  }

  private void commit(
      ConversationChange change,
      @Nullable Consumer<InMemoryHistory> effect,
      Predicate<View> canRetry) {
    try {
      write(change, effect, canRetry);
    } catch (StoreException e) {
      if (failureListener == null) {
        throw e;
      }
      failureListener.accept(e);
    }
  }

  @Override
  public void pin(String turnId, boolean pinned) {
    write(new ConversationChange.Pin(turnId, pinned), null, base -> true);
  }

  @Override
  public void delete(String turnId) {
    write(new ConversationChange.Delete(turnId), null, base -> true);
  }

  @Override
  public void reset(Snapshot snapshot) {
    List<Turn> turns = snapshot.turns().stream().map(this::stamp).toList();
    write(new ConversationChange.Reset(turns), null, base -> true);
  }

  /**
   * Writes a change to the store, and again if another change was faster.
   *
   * @param effect applies the change to the turns of the view; null to load them again
   * @param canRetry whether the change is still valid after the other one
   */
  private void write(
      ConversationChange change,
      @Nullable Consumer<InMemoryHistory> effect,
      Predicate<View> canRetry) {
    View base = known();
    for (int attempt = 1; ; attempt++) {
      try {
        long expected = base.version();
        long version = callStore(() -> store.apply(key, expected, change));
        advance(base, version, effect);
        return;
      } catch (ConflictException e) {
        base = refresh(base);
        if (attempt == MAX_ATTEMPTS || !canRetry.test(base)) {
          throw e;
        }
      }
    }
  }

  private void advance(View base, long version, @Nullable Consumer<InMemoryHistory> effect) {
    if (effect == null) {
      view.compareAndSet(base, null);
      return;
    }
    InMemoryHistory turns = base.turns().fork();
    effect.accept(turns);
    view.compareAndSet(base, new View(version, turns));
  }

  /** Returns the view of the current version in the store. */
  private View current() {
    View last = view.get();
    return last != null && callStore(() -> store.version(key)) == last.version() ? last : load();
  }

  /** Returns a view, possibly of an older version. */
  private View known() {
    View last = view.get();
    return last == null ? load() : last;
  }

  @SuppressWarnings("ReferenceEquality") // Another object is a view of another version.
  private View refresh(View outdated) {
    View last = view.get();
    return last == null || last == outdated ? load() : last;
  }

  private View load() {
    HistoryLimit limit = settings.limit();
    int maxTurns = Math.min(limit.maxTurns(), limit.maxMessages());
    StoredConversation stored = callStore(() -> store.load(key, maxTurns));
    var loaded = new View(stored.version(), InMemoryHistory.of(settings, stored.turns()));
    // An older view than another thread's is harmless: each view is compared with the store.
    view.set(loaded);
    return loaded;
  }

  private <T> T callStore(Supplier<T> call) {
    try {
      return call.get();
    } catch (AgentException | IllegalArgumentException e) {
      throw e;
    } catch (RuntimeException e) {
      throw StoreException.of(
          "The store of conversation %s failed: %s\nStore: %s".formatted(key, e, store), e);
    }
  }

  /** Returns a history in memory with the current turns; its changes are not stored. */
  @Override
  public ChatHistory fork() {
    return current().turns().fork();
  }

  /** Returns a history in memory with the current turns; its changes are not stored. */
  @Override
  public ChatHistory withOverlapPolicy(OverlapPolicy policy) {
    return current().turns().withOverlapPolicy(policy);
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
  public OptionalInt maxMessages() {
    return optional(settings.limit().maxMessages());
  }

  @Override
  public OptionalInt maxTurns() {
    return optional(settings.limit().maxTurns());
  }

  private static OptionalInt optional(int max) {
    return max == Integer.MAX_VALUE ? OptionalInt.empty() : OptionalInt.of(max);
  }

  @Override
  public String toString() {
    return "StoredHistory[" + key + "]";
  }
}
