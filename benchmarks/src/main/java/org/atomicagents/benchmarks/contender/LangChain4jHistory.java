package org.atomicagents.benchmarks.contender;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.memory.chat.TokenWindowChatMemory;
import dev.langchain4j.model.openai.OpenAiTokenCountEstimator;

/**
 * LangChain4j's memory of a number of tokens, with its exact counter. It contains the messages of
 * one request only, and counts all of them whenever a message is added.
 */
final class LangChain4jHistory implements Contender {
  private final TokenWindowChatMemory memory =
      TokenWindowChatMemory.withMaxTokens(
          SampleConversation.MAX_TOKENS, new OpenAiTokenCountEstimator("gpt-4o"));
  private final Object expected;
  private int number;

  LangChain4jHistory() {
    for (int i = 0; i < 100; i++) {
      call();
    }
    expected = call();
  }

  @Override
  public Object call() {
    number++;
    memory.add(UserMessage.from(SampleConversation.question(number)));
    var body = new SampleConversation.BodyWriter();
    for (ChatMessage message : memory.messages()) {
      switch (message) {
        case UserMessage user -> body.message("user", user.singleText());
        case AiMessage ai -> body.message("assistant", ai.text());
        default -> throw new IllegalStateException("unexpected message: " + message);
      }
    }
    byte[] bytes = body.finish();
    memory.add(AiMessage.from(SampleConversation.answer(number)));
    return bytes.length;
  }

  @Override
  public Object expected() {
    return expected;
  }
}
