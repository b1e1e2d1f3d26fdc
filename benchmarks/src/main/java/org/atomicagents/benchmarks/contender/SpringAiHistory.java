package org.atomicagents.benchmarks.contender;

import java.util.Locale;
import java.util.Objects;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.UserMessage;

/**
 * Spring AI's memory of a number of messages, which counts no tokens. It contains the messages of
 * one request only, as many as fit into the tokens of the others.
 */
final class SpringAiHistory implements Contender {
  private static final int MESSAGES = 46;
  private static final String CONVERSATION = "conversation";

  private final MessageWindowChatMemory memory =
      MessageWindowChatMemory.builder().maxMessages(MESSAGES).build();
  private final Object expected;
  private int number;

  SpringAiHistory() {
    for (int i = 0; i < 100; i++) {
      call();
    }
    expected = call();
  }

  @Override
  public Object call() {
    number++;
    memory.add(CONVERSATION, new UserMessage(SampleConversation.question(number)));
    var body = new SampleConversation.BodyWriter();
    for (Message message : memory.get(CONVERSATION)) {
      String role = message.getMessageType().name().toLowerCase(Locale.ROOT);
      body.message(role, Objects.requireNonNull(message.getText(), "text"));
    }
    byte[] bytes = body.finish();
    memory.add(CONVERSATION, new AssistantMessage(SampleConversation.answer(number)));
    return bytes.length;
  }

  @Override
  public Object expected() {
    return expected;
  }
}
