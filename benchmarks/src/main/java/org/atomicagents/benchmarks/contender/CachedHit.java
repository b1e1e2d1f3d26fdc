package org.atomicagents.benchmarks.contender;

import java.util.List;
import java.util.Map;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.CacheState;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.cache.CachedAgent;
import org.atomicagents.cache.ResponseCache;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.Turn;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Message;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ResponseMode;

/**
 * A hit of our cache in a conversation: the run is prepared, its key computed, the output read and
 * the turn committed to a fork of the conversation.
 */
final class CachedHit implements Contender {
  private static final BasicChatInput INPUT = new BasicChatInput("Why is the sky blue?");
  private static final String JSON = "{\"chat_message\":\"Because of Rayleigh scattering.\"}";

  private final ChatHistory history = ChatHistory.unbounded();
  private final CachedAgent<BasicChatInput, BasicChatOutput> agent;

  /**
   * Creates a contender.
   *
   * @param minLength the length of the conversation, in characters
   */
  CachedHit(int minLength) {
    int length = 0;
    for (int i = 0; length < minLength; i++) {
      String question = SampleConversation.question(i);
      String answer = SampleConversation.answer(i);
      history.commit(
          Turn.of(ChatEntry.of(Message.user(question)), ChatEntry.of(Message.assistant(answer))));
      length += question.length() + answer.length();
    }
    Model model =
        Model.of(
                (request, call) ->
                    ModelExchange.of(
                        List.of(
                            new ModelEvent.Started("1", "stub", Map.of()),
                            new ModelEvent.TextDelta(JSON),
                            new ModelEvent.Finished(FinishReason.STOP, "stop"))),
                "stub")
            .withModes(ResponseMode.JSON_SCHEMA);
    agent = CachedAgent.of(AtomicAgent.of(model), ResponseCache.create()).withTenant("acme");
    call();
  }

  @Override
  public Object call() {
    RunResult<BasicChatOutput> result = agent.call(INPUT, RunOptions.history(history.fork()));
    return result.cacheState();
  }

  @Override
  public Object expected() {
    return CacheState.HIT;
  }
}
