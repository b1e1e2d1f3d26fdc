package org.atomicagents.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.atomicagents.error.ConflictException;
import org.atomicagents.message.Message;
import org.junit.jupiter.api.Test;

class ConversationTurnTest {
  private static final ChatEntry QUESTION = user("question");
  private static final ChatEntry RESULT = ChatEntry.of(Message.toolResult("c1", "add", "2"));
  private static final ChatEntry ANSWER = ChatEntry.of(Message.assistant("answer"));

  private final ChatHistory history = ChatHistory.unbounded();

  @Test
  void commitsAllEntriesAsOneTurn() {
    try (var turn = ConversationTurn.begin(history)) {
      turn.commit(Turn.of(QUESTION));
      turn.add(RESULT);
      turn.add(ANSWER);
      assertThat(history.turns()).isEmpty();

      turn.commitTurn();
    }

    assertThat(history.turns()).hasSize(1);
    assertThat(history.turns().getFirst().entries()).containsExactly(QUESTION, RESULT, ANSWER);
  }

  @Test
  void addsTheInputOfALaterRunToTheSameTurn() {
    try (var turn = ConversationTurn.begin(history)) {
      turn.commit(Turn.of(QUESTION));
      turn.commit(Turn.of(user("translated"), ANSWER));
      turn.commitTurn();
    }

    assertThat(history.turns()).hasSize(1);
    assertThat(history.messageCount()).isEqualTo(3);
  }

  @Test
  void hasReleasedTheConversationAfterEachOfTwoConcurrentCloses() throws Exception {
    ChatHistory exclusive = history.withOverlapPolicy(OverlapPolicy.REJECT);
    for (int round = 0; round < 5_000; round++) {
      var turn = ConversationTurn.begin(exclusive);
      var isReady = new AtomicBoolean();
      Thread other =
          Thread.ofPlatform()
              .start(() -> {
                isReady.set(true);
                turn.close();
              });
      while (!isReady.get()) {
        Thread.onSpinWait();
      }

      turn.close();

      ConversationTurn.begin(exclusive).close();
      other.join();
    }
  }

  @Test
  void leavesTheHistoryUnchangedWithoutACommit() {
    history.commit(Turn.of(QUESTION, ANSWER));
    List<Turn> before = history.turns();

    try (var turn = ConversationTurn.begin(history)) {
      turn.commit(Turn.of(QUESTION));
      turn.add(RESULT);
    }

    assertThat(history.turns()).isEqualTo(before);
  }

  @Test
  void keepsAResultOutOfTheTurnOfAnotherRun() {
    try (var turn = ConversationTurn.begin(history)) {
      turn.commit(Turn.of(QUESTION));
      history.commit(Turn.of(user("another"), ANSWER));
      turn.add(RESULT);
      assertThat(turn.turns()).hasSize(1);

      turn.commitTurn();
    }

    assertThat(history.turns().stream().map(Turn::entries))
        .containsExactly(List.of(user("another"), ANSWER), List.of(QUESTION, RESULT));
  }

  @Test
  void readsTheConversationAsItWasAtTheBeginning() {
    history.commit(Turn.of(user("first"), ANSWER));
    try (var turn = ConversationTurn.begin(history)) {
      turn.commit(Turn.of(QUESTION));

      assertThat(turn.messages())
          .containsExactly(
              Message.user("first"), Message.assistant("answer"), Message.user("question"));
      assertThat(turn.fork().turns()).hasSize(2);
    }
  }

  @Test
  void continuesTheLastTurn() {
    history.commit(Turn.of(QUESTION, ANSWER));
    try (var turn = ConversationTurn.begin(history)) {
      turn.add(RESULT);
      turn.add(ANSWER);
      assertThat(turn.continuesLastTurn()).isTrue();
      assertThat(turn.turns()).hasSize(1);
      assertThat(history.messageCount()).isEqualTo(2);

      turn.commitTurn();
    }

    assertThat(history.turns()).hasSize(1);
    assertThat(history.turns().getFirst().entries())
        .containsExactly(QUESTION, ANSWER, RESULT, ANSWER);
  }

  @Test
  void refusesToContinueATurnThatIsNoLongerTheLast() {
    history.commit(Turn.of(QUESTION, ANSWER));
    try (var turn = ConversationTurn.begin(history)) {
      turn.add(RESULT);
      history.commit(Turn.of(user("another"), ANSWER));

      assertThatThrownBy(turn::commitTurn).isInstanceOf(ConflictException.class);
    }

    assertThat(history.messageCount()).isEqualTo(4);
  }

  @Test
  void refusesToCommitATurnTwice() {
    Turn same = Turn.of(QUESTION);
    try (var one = ConversationTurn.begin(history);
        var other = ConversationTurn.begin(history)) {
      one.commit(same);
      other.commit(same);
      one.commitTurn();

      assertThatThrownBy(other::commitTurn).isInstanceOf(ConflictException.class);
    }

    assertThat(history.turns()).hasSize(1);
  }

  @Test
  void commitsOtherEntries() {
    try (var turn = ConversationTurn.begin(history)) {
      turn.commit(Turn.of(QUESTION));
      turn.add(RESULT);
      turn.add(ANSWER);
      turn.commitTurn(List.of(QUESTION, ANSWER));
    }

    assertThat(history.turns().getFirst().entries()).containsExactly(QUESTION, ANSWER);
  }

  @Test
  void holdsAConversationThatRejectsOverlaps() {
    ChatHistory exclusive = history.withOverlapPolicy(OverlapPolicy.REJECT);
    var turn = ConversationTurn.begin(exclusive);
    turn.commit(Turn.of(QUESTION));

    assertThatThrownBy(() -> ConversationTurn.begin(exclusive))
        .isInstanceOf(ConflictException.class);
    turn.commitTurn();
    ConversationTurn.begin(exclusive).close();

    assertThat(exclusive.turns()).hasSize(1);
  }

  @Test
  void endsOnce() {
    var turn = ConversationTurn.begin(history);
    assertThatThrownBy(turn::commitTurn)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The turn has no entries.\nRun an agent with it first.");
    turn.commit(Turn.of(QUESTION));
    turn.commitTurn();

    assertThatThrownBy(turn::commitTurn)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The turn was committed or closed before.");
    assertThatThrownBy(() -> turn.add(RESULT)).isInstanceOf(IllegalStateException.class);
  }

  private static ChatEntry user(String text) {
    return ChatEntry.of(Message.user(text));
  }
}
