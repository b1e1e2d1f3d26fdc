package org.atomicagents.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.atomicagents.error.ConflictException;
import org.atomicagents.error.StoreException;
import org.atomicagents.message.Message;
import org.junit.jupiter.api.Test;

class StoredHistoryTest {
  private static final ConversationKey KEY = new ConversationKey("tenant", "chat");

  private final ConversationStore store = new InMemoryConversationStore();

  @Test
  void storesEveryCommittedTurn() {
    ChatHistory history = ChatHistory.stored(store, KEY);

    history.commit(turn("a"));
    history.add(entry("b"));

    assertThat(store.load(KEY).turns()).hasSize(1).isEqualTo(history.turns());
    assertThat(history.messages()).containsExactly(Message.user("a"), Message.user("b"));
    assertThat(history.turns().getFirst().committedAt()).isNotNull();
    assertThat(ChatHistory.stored(store, KEY).turns()).isEqualTo(history.turns());
  }

  @Test
  void createsAConversationWithItsFirstTurnOnly() {
    ChatHistory history = ChatHistory.stored(store, KEY);

    assertThat(history.turns()).isEmpty();
    assertThat(history.currentTurn()).isEmpty();
    assertThat(store.load(KEY).exists()).isFalse();
  }

  @Test
  void seesTheTurnsOfAnotherProcess() {
    ChatHistory one = ChatHistory.stored(store, KEY);
    ChatHistory other = ChatHistory.stored(store, KEY);
    one.commit(turn("a"));

    assertThat(other.messages()).containsExactly(Message.user("a"));
    one.commit(turn("b"));
    other.commit(turn("c"));

    assertThat(one.messages())
        .containsExactly(Message.user("a"), Message.user("b"), Message.user("c"));
    assertThat(other.messages()).isEqualTo(one.messages());
  }

  @Test
  void appliesLimitsToTheLoadedTurnsOnly() {
    ChatHistory history = ChatHistory.builder().maxTurns(2).store(store, KEY).build();
    for (String text : List.of("a", "b", "c")) {
      history.commit(turn(text));
    }

    assertThat(history.messages()).containsExactly(Message.user("b"), Message.user("c"));
    assertThat(store.load(KEY).turns()).hasSize(3);
    ChatHistory again = ChatHistory.builder().maxTurns(2).store(store, KEY).build();
    assertThat(again.messages()).isEqualTo(history.messages());
    assertThat(again.maxTurns()).hasValue(2);
  }

  @Test
  void keepsPinnedTurnsBeyondTheLimits() {
    ChatHistory history = ChatHistory.builder().maxTurns(2).store(store, KEY).build();
    history.commit(Turn.of("first", List.of(entry("a"))));
    history.pin("first");
    for (String text : List.of("b", "c")) {
      history.commit(turn(text));
    }

    assertThat(history.messages()).containsExactly(Message.user("a"), Message.user("c"));
    assertThat(ChatHistory.builder().maxTurns(2).store(store, KEY).build().messages())
        .isEqualTo(history.messages());
  }

  @Test
  void deletesAndReplacesTurns() {
    ChatHistory history = ChatHistory.stored(store, KEY);
    history.commit(Turn.of("a", List.of(entry("a"))));
    history.commit(Turn.of("b", List.of(entry("b"))));
    ChatHistory.Snapshot snapshot = history.snapshot();

    history.delete("a");
    assertThat(history.messages()).containsExactly(Message.user("b"));
    assertThatThrownBy(() -> history.delete("a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Turn ID a not found in history.");

    history.clear();
    assertThat(history.turns()).isEmpty();

    history.reset(snapshot);
    assertThat(history.turns()).isEqualTo(snapshot.turns());
    assertThat(store.load(KEY).turns()).isEqualTo(snapshot.turns());
  }

  @Test
  void extendsTheTurnAfterAnotherChange() {
    ChatHistory history = ChatHistory.stored(store, KEY);
    history.commit(Turn.of("a", List.of(entry("a"))));
    assertThat(history.turns()).hasSize(1);
    ChatHistory.stored(store, KEY).pin("a");

    history.extend("a", List.of(entry("b")));

    assertThat(store.load(KEY).turns()).hasSize(1).allMatch(Turn::isPinned);
    assertThat(history.messages()).containsExactly(Message.user("a"), Message.user("b"));
    history.commit(turn("c"));
    assertThatThrownBy(() -> history.extend("a", List.of(entry("x"))))
        .isInstanceOf(ConflictException.class);
  }

  @Test
  void forksInMemory() {
    ChatHistory history = ChatHistory.stored(store, KEY);
    history.commit(turn("a"));

    ChatHistory fork = history.fork();
    fork.commit(turn("b"));
    history.commit(turn("c"));

    assertThat(fork.messages()).containsExactly(Message.user("a"), Message.user("b"));
    assertThat(store.load(KEY).turns()).hasSize(2);
  }

  @Test
  void rejectsATurnThatOverlapsAnotherOneWhereRunsAreExclusive() {
    ChatHistory history =
        ChatHistory.builder().overlapPolicy(OverlapPolicy.QUEUE).store(store, KEY).build();
    history.commit(turn("a"));
    ChatHistory.stored(store, KEY).commit(turn("b"));

    assertThatThrownBy(() -> history.commit(turn("c"))).isInstanceOf(ConflictException.class);
    assertThat(history.messages()).containsExactly(Message.user("a"), Message.user("b"));
    history.commit(turn("c"));
    assertThat(store.load(KEY).turns()).hasSize(3);
  }

  @Test
  void commitsEveryTurnOfOverlappingThreads() throws Exception {
    List<ChatHistory> histories =
        List.of(ChatHistory.stored(store, KEY), ChatHistory.stored(store, KEY));
    var commits = new ArrayList<Callable<Void>>();
    for (int i = 0; i < 64; i++) {
      int number = i;
      commits.add(() -> {
        ChatHistory history = histories.get(number % 2);
        for (int j = 0; j < 5; j++) {
          history.commit(turn(number + "-" + j));
          assertThat(history.messages()).contains(Message.user(number + "-" + j));
        }
        return null;
      });
    }

    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Void> done : executor.invokeAll(commits)) {
        done.get();
      }
    }

    List<Turn> stored = store.load(KEY).turns();
    assertThat(stored).hasSize(320);
    assertThat(new HashSet<>(stored)).hasSize(320);
    assertThat(histories).allSatisfy(h -> assertThat(h.turns()).isEqualTo(stored));
  }

  @Test
  void isUnchangedIfTheStoreFails() {
    var failing = new FailingStore(store);
    ChatHistory history = ChatHistory.stored(failing, KEY);
    history.commit(turn("a"));

    failing.failure = StoreException.of("Disk full", null);
    assertThatThrownBy(() -> history.commit(turn("b"))).isSameAs(failing.failure);
    failing.failure = new IllegalStateException("broken");
    assertThatThrownBy(() -> history.commit(turn("b")))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "The store of conversation tenant/chat failed: java.lang.IllegalStateException:"
                + " broken\n"
                + "Store: FailingStore");
    failing.failure = null;

    assertThat(history.messages()).containsExactly(Message.user("a"));
    history.commit(turn("c"));
    assertThat(history.messages()).containsExactly(Message.user("a"), Message.user("c"));
  }

  @Test
  void reportsFailedCommitsToAListener() {
    var failing = new FailingStore(store);
    var failures = new ArrayList<StoreException>();
    ChatHistory history =
        ChatHistory.builder().store(failing, KEY).onStoreFailure(failures::add).build();
    failing.failure = StoreException.of("Disk full", null);

    history.commit(turn("a"));

    assertThat(failures).containsExactly((StoreException) failing.failure);
    failing.failure = null;
    assertThat(history.turns()).isEmpty();
  }

  @Test
  void startsAgainAfterTheConversationWasDeleted() {
    ChatHistory history = ChatHistory.stored(store, KEY);
    history.commit(turn("a"));
    store.delete(KEY);

    assertThat(history.turns()).isEmpty();
    history.commit(turn("b"));
    store.delete(KEY);
    ChatHistory.stored(store, KEY).commit(turn("x"));
    history.commit(turn("c"));

    assertThat(history.messages()).containsExactly(Message.user("x"), Message.user("c"));
  }

  @Test
  void loadsNoMoreTurnsThanTheLimit() {
    for (int i = 0; i < 20; i++) {
      store.append(KEY, store.version(KEY), turn("t" + i).withCommittedAt(java.time.Instant.EPOCH));
    }
    var counting = new FailingStore(store);
    ChatHistory history =
        ChatHistory.builder().maxTurns(9).maxMessages(3).store(counting, KEY).build();

    assertThat(history.messages()).hasSize(3);
    history.commit(turn("x"));
    assertThat(history.messages()).hasSize(3);
    assertThat(counting.loads).hasValue(1);
    assertThat(counting.lastMaximum).isEqualTo(3);
  }

  @Test
  void rejectsACompactionOfAStoredHistory() {
    var builder =
        ChatHistory.builder().maxTurns(5).compaction(turns -> turns.getFirst()).store(store, KEY);

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("compaction: expected none for a stored history, which keeps all turns.");
  }

  @Test
  void forgetsTurnsBeyondTheAge() {
    store.append(KEY, 0, turn("old").withCommittedAt(java.time.Instant.EPOCH));
    ChatHistory history =
        ChatHistory.builder().maxAge(Duration.ofHours(1)).store(store, KEY).build();

    history.commit(turn("new"));

    assertThat(history.messages()).containsExactly(Message.user("new"));
    assertThat(store.load(KEY).turns()).hasSize(2);
  }

  private static Turn turn(String text) {
    return Turn.of(entry(text));
  }

  private static ChatEntry entry(String text) {
    return ChatEntry.of(Message.user(text));
  }

  /** A store whose changes fail on request, and which counts its loads. */
  private static final class FailingStore implements ConversationStore {
    private final ConversationStore delegate;
    private final AtomicInteger loads = new AtomicInteger();
    private volatile RuntimeException failure;
    private volatile int lastMaximum;

    FailingStore(ConversationStore delegate) {
      this.delegate = delegate;
    }

    @Override
    public StoredConversation load(ConversationKey key, int maxTurns) {
      loads.incrementAndGet();
      lastMaximum = maxTurns;
      return delegate.load(key, maxTurns);
    }

    @Override
    public long version(ConversationKey key) {
      return delegate.version(key);
    }

    @Override
    public long apply(ConversationKey key, long version, ConversationChange change) {
      if (failure != null) {
        throw failure;
      }
      return delegate.apply(key, version, change);
    }

    @Override
    public List<ConversationKey> list(String tenant, String afterId, int max) {
      return delegate.list(tenant, afterId, max);
    }

    @Override
    public boolean delete(ConversationKey key) {
      return delegate.delete(key);
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
      return "FailingStore";
    }
  }
}
