package org.atomicagents.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atomicagents.support.StoreTypes.answer;
import static org.atomicagents.support.StoreTypes.turn;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.ConversationChange;
import org.atomicagents.chat.ConversationKey;
import org.atomicagents.chat.ConversationStore;
import org.atomicagents.chat.InMemoryConversationStore;
import org.atomicagents.chat.StoredConversation;
import org.atomicagents.chat.Turn;
import org.atomicagents.error.ConflictException;
import org.atomicagents.error.StoreException;
import org.atomicagents.message.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The behaviour of every conversation store. */
public abstract class ConversationStoreContract {
  private static final ConversationKey KEY = new ConversationKey("tenant", "chat");

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private ConversationStore store;

  /** Returns a store on the same place in each call of one test. */
  protected abstract ConversationStore open() throws Exception;

  @BeforeEach
  void openStore() throws Exception {
    store = open();
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void loadsNothingUnderAnUnknownKey() {
    assertThat(store.load(KEY)).isEqualTo(new StoredConversation(KEY, 0, List.of()));
    assertThat(store.load(KEY).exists()).isFalse();
    assertThat(store.version(KEY)).isZero();
    assertThat(store.list("tenant")).isEmpty();
    assertThat(store.delete(KEY)).isFalse();
  }

  @Test
  void loadsTheAppendedTurns() {
    long first = store.append(KEY, 0, turn("a"), turn("b"));
    long second = store.append(KEY, first, turn("c"));

    assertThat(second).isGreaterThan(first);
    assertThat(store.load(KEY))
        .isEqualTo(new StoredConversation(KEY, second, List.of(turn("a"), turn("b"), turn("c"))));
    assertThat(store.version(KEY)).isEqualTo(second);
  }

  @Test
  void rejectsAChangeBasedOnAnotherVersion() {
    long version = store.append(KEY, 0, turn("a"));
    long next = store.append(KEY, version, turn("b"));

    assertThatThrownBy(() -> store.append(KEY, version, turn("x")))
        .isInstanceOf(ConflictException.class)
        .hasMessage(
            "Conversation tenant/chat has changed: expected version %d, found %d.\nLoad it again.",
            version, next);
    assertThatThrownBy(() -> store.append(KEY, 0, turn("x"))).isInstanceOf(ConflictException.class);
    assertThatThrownBy(() -> store.append(new ConversationKey("tenant", "new"), version, turn("x")))
        .isInstanceOf(ConflictException.class);
    assertThat(store.load(KEY).turns()).containsExactly(turn("a"), turn("b"));
    assertThat(store.load(KEY).version()).isEqualTo(next);
  }

  @Test
  void extendsTheLastTurn() {
    long version = store.append(KEY, 0, turn("a"), turn("b"));
    var later = StoreTypes.TIME.plus(Duration.ofMinutes(1));

    store.apply(KEY, version, new ConversationChange.Extend("b", List.of(answer("x")), later));

    assertThat(store.load(KEY).turns())
        .containsExactly(
            turn("a"), turn("b").withAppended(List.of(answer("x"))).withCommittedAt(later));
  }

  @Test
  void extendsNoOtherTurnThanTheLast() {
    long version = store.append(KEY, 0, turn("a"), turn("b"));

    assertThatThrownBy(() ->
            store.apply(
                KEY,
                version,
                new ConversationChange.Extend("a", List.of(answer("x")), StoreTypes.TIME)))
        .isInstanceOf(ConflictException.class)
        .hasMessage(
            "The conversation has changed: turn a is no longer its last turn.\n"
                + "Run again with an input.");
    assertThat(store.load(KEY).turns()).containsExactly(turn("a"), turn("b"));
    assertThat(store.version(KEY)).isEqualTo(version);
  }

  @Test
  void loadsTheLatestTurnsAndThePinnedOnes() {
    long version = store.append(KEY, 0, turn("a"), turn("b"), turn("c"), turn("d"));
    version = store.apply(KEY, version, new ConversationChange.Pin("a", true));
    version = store.apply(KEY, version, new ConversationChange.Pin("d", true));

    assertThat(store.load(KEY, 1).turns())
        .containsExactly(turn("a").withPinned(true), turn("c"), turn("d").withPinned(true));

    store.apply(KEY, version, new ConversationChange.Pin("d", false));
    assertThat(store.load(KEY, 1).turns()).containsExactly(turn("a").withPinned(true), turn("d"));
    assertThat(store.load(KEY, 0).turns()).containsExactly(turn("a").withPinned(true));
  }

  @Test
  void keepsAPinWhenTheTurnIsExtended() {
    long version = store.append(KEY, 0, turn("a"));
    version = store.apply(KEY, version, new ConversationChange.Pin("a", true));

    store.apply(
        KEY, version, new ConversationChange.Extend("a", List.of(answer("x")), StoreTypes.TIME));

    assertThat(store.load(KEY).turns())
        .containsExactly(turn("a").withAppended(List.of(answer("x"))).withPinned(true));
  }

  @Test
  void deletesTurns() {
    long version = store.append(KEY, 0, turn("a"), turn("b"), turn("c"));

    version = store.apply(KEY, version, new ConversationChange.Delete("b"));
    version = store.append(KEY, version, turn("d"));
    assertThat(store.load(KEY).turns()).containsExactly(turn("a"), turn("c"), turn("d"));

    version = store.apply(KEY, version, new ConversationChange.Reset(List.of()));
    assertThat(store.load(KEY)).isEqualTo(new StoredConversation(KEY, version, List.of()));
    assertThat(store.list("tenant")).containsExactly(KEY);

    version = store.append(KEY, version, turn("e"));
    assertThat(store.load(KEY).turns()).containsExactly(turn("e"));

    store.apply(
        KEY, version, new ConversationChange.Reset(List.of(turn("f").withPinned(true), turn("e"))));
    assertThat(store.load(KEY).turns()).containsExactly(turn("f").withPinned(true), turn("e"));
  }

  @Test
  void rejectsAChangeOfAnUnknownTurn() {
    long version = store.append(KEY, 0, turn("a"));

    for (ConversationChange change :
        List.of(new ConversationChange.Delete("x"), new ConversationChange.Pin("x", true))) {
      assertThatThrownBy(() -> store.apply(KEY, version, change))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Turn ID x not found in history.");
    }
    assertThat(store.version(KEY)).isEqualTo(version);
  }

  @Test
  void givesARecreatedConversationOtherVersions() {
    long version = store.append(KEY, 0, turn("a"));

    assertThat(store.delete(KEY)).isTrue();
    assertThat(store.load(KEY).exists()).isFalse();
    assertThat(store.append(KEY, 0, turn("b"))).isNotEqualTo(version);
    assertThatThrownBy(() -> store.append(KEY, version, turn("x")))
        .isInstanceOf(ConflictException.class);
    assertThat(store.load(KEY).turns()).containsExactly(turn("b"));
  }

  @Test
  void separatesTenantsWithTheSameId() {
    var other = new ConversationKey("other", "chat");
    store.append(KEY, 0, turn("a"));

    assertThat(store.load(other).exists()).isFalse();
    assertThat(store.list("other")).isEmpty();
    store.append(other, 0, turn("b"));
    assertThat(store.load(KEY).turns()).containsExactly(turn("a"));
    assertThat(store.load(other).turns()).containsExactly(turn("b"));
    assertThat(store.list("tenant")).containsExactly(KEY);
    assertThat(store.list("other")).containsExactly(other);
    assertThat(store.delete(other)).isTrue();
    assertThat(store.load(KEY).turns()).containsExactly(turn("a"));
  }

  @Test
  void separatesKeysThatLookAlike() {
    var keys = new ArrayList<ConversationKey>();
    for (String tenant : List.of("a", "A", "a ", "á", "a/b", "a%", "a_", "İ", "\uD83D\uDE00")) {
      for (String id : List.of("b", "B", " b", "b/b", "'; DROP TABLE", "ﬀ", "ff")) {
        keys.add(new ConversationKey(tenant, id));
      }
    }

    keys.forEach(key -> store.append(key, 0, turn(key.toString().replace('"', '\''))));

    assertThat(keys)
        .allSatisfy(
            key -> assertThat(store.load(key).turns()).containsExactly(turn(key.toString())));
    assertThat(store.list("a")).hasSize(7).allMatch(key -> key.tenant().equals("a"));
  }

  @Test
  void listsPagesOfKeys() {
    for (int i = 0; i < 10; i++) {
      store.append(new ConversationKey("tenant", "chat-" + i), 0, turn("t"));
    }

    var listed = new ArrayList<ConversationKey>();
    List<ConversationKey> page = store.list("tenant", "", 4);
    while (!page.isEmpty()) {
      assertThat(page).hasSizeLessThanOrEqualTo(4);
      listed.addAll(page);
      page = store.list("tenant", page.getLast().id(), 4);
    }

    assertThat(listed).isEqualTo(store.list("tenant")).hasSize(10).doesNotHaveDuplicates();
  }

  @Test
  void keepsEverythingWhenItIsOpenedAgain() throws Exception {
    if (store instanceof InMemoryConversationStore) {
      return;
    }
    long version = store.append(KEY, 0, turn("a"), turn("b"));
    version =
        store.apply(
            KEY,
            version,
            new ConversationChange.Extend(
                "b",
                List.of(ChatEntry.of(Message.toolResult("c", "t", "é\u0000\uD83D"))),
                StoreTypes.TIME));
    version = store.apply(KEY, version, new ConversationChange.Pin("a", true));
    StoredConversation before = store.load(KEY);

    store.close();
    store = open();

    assertThat(store.load(KEY)).isEqualTo(before);
    assertThat(before.turns()).hasSize(2);
    store.append(KEY, version, turn("c"));
    assertThat(store.load(KEY).turns()).hasSize(3);
  }

  @Test
  void commitsEveryTurnOfConcurrentThreadsOnce() throws Exception {
    int threads = 8;
    int turns = 5;
    var appends = new ArrayList<Callable<Void>>();
    for (int i = 0; i < threads; i++) {
      String name = "t" + i;
      appends.add(() -> {
        for (int j = 0; j < turns; j++) {
          appendUntilItSucceeds(name + "-" + j);
        }
        return null;
      });
    }

    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Void> done : executor.invokeAll(appends)) {
        done.get();
      }
    }

    List<Turn> stored = store.load(KEY).turns();
    assertThat(stored).hasSize(threads * turns);
    assertThat(new HashSet<>(stored)).hasSize(threads * turns);
    assertThat(stored).allSatisfy(turn -> assertThat(turn).isEqualTo(turn(turn.id())));
  }

  private void appendUntilItSucceeds(String id) {
    while (true) {
      try {
        store.append(KEY, store.version(KEY), turn(id));
        return;
      } catch (ConflictException e) {
        // Another thread was faster.
      }
    }
  }

  @Test
  void rejectsCallsAfterItWasClosed() {
    if (store instanceof InMemoryConversationStore) {
      return;
    }
    store.close();
    store.close();

    assertThatThrownBy(() -> store.append(KEY, 0, turn("a"))).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> store.load(KEY)).isInstanceOf(StoreException.class);
  }
}
