package org.atomicagents.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atomicagents.redis.RedisAppendingProcess.KEY;
import static org.atomicagents.support.StoreTypes.TYPES;
import static org.atomicagents.support.StoreTypes.answer;
import static org.atomicagents.support.StoreTypes.turn;

import io.lettuce.core.RedisClient;
import java.io.BufferedReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.ConversationChange;
import org.atomicagents.chat.ConversationKey;
import org.atomicagents.chat.ConversationStore;
import org.atomicagents.chat.InMemoryConversationStore;
import org.atomicagents.chat.Turn;
import org.atomicagents.error.ConflictException;
import org.atomicagents.error.StoreException;
import org.atomicagents.support.ConversationStoreContract;
import org.atomicagents.support.JavaProcess;
import org.atomicagents.support.RedisServer;
import org.atomicagents.support.StoreTypes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisConversationStoreTest extends ConversationStoreContract {
  private static RedisServer server;
  private static RedisStores connection;
  private static RedisStores stores;
  private static int prefixes;
  private String prefix;

  @BeforeAll
  static void start() throws Exception {
    server = RedisServer.start();
    connection = RedisStores.connect(server.uri());
    stores = connection.withTimeout(Duration.ofSeconds(20));
  }

  @AfterAll
  static void stop() throws Exception {
    if (server != null) {
      connection.close();
      server.close();
    }
  }

  @Override
  protected ConversationStore open() {
    if (prefix == null) {
      prefix = "test" + prefixes++ + ":";
    }
    return stores.withPrefix(prefix).conversations(TYPES);
  }

  @Test
  void listsIdsInTheOrderOfTheirBytes() {
    var store = open();
    for (String id : List.of("b", "a", "ab", "{x}", "a:b", "é", "\uD83D\uDE00", "\uFB00")) {
      store.append(new ConversationKey("acme", id), 0, turn("t"));
    }

    assertThat(store.list("acme").stream().map(ConversationKey::id))
        .containsExactly("a", "a:b", "ab", "b", "{x}", "é", "\uFB00", "\uD83D\uDE00");
    assertThat(store.list("acme", "ab", 2).stream().map(ConversationKey::id))
        .containsExactly("b", "{x}");
    assertThat(store.list("acme", "\uD83D\uDE00", 2)).isEmpty();
    assertThat(store.list("acme", "", 0)).isEmpty();
    assertThat(store.list("\u0000 other {tenant}")).isEmpty();
  }

  @Test
  void separatesTenantsWithOddCharacters() {
    var store = open();
    List<String> names =
        List.of(
            "a", "a:b", "b", "{a}", "}{", "a}", "%7Ba%7D", "*", "ids", "turns:a", "x".repeat(200));
    for (String tenant : names) {
      for (String id : names) {
        store.append(
            new ConversationKey(tenant, id),
            0,
            turn(names.indexOf(tenant) + "-" + names.indexOf(id)));
      }
    }

    for (String tenant : names) {
      assertThat(store.list(tenant)).hasSize(names.size());
      for (String id : names) {
        assertThat(store.load(new ConversationKey(tenant, id)).turns())
            .containsExactly(turn(names.indexOf(tenant) + "-" + names.indexOf(id)));
      }
    }
  }

  @Test
  void loadsLongConversationsInParts() {
    var store = open();
    var long1 = new ArrayList<Turn>();
    for (int i = 0; i < 3_000; i++) {
      long1.add(turn("turn " + i + " " + "x".repeat(500)));
    }
    long version = store.append(KEY, 0, long1.toArray(Turn[]::new));

    store.apply(KEY, version, new ConversationChange.Pin(long1.get(7).id(), true));

    List<Turn> expected = new ArrayList<>(long1);
    expected.set(7, long1.get(7).withPinned(true));
    assertThat(store.load(KEY).turns()).isEqualTo(expected);
    assertThat(store.load(KEY, 2).turns())
        .containsExactly(expected.get(7), expected.get(2_998), expected.get(2_999));
    assertThat(store.delete(KEY)).isTrue();
    assertThat(store.load(KEY).turns()).isEmpty();
  }

  @Test
  void reportsTheConflictOfVersionsOfAnExtension() {
    var store = open();
    long version = store.append(KEY, 0, turn("a"));
    long next = store.append(KEY, version, turn("b"));

    assertThatThrownBy(() ->
            store.apply(
                KEY,
                version,
                new ConversationChange.Extend("a", List.of(answer("x")), StoreTypes.TIME)))
        .isInstanceOf(ConflictException.class)
        .hasMessage(
            "Conversation acme/raced has changed: expected version %d, found %d.\nLoad it again.",
            version, next);
  }

  @Test
  void keepsTheKeysOfAnotherProgram() {
    var store = open();
    try (var client = RedisClient.create(server.uri())) {
      client.connect().sync().set(prefix + "conversations:1:{acme}:turns:raced", "other");
    }

    assertThatThrownBy(() -> store.append(KEY, 0, turn("a")))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("failed to change conversation acme/raced: WRONGTYPE")
        .hasMessageEndingWith(
            "\nAnother program uses the key: choose other keys by RedisStores.withPrefix.");
    assertThatThrownBy(() -> store.load(KEY)).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> store.version(KEY)).isInstanceOf(StoreException.class);
  }

  @Test
  void commitsTheChangeOfAnInterruptedThread() {
    var store = open();
    Thread.currentThread().interrupt();

    long version = store.append(KEY, 0, turn("a"));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(store.version(KEY)).isEqualTo(version);
  }

  @Test
  void matchesAModelInRandomOperations() {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    var store = open();
    var model = new InMemoryConversationStore();
    for (int i = 0; i < 10_000; i++) {
      var key = new ConversationKey("tenant" + random.nextInt(2), "chat" + random.nextInt(3));
      ConversationChange change = change(random, i);
      if (random.nextInt(50) == 0) {
        assertThat(store.delete(key)).as("seed %d", seed).isEqualTo(model.delete(key));
      } else {
        assertThat(outcome(store, key, change))
            .as("seed %d, operation %d: %s", seed, i, change)
            .isEqualTo(outcome(model, key, change));
      }
      int maxTurns = random.nextInt(5);
      if (i % 10 == 0) {
        assertThat(store.load(key, maxTurns).turns())
            .as("seed %d, operation %d", seed, i)
            .isEqualTo(model.load(key, maxTurns).turns());
        assertThat(store.load(key).turns()).isEqualTo(model.load(key).turns());
        assertThat(store.list(key.tenant())).isEqualTo(model.list(key.tenant()));
      }
    }
  }

  private static ConversationChange change(Random random, int number) {
    String some = "t" + Math.max(0, number - random.nextInt(20));
    return switch (random.nextInt(8)) {
      case 0 -> new ConversationChange.Pin(some, random.nextBoolean());
      case 1, 2 -> new ConversationChange.Delete(some);
      case 3 ->
          new ConversationChange.Extend(some, List.of(answer("more " + number)), StoreTypes.TIME);
      case 4 ->
          random.nextInt(5) > 0
              ? new ConversationChange.Append(List.of())
              : new ConversationChange.Reset(
                  List.of(turn("t" + number).withPinned(random.nextBoolean())));
      default -> new ConversationChange.Append(List.of(turn("t" + number)));
    };
  }

  private static String outcome(
      ConversationStore store, ConversationKey key, ConversationChange change) {
    try {
      store.apply(key, store.version(key), change);
      return "done";
    } catch (IllegalArgumentException | ConflictException e) {
      return e.getMessage();
    }
  }

  @Test
  void keepsTheTurnsOfRacingProcessesOfWhichOneIsKilled() throws Exception {
    Process first = JavaProcess.start(RedisAppendingProcess.class, server.uri(), "a", "300");
    Process second = JavaProcess.start(RedisAppendingProcess.class, server.uri(), "b", "100000");
    List<String> printed = new ArrayList<>();
    try (BufferedReader output = second.inputReader()) {
      List<String> ofFirst;
      try (BufferedReader other = first.inputReader()) {
        ofFirst = other.lines().toList();
      }
      printed.addAll(ofFirst.subList(0, 300));
      assertThat(ofFirst.getLast()).startsWith("conflicts: ");
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        printed.add(line);
        if (line.equals("b400")) {
          second.toHandle().destroyForcibly();
        }
      }
    }
    assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();

    try (var store = stores.conversations(TYPES)) {
      List<Turn> stored = store.load(KEY).turns();
      assertThat(stored).extracting(Turn::id).doesNotHaveDuplicates().containsAll(printed);
      assertThat(stored).hasSizeLessThanOrEqualTo(printed.size() + 1);
      assertThat(stored).allSatisfy(turn -> assertThat(turn).isEqualTo(turn(turn.id())));
    }
  }

  @Test
  void keepsCommittedTurnsWhenTheServerCrashes() throws Exception {
    var key = new ConversationKey("acme", "crash");
    try (var other = RedisServer.start("--appendonly", "yes", "--appendfsync", "always");
        var stopped = RedisStores.connect(other.uri());
        // A machine that stops for a second exceeds the default time limit.
        var store = stopped.withTimeout(Duration.ofSeconds(20)).conversations(TYPES)) {
      ChatHistory history = ChatHistory.stored(store, key);
      history.commit(turn("a"));
      other.kill();

      assertThatThrownBy(() -> history.commit(turn("b")))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining(" failed to change conversation acme/crash: ");

      other.startAgain();
      awaitTurns(history);
      assertThat(history.turns()).containsExactly(turn("a"));
      history.commit(turn("c"));
      assertThat(store.load(key).turns()).containsExactly(turn("a"), turn("c"));
    }
  }

  @Test
  void reportsAServerThatHangs() throws Exception {
    var key = new ConversationKey("acme", "hang");
    try (var other = RedisServer.start();
        var stopped = RedisStores.connect(other.uri());
        var store = stopped.conversations(TYPES);
        var patient = stopped.withTimeout(Duration.ofSeconds(20)).conversations(TYPES)) {
      long version = patient.append(key, 0, turn("a"));
      other.suspend();

      assertThatThrownBy(() -> store.append(key, version, turn("b")))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("no response within 500 ms");

      other.resume();
      // The server executes the command that it received while it was suspended.
      assertThat(patient.load(key).turns()).contains(turn("a"));
    }
  }

  private static void awaitTurns(ChatHistory history) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (true) {
      try {
        List<Turn> unused = history.turns();
        return;
      } catch (StoreException e) {
        if (System.nanoTime() - end > 0) {
          throw e;
        }
        LockSupport.parkNanos(10_000_000);
      }
    }
  }
}
