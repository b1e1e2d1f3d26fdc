package org.atomicagents.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.ConversationKey;
import org.atomicagents.chat.ConversationTypes;
import org.atomicagents.chat.HistoryDump;
import org.atomicagents.storage.FileConversationStore;

/**
 * A conversation in a file, continued after the file was closed, and its dump in the format of the
 * Python original.
 */
public final class PersistentConversation {
  private static final ConversationTypes TYPES =
      ConversationTypes.builder()
          .type("my_app.schemas.Question", BasicChatInput.class)
          .type("my_app.schemas.Answer", BasicChatOutput.class)
          .build();

  private PersistentConversation() {}

  public static void main(String... args) {
    Path file = temporaryFile();
    var key = new ConversationKey("tenant-a", "chat-42");
    try (var example = ExampleModel.select(args)) {
      var agent = AtomicAgent.builder(example.model()).build();
      for (String text : new String[] {"My name is Ada.", "What is my name?"}) {
        // As in a process of its own.
        try (var store = FileConversationStore.open(file, TYPES)) {
          var history = ChatHistory.builder().maxTurns(20).store(store, key).build();
          int turns = history.turns().size();
          var output = agent.run(new BasicChatInput(text), RunOptions.history(history));
          System.out.println(turns + " stored turns, then: " + text);
          System.out.println("> " + output.chatMessage());
        }
      }
      try (var store = FileConversationStore.open(file, TYPES)) {
        System.out.println("Conversations of tenant-a: " + store.list("tenant-a"));
        System.out.println(new HistoryDump(TYPES).write(ChatHistory.stored(store, key)));
      }
    }
  }

  private static Path temporaryFile() {
    try {
      return Files.createTempDirectory("conversations").resolve("chats.log");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
