package org.atomicagents.docs;

import java.nio.file.Path;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.ConversationKey;
import org.atomicagents.chat.ConversationTypes;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.storage.FileConversationStore;

public class FirstPersistence {

  public static void main(String[] args) {
    var types = ConversationTypes.of(BasicChatInput.class, BasicChatOutput.class);
    try (var openAi = OpenAi.fromEnv();
        var store = FileConversationStore.open(Path.of(args[0]), types)) {
      var agent = AtomicAgent.of(openAi.model("gpt-5-mini"));
      var history = ChatHistory.stored(store, new ConversationKey("tenant-a", "chat-42"));

      agent.run(new BasicChatInput("How many runs is this?"), RunOptions.history(history));

      System.out.println(history.turns().size() + " turns");
    }
  }
}
