package org.atomicagents.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.atomicagents.chat.ChatHistory.Snapshot;
import org.atomicagents.message.Content;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.atomicagents.model.TokenCounter;
import org.junit.jupiter.api.Test;

class HistoryLimitsTest {
  private static final TokenCounter CHARACTERS = String::length;

  private final SteppedClock clock = new SteppedClock();
  private final List<Turn> evicted = new ArrayList<>();

  @Test
  void evictsTheOldestTurnsBeyondTheTokens() {
    var history = ChatHistory.builder().maxTokens(10, CHARACTERS).build();

    for (String text : List.of("aaaa", "bbb", "ccc", "ddd")) {
      history.commit(turn(text));
    }

    assertThat(texts(history)).containsExactly("bbb", "ccc", "ddd");
  }

  @Test
  void keepsTheLastTurnBeyondTheTokens() {
    var history = ChatHistory.builder().maxTokens(2, CHARACTERS).build();

    history.commit(turn("aaaa"));
    history.commit(turn("bbbb", "cccc"));

    assertThat(texts(history)).containsExactly("bbbb", "cccc");
  }

  @Test
  void countsEachMessageOnce() {
    var counts = new AtomicInteger();
    TokenCounter counter =
        text -> {
          counts.incrementAndGet();
          return text.length();
        };
    var history = ChatHistory.builder().maxTokens(100, counter).build();

    for (int i = 0; i < 1_000; i++) {
      history.commit(turn("0123456789"));
    }

    assertThat(history.turns()).hasSize(10);
    assertThat(counts).hasValue(1_000);
  }

  @Test
  void countsOncePerCounterWithTwoCounters() {
    var counts = new AtomicInteger();
    TokenCounter counter =
        text -> {
          counts.incrementAndGet();
          return 1;
        };
    ChatEntry entry = ChatEntry.of(Message.user("u"));

    for (int i = 0; i < 10; i++) {
      assertThat(entry.tokens(counter)).isEqualTo(1);
      assertThat(entry.tokens(CHARACTERS)).isEqualTo(1);
    }

    assertThat(counts).hasValue(1);
  }

  @Test
  void hidesTooOldTurnsAndEvictsThemAtTheNextCommit() {
    var history = aged(Duration.ofMinutes(10));
    history.commit(turn("old"));
    clock.advance(Duration.ofMinutes(6));
    history.commit(turn("young"));
    clock.advance(Duration.ofMinutes(5));

    assertThat(texts(history)).containsExactly("young");
    assertThat(history.messageCount()).isEqualTo(1);
    assertThat(history.snapshot().turnCount()).isEqualTo(1);
    assertThat(evicted).isEmpty();

    history.commit(turn("new"));

    assertThat(evictedTexts()).containsExactly("old");
    clock.advance(Duration.ofHours(1));
    assertThat(history.turns()).isEmpty();
    assertThat(history.currentTurn()).isEmpty();
  }

  @Test
  void doesNotChangeTheAgeOfASnapshot() {
    var history = aged(Duration.ofMinutes(10));
    history.commit(turn("a"));
    Snapshot snapshot = history.snapshot();

    clock.advance(Duration.ofHours(1));
    history.commit(turn("b"));

    assertThat(snapshot.entries()).containsExactly(ChatEntry.of(Message.user("a")));
    assertThat(snapshot.lastTurn()).isPresent();
  }

  @Test
  void startsAnotherTurnAfterAnOldOne() {
    var history = aged(Duration.ofMinutes(10));
    history.commit(turn("old"));
    clock.advance(Duration.ofHours(1));

    history.add(ChatEntry.of(Message.user("new")));

    assertThat(texts(history)).containsExactly("new");
    assertThat(evictedTexts()).containsExactly("old");
  }

  @Test
  void measuresTheAgeFromTheLastChange() {
    var history = aged(Duration.ofMinutes(10));
    history.commit(turn("question"));
    clock.advance(Duration.ofMinutes(9));
    history.add(ChatEntry.of(Message.assistant("response")));
    clock.advance(Duration.ofMinutes(9));

    assertThat(texts(history)).containsExactly("question", "response");
  }

  @Test
  void acceptsAnAgeBeyondTheRangeOfInstants() {
    var history = aged(Duration.ofSeconds(Long.MAX_VALUE));
    history.commit(turn("a"));

    assertThat(texts(history)).containsExactly("a");
  }

  @Test
  void appliesAllLimitsTogether() {
    var history =
        ChatHistory.builder()
            .maxTurns(3)
            .maxMessages(4)
            .maxTokens(8, CHARACTERS)
            .maxAge(Duration.ofMinutes(1))
            .timeSource(clock)
            .build();
    history.commit(turn("a", "a"));
    history.commit(turn("b", "b"));
    history.commit(turn("c"));
    assertThat(texts(history)).containsExactly("b", "b", "c");

    history.commit(turn("dddddd"));
    assertThat(texts(history)).containsExactly("c", "dddddd");

    clock.advance(Duration.ofMinutes(2));
    history.commit(turn("e"));
    assertThat(texts(history)).containsExactly("e");
  }

  @Test
  void limitsTheAgeOfTurnsOfAReset() {
    ChatHistory history = aged(Duration.ofHours(1));
    history.reset(ChatHistory.Snapshot.of(List.of(turn("a"))));
    assertThat(texts(history)).containsExactly("a");

    clock.advance(Duration.ofHours(2));

    assertThat(texts(history)).isEmpty();
  }

  @Test
  void neverEvictsAPinnedTurn() {
    var history = ChatHistory.builder().maxTurns(2).onEviction(evicted::addAll).build();
    history.commit(turn("pinned"));
    String id = history.currentTurn().orElseThrow();
    history.pin(id);

    for (String text : List.of("a", "b", "c")) {
      history.commit(turn(text));
    }

    assertThat(texts(history)).containsExactly("pinned", "c");
    assertThat(history.snapshot().pinned().getFirst().id()).isEqualTo(id);
    assertThat(evictedTexts()).containsExactly("a", "b");

    history.pin(id, false);
    history.commit(turn("d"));

    assertThat(texts(history)).containsExactly("c", "d");
    assertThat(history.snapshot().pinned()).isEmpty();
  }

  @Test
  void neverHidesAPinnedTurnThatIsOld() {
    var history = aged(Duration.ofMinutes(1));
    history.commit(turn("pinned").withPinned(true));
    history.commit(turn("a"));
    clock.advance(Duration.ofHours(1));

    assertThat(texts(history)).containsExactly("pinned");
    history.commit(turn("b"));
    assertThat(texts(history)).containsExactly("pinned", "b");
  }

  @Test
  void keepsTheOrderOfSeveralPinnedTurns() {
    var history = ChatHistory.latestTurns(4);
    for (int i = 0; i < 100; i++) {
      history.commit(turn("t" + i).withPinned(i % 40 == 0));
    }

    assertThat(texts(history)).containsExactly("t0", "t40", "t80", "t99");
  }

  @Test
  void rejectsToPinAnUnknownTurn() {
    assertThatThrownBy(() -> ChatHistory.unbounded().pin("x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Turn ID x not found in history.");
  }

  @Test
  void neverSeparatesAToolResultFromTheTurnOfItsCall() {
    var history = ChatHistory.latestTurns(2);
    history.commit(callTurn());
    history.commit(resultTurn());
    history.commit(turn("a"));

    assertThat(texts(history)).containsExactly("a");

    history.commit(callTurn());
    history.commit(resultTurn());
    history.commit(resultTurn());

    assertThat(history.turns()).hasSize(3);
  }

  @Test
  void pinsToolResultsTogetherWithTheirCall() {
    var history = ChatHistory.latestTurns(1);
    history.commit(callTurn());
    history.pin(history.currentTurn().orElseThrow());
    history.commit(resultTurn());
    history.commit(turn("a"));

    assertThat(history.turns()).hasSize(3);
    assertThat(history.snapshot().pinned()).hasSize(2);
  }

  @Test
  void passesTheEvictedMessagesOfACutTurn() {
    var history = ChatHistory.builder().maxMessages(2).onEviction(evicted::addAll).build();

    history.commit(turn("a", "b", "c"));

    assertThat(texts(history)).containsExactly("b", "c");
    assertThat(evictedTexts()).containsExactly("a");
    assertThat(evicted.getFirst().id()).isEqualTo(history.currentTurn().orElseThrow());
  }

  @Test
  void commitSucceedsIfTheListenerThrows() {
    var history =
        ChatHistory.builder()
            .maxTurns(1)
            .onEviction(turns -> {
              throw new IllegalStateException("full disk");
            })
            .build();
    history.commit(turn("a"));

    history.commit(turn("b"));

    assertThat(texts(history)).containsExactly("b");
  }

  @Test
  void listenerMayChangeTheHistory() {
    var histories = new ArrayList<ChatHistory>();
    var history =
        ChatHistory.builder().maxTurns(1).onEviction(turns -> histories.getFirst().clear()).build();
    histories.add(history);

    history.commit(turn("a"));
    history.commit(turn("b"));

    assertThat(history.turns()).isEmpty();
  }

  @Test
  void takesASnapshotWithoutACopy() {
    var history = ChatHistory.unbounded();
    for (int i = 0; i < 20_000; i++) {
      history.commit(turn("t" + i));
    }
    readNewest(history);

    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    readNewest(history);

    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
  }

  @Test
  void describesAndComparesALongSnapshotWithoutRecursion() {
    var history = ChatHistory.unbounded();
    for (int i = 0; i < 200_000; i++) {
      history.commit(turn("t"));
    }

    assertThat(history.snapshot().toString()).contains("200000 turns");
    assertThat(history.snapshot())
        .isEqualTo(history.snapshot())
        .hasSameHashCodeAs(history.fork().snapshot())
        .isNotEqualTo(ChatHistory.unbounded().snapshot());
  }

  @Test
  void rejectsUnusableLimits() {
    var builder = ChatHistory.builder();

    assertThatThrownBy(() -> builder.maxTokens(0, CHARACTERS))
        .hasMessage("maxTokens: expected 1 or more, found 0");
    assertThatThrownBy(() -> builder.maxAge(Duration.ZERO))
        .hasMessage("maxAge: expected a positive duration, found PT0S");
  }

  private static void readNewest(ChatHistory history) {
    Iterator<Turn> turns = history.snapshot().newestFirst().iterator();
    for (int i = 0; i < 3; i++) {
      assertThat(turns.next().entries().size()).isEqualTo(1);
    }
  }

  private ChatHistory aged(Duration maxAge) {
    return ChatHistory.builder()
        .maxAge(maxAge)
        .timeSource(clock)
        .onEviction(evicted::addAll)
        .build();
  }

  private List<String> evictedTexts() {
    return evicted.stream()
        .flatMap(turn -> turn.entries().stream())
        .map(entry -> entry.message().text())
        .toList();
  }

  private static List<String> texts(ChatHistory history) {
    return history.messages().stream().map(Message::text).toList();
  }

  private static Turn turn(String... texts) {
    return Turn.of(List.of(texts).stream().map(text -> ChatEntry.of(Message.user(text))).toList());
  }

  private static Turn callTurn() {
    return Turn.of(
        ChatEntry.of(Message.user("u")),
        ChatEntry.of(
            new Message(Role.ASSISTANT, List.of(new Content.ToolCall("call-1", "add", "{}")))));
  }

  private static Turn resultTurn() {
    return Turn.of(ChatEntry.of(Message.toolResult("call-1", "add", "4")));
  }
}
