package org.atomicagents.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.atomicagents.chat.ChatHistory.Snapshot;
import org.atomicagents.chat.NaiveHistory.NaiveLimits;
import org.atomicagents.error.ConflictException;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.junit.jupiter.api.Test;

/** Compares the history with a simple one, after random changes with random limits. */
class HistoryPropertyTest {
  private static final int ROUNDS = 1_500;
  private static final int NONE = Integer.MAX_VALUE;

  @Test
  void behavesAsASimpleHistory() {
    long seed = new Random().nextLong();
    for (int i = 0; i < ROUNDS; i++) {
      new Round(seed + i).run();
    }
  }

  /** One history with random changes; assertion failures contain its seed. */
  private static final class Round {
    private final String seed;
    private final Random random;
    private final SteppedClock clock = new SteppedClock();
    private final List<Turn> evicted = new ArrayList<>();
    private final ChatHistory history;
    private final NaiveHistory expected;
    private int count;

    Round(long seed) {
      this.seed = "seed " + seed;
      random = new Random(seed);
      var limits = new NaiveLimits(limit(8), limit(12), limit(60), Duration.ofSeconds(limit(20)));
      expected = new NaiveHistory(limits, List.of());
      var builder = ChatHistory.builder().timeSource(clock).onEviction(evicted::addAll);
      if (limits.turns() < NONE) {
        builder.maxTurns(limits.turns());
      }
      if (limits.messages() < NONE) {
        builder.maxMessages(limits.messages());
      }
      if (limits.characters() < NONE) {
        builder.maxTokens(limits.characters(), String::length);
      }
      history = builder.maxAge(limits.age()).build();
    }

    void run() {
      int changes = 1 + random.nextInt(60);
      for (int i = 0; i < changes; i++) {
        if (random.nextInt(3) == 0) {
          clock.advance(Duration.ofSeconds(random.nextInt(6)));
        }
        Snapshot before = history.snapshot();
        List<Turn> turnsBefore = before.turns();
        ChatHistory fork = history.fork();
        change();
        check();
        assertThat(before.turns()).as(seed).isEqualTo(turnsBefore);
        assertThat(fork.turns()).as(seed).isEqualTo(turnsBefore);
      }
    }

    private void change() {
      switch (random.nextInt(12)) {
        case 0 -> pin(random.nextBoolean());
        case 1 -> delete();
        case 2 -> add();
        case 3 -> extend();
        case 4 -> resetSometimes();
        default -> commit();
      }
    }

    private void check() {
      Snapshot snapshot = history.snapshot();
      List<Turn> visible = expected.visible(clock.now());
      assertThat(history.turns()).as(seed).isEqualTo(visible);
      assertThat(snapshot.newestFirst()).as(seed).containsExactlyElementsOf(visible.reversed());
      assertThat(snapshot.turnCount()).as(seed).isEqualTo(visible.size());
      assertThat(snapshot.pinned())
          .as(seed)
          .isEqualTo(visible.stream().filter(Turn::isPinned).toList());
      assertThat(history.messageCount())
          .as(seed)
          .isEqualTo(visible.stream().mapToInt(turn -> turn.entries().size()).sum());
      assertThat(history.currentTurn().orElse(""))
          .as(seed)
          .isEqualTo(visible.isEmpty() ? "" : visible.getLast().id());
      assertThat(evicted).as(seed).isEqualTo(expected.evicted);
    }

    private void commit() {
      Turn turn =
          Turn.of(IntStream.rangeClosed(0, random.nextInt(4)).mapToObj(i -> entry()).toList())
              .withCommittedAt(clock.now())
              .withPinned(random.nextInt(15) == 0);
      history.commit(turn);
      expected.commit(turn, clock.now());
    }

    private void add() {
      ChatEntry entry = entry();
      Instant now = clock.now();
      boolean begins = expected.wouldBeginATurn(now);
      history.add(entry);
      if (begins) {
        String id = history.currentTurn().orElseThrow();
        expected.commit(Turn.of(id, List.of(entry)).withCommittedAt(now), now);
      } else {
        expected.extendLast(List.of(entry), now);
      }
    }

    private void extend() {
      List<ChatEntry> entries = List.of(entry(), entry());
      String id = anyTurn();
      if (expected.isLast(id)) {
        history.extend(id, entries);
        expected.extendLast(entries, clock.now());
      } else {
        assertThatThrownBy(() -> history.extend(id, entries))
            .as(seed)
            .isInstanceOf(ConflictException.class);
      }
    }

    private void pin(boolean pinned) {
      String id = anyTurn();
      if (id.isEmpty()) {
        assertThatThrownBy(() -> history.pin(id, pinned))
            .as(seed)
            .hasMessageContaining("not found");
      } else {
        history.pin(id, pinned);
        expected.pin(id, pinned);
      }
    }

    private void delete() {
      String id = anyTurn();
      if (id.isEmpty()) {
        assertThatThrownBy(() -> history.delete(id)).as(seed).hasMessageContaining("not found");
      } else {
        history.delete(id);
        expected.delete(id);
      }
    }

    private void resetSometimes() {
      if (random.nextInt(4) == 0) {
        ChatHistory other = ChatHistory.unbounded();
        for (int i = random.nextInt(20); i > 0; i--) {
          other.commit(Turn.of(entry()).withCommittedAt(clock.now()));
        }
        Snapshot snapshot = random.nextBoolean() ? other.snapshot() : history.snapshot();
        List<Turn> turns = snapshot.turns();
        history.reset(snapshot);
        expected.reset(turns, clock.now());
      }
    }

    /** Returns the id of any turn; empty if there is none. */
    private String anyTurn() {
      List<Turn> turns = expected.all();
      return turns.isEmpty() ? "" : turns.get(random.nextInt(turns.size())).id();
    }

    private ChatEntry entry() {
      String text = "m" + count++ + "x".repeat(random.nextInt(8));
      return ChatEntry.of(
          random.nextInt(4) == 0 ? Message.of(Role.TOOL, text) : Message.user(text));
    }

    private int limit(int max) {
      return random.nextInt(3) == 0 ? NONE : 1 + random.nextInt(max);
    }
  }
}
