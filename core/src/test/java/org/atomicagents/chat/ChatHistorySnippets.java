package org.atomicagents.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import org.atomicagents.message.Message;
import org.atomicagents.model.TokenCounter;
import org.junit.jupiter.api.Test;

class ChatHistorySnippets {

  @Test
  void bounded() {
    // @start region="bounded"
    var history = ChatHistory.latestTurns(1);
    history.commit(Turn.of(ChatEntry.of(Message.user("What is 2+2?"))));
    history.add(ChatEntry.of(Message.assistant("4")));
    history.commit(Turn.of(ChatEntry.of(Message.user("And 3+3?")))); // evicts the first turn
    // @end

    assertThat(history.messages()).containsExactly(Message.user("And 3+3?"));
  }

  @Test
  void limits() {
    var archive = new ArrayList<Turn>();

    // @start region="limits"
    var history =
        ChatHistory.builder()
            .maxTurns(20)
            .maxTokens(8_000, TokenCounter.heuristic())
            .maxAge(Duration.ofHours(2))
            .onEviction(archive::addAll)
            .build();
    history.commit(Turn.of(ChatEntry.of(Message.user("My name is Ada."))));
    history.pin(history.currentTurn().orElseThrow()); // never evicted
    // @end

    for (int i = 0; i < 30; i++) {
      history.commit(Turn.of(ChatEntry.of(Message.user("Question " + i))));
    }
    assertThat(history.turns()).hasSize(20);
    assertThat(history.messages().getFirst()).isEqualTo(Message.user("My name is Ada."));
    assertThat(archive).hasSize(11);
  }

  @Test
  void reset() {
    // @start region="reset"
    var history = ChatHistory.unbounded();
    history.add(ChatEntry.of(Message.assistant("Hello! How can I help?")));
    ChatHistory.Snapshot start = history.snapshot();

    history.commit(Turn.of(ChatEntry.of(Message.user("What is 2+2?"))));
    history.reset(start);
    // @end

    assertThat(history.messages()).containsExactly(Message.assistant("Hello! How can I help?"));
  }
}
