package org.atomicagents.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.atomicagents.Agent;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.ConversationChange;
import org.atomicagents.chat.ConversationKey;
import org.atomicagents.chat.ConversationStore;
import org.atomicagents.chat.InMemoryConversationStore;
import org.atomicagents.chat.StoredConversation;
import org.atomicagents.error.StoreException;
import org.atomicagents.message.Usage;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.junit.jupiter.api.Test;

class StoredConversationRunTest {
  private static final ConversationKey KEY = new ConversationKey("tenant", "chat");
  private static final Usage USAGE = Usage.of(3, 4);

  private final InMemoryConversationStore store = new InMemoryConversationStore();
  private final ScriptedModel script =
      ScriptedModel.by(
          request -> ScriptedResponse.text("{\"chat_message\":\"1\"}").withUsage(USAGE));
  private final Agent<BasicChatInput, BasicChatOutput> agent =
      AtomicAgent.of(BasicChatInput.class, BasicChatOutput.class, script.model());

  @Test
  void continuesTheConversationOfAnotherHistory() {
    run("a", ChatHistory.stored(store, KEY));
    run("b", ChatHistory.stored(store, KEY));

    assertThat(store.load(KEY).turns()).hasSize(2);
    assertThat(values(store.load(KEY)))
        .containsExactly(
            new BasicChatInput("a"),
            new BasicChatOutput("1"),
            new BasicChatInput("b"),
            new BasicChatOutput("1"));
    assertThat(script.requests().getLast().messages()).hasSize(4);
  }

  @Test
  void separatesTenantsWithTheSameId() {
    run("a", ChatHistory.stored(store, KEY));
    run("b", ChatHistory.stored(store, new ConversationKey("other", KEY.id())));

    assertThat(script.requests().getLast().messages()).hasSize(2);
    assertThat(values(store.load(KEY)))
        .containsExactly(new BasicChatInput("a"), new BasicChatOutput("1"));
  }

  @Test
  void failsIfTheTurnCannotBeStored() {
    ChatHistory history = ChatHistory.stored(new FullStore(store), KEY);

    assertThatThrownBy(() -> run("a", history))
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> {
              assertThat(e).hasMessage("The disk is full.");
              assertThat(e.usage()).isEqualTo(USAGE);
            });
    assertThat(history.turns()).isEmpty();
  }

  @Test
  void returnsTheOutputIfFailuresAreReported() {
    ChatHistory history =
        ChatHistory.builder().store(new FullStore(store), KEY).onStoreFailure(e -> {}).build();

    assertThat(run("a", history)).isEqualTo(new BasicChatOutput("1"));
    assertThat(history.turns()).isEmpty();
  }

  private BasicChatOutput run(String text, ChatHistory history) {
    return agent.run(new BasicChatInput(text), RunOptions.history(history));
  }

  private static List<Object> values(StoredConversation conversation) {
    return conversation.turns().stream()
        .flatMap(turn -> turn.entries().stream())
        .<Object>map(ChatEntry::value)
        .toList();
  }

  /** A store that cannot store anything more. */
  private record FullStore(ConversationStore delegate) implements ConversationStore {
    @Override
    public StoredConversation load(ConversationKey key, int maxTurns) {
      return delegate.load(key, maxTurns);
    }

    @Override
    public long version(ConversationKey key) {
      return delegate.version(key);
    }

    @Override
    public long apply(ConversationKey key, long version, ConversationChange change) {
      throw StoreException.of("The disk is full.", null);
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
  }
}
