package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.ConversationKey;
import org.atomicagents.chat.ConversationStore;
import org.atomicagents.chat.ConversationTypes;
import org.atomicagents.chat.HistoryDump;
import org.atomicagents.chat.InMemoryConversationStore;
import org.atomicagents.chat.Turn;
import org.atomicagents.chat.UnknownTypePolicy;
import org.atomicagents.error.StoreException;
import org.atomicagents.message.Message;
import org.atomicagents.schema.Description;
import org.atomicagents.storage.JdbcConversationStore;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

class PersistenceSnippets {
  @TempDir Path folder;

  @Test
  void firstPersistence() throws Exception {
    try (var provider = SimulatedProvider.start()) {
      for (int run = 1; run <= 2; run++) {
        List<String> lines =
            ChildJvm.run(
                provider,
                List.of(
                    "-cp",
                    System.getProperty("java.class.path"),
                    FirstPersistence.class.getName(),
                    folder.resolve("chats.log").toString()));

        assertThat(lines.getLast()).isEqualTo(run + " turns");
      }
    }
  }

  @Test
  void types() {
    // @start region="types"
    var types =
        ConversationTypes.builder()
            .type(Question.class) // "Question"
            .type("Reply", Answer.class) // another name
            .type("Answer", Answer.class) // an older name, which is still read
            .unknownTypes(UnknownTypePolicy.OMIT_VALUE)
            .build();
    // @end
    assertThat(types).hasToString("ConversationTypes[Question, Reply, Answer]");
  }

  @Test
  void limits() {
    var store = new InMemoryConversationStore();
    var key = new ConversationKey("tenant-a", "chat-42");
    // @start region="limits"
    var history = ChatHistory.builder().maxTurns(20).store(store, key).build();
    // @end
    for (int i = 0; i < 30; i++) {
      history.commit(Turn.of(ChatEntry.of(Message.user("Question " + i))));
    }
    assertThat(history.turns()).hasSize(20);
    assertThat(store.load(key).turns()).hasSize(30);
  }

  @Test
  void failures() {
    var store = new InMemoryConversationStore();
    var key = new ConversationKey("tenant-a", "chat-42");
    // @start region="failures"
    var problems = new ArrayList<StoreException>();
    var history = ChatHistory.builder().store(store, key).onStoreFailure(problems::add).build();
    // @end
    history.commit(Turn.of(ChatEntry.of(Message.user("hi"))));
    assertThat(problems).isEmpty();
  }

  @Test
  void jdbc() {
    var source = new SQLiteDataSource();
    source.setUrl("jdbc:sqlite:" + folder.resolve("chats.db"));
    DataSource dataSource = source;
    var key = new ConversationKey("tenant-a", "chat-42");
    // @start region="jdbc"
    var types = ConversationTypes.of(Question.class, Answer.class);
    var store = JdbcConversationStore.of(dataSource, types);
    store.createTables(); // or run JdbcConversationStore.tableDefinitions() in a migration
    // @end
    ChatHistory.stored(store, key)
        .commit(Turn.of(ChatEntry.of(new Question("Why?"), Message.user("{\"text\":\"Why?\"}"))));
    assertThat(list(store)).containsExactly(key);
  }

  private static List<ConversationKey> list(ConversationStore store) {
    // @start region="list"
    List<ConversationKey> keys = store.list("tenant-a", "", 100); // the first page
    for (ConversationKey key : keys) {
      System.out.println(key.id() + ": " + store.load(key, 1).turns());
    }
    store.delete(new ConversationKey("tenant-a", "chat-41"));
    // @end
    return keys;
  }

  @Test
  void dump() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("dump.json"),
            """
            {"history":[{"role":"user","content":{"class_name":"my_app.schemas.Question",\
            "data":"{\\"text\\":\\"Why?\\"}"},"turn_id":"7f6d1e3a"}],\
            "max_messages":10,"current_turn_id":"7f6d1e3a"}\
            """);
    // @start region="dump"
    var dump =
        new HistoryDump(
            ConversationTypes.builder()
                .type("my_app.schemas.Question", Question.class) // the class in Python
                .type("my_app.schemas.Answer", Answer.class)
                .build());
    ChatHistory history = dump.read(Files.readString(file));
    Files.writeString(file, dump.write(history));
    // @end
    assertThat(dump.read(Files.readString(file)).messages())
        .containsExactly(Message.user("{\"text\":\"Why?\"}"));
    assertThatThrownBy(() -> dump.read("{}")).hasMessageStartingWith("Invalid serialized data: ");
  }

  @Description("A question")
  record Question(String text) {}

  @Description("An answer")
  record Answer(String text) {}
}
