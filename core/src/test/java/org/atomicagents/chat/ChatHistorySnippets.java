package org.atomicagents.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.atomicagents.message.Message;
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
}
