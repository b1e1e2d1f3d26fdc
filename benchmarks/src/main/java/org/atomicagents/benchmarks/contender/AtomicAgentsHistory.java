package org.atomicagents.benchmarks.contender;

import java.util.Locale;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.PreparedRun;
import org.atomicagents.RunLimits;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.chat.Turn;
import org.atomicagents.message.Message;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.tokenizers.Tokenizers;

/**
 * Our history with a constant number of messages: each call prepares a run within the tokens of a
 * request, writes the body of the request, and commits the turn, which evicts another one.
 */
final class AtomicAgentsHistory implements Contender {
  private final AtomicAgent<BasicChatInput, BasicChatOutput> agent;
  private final RunOptions options;
  private final Object expected;
  private int number;

  AtomicAgentsHistory(int messages) {
    Model model = Model.of((request, call) -> ModelExchange.of(), "stub");
    agent =
        AtomicAgent.builder(model)
            .systemPrompt(SystemPrompt.none())
            .tokenCounter(Tokenizers.o200k())
            .limits(RunLimits.defaults().withMaxContextTokens(SampleConversation.MAX_TOKENS))
            .build();
    ChatHistory history = ChatHistory.latestMessages(messages);
    options = RunOptions.history(history);
    for (; number < messages / 2; number++) {
      history.commit(
          Turn.of(
              ChatEntry.of(Message.user(SampleConversation.question(number))),
              ChatEntry.of(Message.assistant(SampleConversation.answer(number)))));
    }
    for (int i = 0; i < 100; i++) {
      call();
    }
    expected = call();
  }

  @Override
  public Object call() {
    number++;
    var input = new BasicChatInput(SampleConversation.question(number));
    try (PreparedRun<BasicChatOutput> run = agent.prepare(input, options)) {
      var body = new SampleConversation.BodyWriter();
      for (Message message : run.request().messages()) {
        body.message(message.role().name().toLowerCase(Locale.ROOT), message.text());
      }
      byte[] bytes = body.finish();
      run.commit(new BasicChatOutput(SampleConversation.answer(number)));
      return bytes.length;
    }
  }

  @Override
  public Object expected() {
    return expected;
  }
}
