package org.atomicagents.chat;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.atomicagents.error.StoreException;
import org.atomicagents.internal.chat.Compaction;
import org.atomicagents.internal.chat.HistorySettings;
import org.atomicagents.internal.chat.InMemoryHistory;
import org.atomicagents.internal.chat.StoredHistory;
import org.atomicagents.model.TokenCounter;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * A builder of a history, in memory or in a store.
 *
 * <p>By default a history has no limits. All limits apply together: the oldest turns are evicted
 * until each limit is met. The last turn is never evicted, and pinned turns are not either, though
 * they count against the limits.
 *
 * {@snippet class="org.atomicagents.chat.ChatHistorySnippets" region="limits"}
 *
 * <p>Not thread-safe.
 */
public final class ChatHistoryBuilder {
  private HistorySettings settings = HistorySettings.DEFAULTS;
  private @Nullable Function<List<Turn>, Turn> compaction;
  private Executor compactionExecutor = Compaction.VIRTUAL_THREADS;
  private Consumer<RuntimeException> compactionFailureListener = failure -> {};

  private @Nullable ConversationStore store;
  private @Nullable ConversationKey key;
  private @Nullable Consumer<StoreException> storeFailureListener;

  ChatHistoryBuilder() {}

  /**
   * Sets the maximum number of turns.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public ChatHistoryBuilder maxTurns(int max) {
    settings = settings.withMaxTurns(requirePositive("maxTurns", max));
    return this;
  }

  /**
   * Sets the maximum number of messages.
   *
   * <p>Complete turns are evicted first; of a single longer turn, the oldest messages. A tool call
   * and its result are never separated, even if both together exceed the maximum.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public ChatHistoryBuilder maxMessages(int max) {
    settings = settings.withMaxMessages(requirePositive("maxMessages", max));
    return this;
  }

  /**
   * Sets the maximum number of tokens of the messages. The last turn is kept even if it is longer.
   *
   * @param counter counts the tokens of each message once; its {@linkplain TokenCounter#current()
   *     present counts} are used
   * @throws IllegalArgumentException if the maximum is less than 1
   */
  public ChatHistoryBuilder maxTokens(int max, TokenCounter counter) {
    Objects.requireNonNull(counter, "counter");
    settings = settings.withMaxTokens(requirePositive("maxTokens", max), counter.current());
    return this;
  }

  /**
   * Sets the maximum time since the last change of a turn. An older turn is no part of snapshots;
   * the next commit evicts it, without a compaction.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public ChatHistoryBuilder maxAge(Duration max) {
    if (max.isNegative() || max.isZero()) {
      throw new IllegalArgumentException("maxAge: expected a positive duration, found " + max);
    }
    settings = settings.withMaxAge(max);
    return this;
  }

  /**
   * Sets the listener of evictions, such as an archive.
   *
   * <p>It receives the evicted turns, oldest first, after the eviction, on the thread of the commit
   * or of the compaction, and without a lock: calls for concurrent commits may overlap. An
   * exception is logged, and the commit succeeds. Turns that are deleted are not evicted.
   */
  public ChatHistoryBuilder onEviction(Consumer<List<Turn>> listener) {
    settings = settings.withEvictionListener(Objects.requireNonNull(listener, "listener"));
    return this;
  }

  /**
   * Sets the compaction, on a new virtual thread; see {@link #compaction(Function, Executor)}.
   *
   * @param function returns the replacement of some turns
   */
  public ChatHistoryBuilder compaction(Function<List<Turn>, Turn> function) {
    return compaction(function, Compaction.VIRTUAL_THREADS);
  }

  /**
   * Sets a function that replaces the oldest turns by one turn, such as a summary, when a commit
   * exceeds the maximum of turns, messages or tokens.
   *
   * <p>The function receives so many of the oldest turns that the others fill half of the limit at
   * most. It runs after the commit, without a lock, and never twice at a time for one history.
   * Until it returns, the history keeps its turns and exceeds the limit. The replacement has no
   * effect if one of the turns was changed or deleted in the meantime.
   *
   * <p>If the function throws, the turns are kept, the exception is logged and passed to {@link
   * #onCompactionFailure}, and the next commit calls the function again.
   *
   * @param function returns the replacement of some turns
   * @param executor runs the function; {@code Runnable::run} for the thread of the commit
   */
  public ChatHistoryBuilder compaction(Function<List<Turn>, Turn> function, Executor executor) {
    compaction = Objects.requireNonNull(function, "function");
    compactionExecutor = Objects.requireNonNull(executor, "executor");
    return this;
  }

  /** Sets the listener of failed compactions, in addition to the log; default: none. */
  public ChatHistoryBuilder onCompactionFailure(Consumer<RuntimeException> listener) {
    compactionFailureListener = Objects.requireNonNull(listener, "listener");
    return this;
  }

  /** Sets the policy for overlapping runs; default: {@link OverlapPolicy#APPEND}. */
  public ChatHistoryBuilder overlapPolicy(OverlapPolicy policy) {
    settings = settings.withOverlapPolicy(Objects.requireNonNull(policy, "policy"));
    return this;
  }

  /** Sets the clock of the times of commits; default: the system clock. */
  public ChatHistoryBuilder timeSource(TimeSource time) {
    settings = settings.withTime(Objects.requireNonNull(time, "time"));
    return this;
  }

  /**
   * Sets the store and the key of the conversation; default: the history is in memory.
   *
   * <p>The limits apply to the turns that are loaded; the store keeps all of them. With {@link
   * OverlapPolicy#QUEUE} and {@link OverlapPolicy#REJECT}, runs of this history exclude each other;
   * a run fails with a {@code ConflictException} if a turn was committed through another history or
   * by another process in the meantime.
   */
  public ChatHistoryBuilder store(ConversationStore store, ConversationKey key) {
    this.store = Objects.requireNonNull(store, "store");
    this.key = Objects.requireNonNull(key, "key");
    return this;
  }

  /**
   * Sets a listener of failed commits to the store: the run returns its output then, and its turn
   * is neither stored nor part of the history. By default, the run fails with the exception.
   */
  public ChatHistoryBuilder onStoreFailure(Consumer<StoreException> listener) {
    storeFailureListener = Objects.requireNonNull(listener, "listener");
    return this;
  }

  /**
   * Returns a history with these settings, empty or stored.
   *
   * @throws IllegalStateException if there is a compaction with a store, or one without a maximum
   *     of turns, messages or tokens, or with a maximum of one turn or message
   */
  public ChatHistory build() {
    if (store != null && key != null) {
      if (compaction != null) {
        throw new IllegalStateException(
            "compaction: expected none for a stored history, which keeps all turns.");
      }
      return new StoredHistory(store, key, settings, storeFailureListener);
    }
    if (compaction == null) {
      return InMemoryHistory.of(settings);
    }
    if (!settings.hasSizeLimit() || !settings.hasRoomForSummary()) {
      throw new IllegalStateException(
          "compaction: expected maxTurns, maxMessages or maxTokens, each of at least 2.");
    }
    return InMemoryHistory.of(
        settings.withCompaction(
            new Compaction(compaction, compactionExecutor, compactionFailureListener)));
  }

  private static int requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": expected 1 or more, found " + value);
    }
    return value;
  }
}
