package org.atomicagents.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.Turn;
import org.atomicagents.message.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UnboundedHistoryWarningTest {
  private final Logger logger = Logger.getLogger("org.atomicagents.internal.chat.InMemoryHistory");
  private final WarningCollector collector = new WarningCollector();

  @BeforeEach
  void collectWarnings() {
    logger.setUseParentHandlers(false);
    logger.addHandler(collector);
  }

  @AfterEach
  void restoreTheLogger() {
    logger.removeHandler(collector);
    logger.setUseParentHandlers(true);
  }

  @Test
  void warnsOnceAtAThousandMessages() {
    var history = ChatHistory.unbounded();
    commit(history, 499);
    assertThat(collector.messages).isEmpty();

    commit(history, 1_000);
    commit(history.fork(), 1_000);

    assertThat(collector.messages)
        .containsExactly(
            "A chat history without a limit has 1000 messages, and each run sends all of them."
                + " Limit the history, for example with ChatHistory.latestTurns(n), or the requests"
                + " with RunLimits.withMaxContextTokens(n).");
  }

  @Test
  void doesNotWarnWithALimit() {
    commit(ChatHistory.latestTurns(2_000), 2_000);

    assertThat(collector.messages).isEmpty();
  }

  private static void commit(ChatHistory history, int turns) {
    for (int i = 0; i < turns; i++) {
      history.commit(
          Turn.of(ChatEntry.of(Message.user("u")), ChatEntry.of(Message.assistant("a"))));
    }
  }

  private static final class WarningCollector extends Handler {
    final List<String> messages = new ArrayList<>();

    @Override
    public void publish(LogRecord record) {
      if (record.getLevel().equals(Level.WARNING)) {
        messages.add(record.getMessage());
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
