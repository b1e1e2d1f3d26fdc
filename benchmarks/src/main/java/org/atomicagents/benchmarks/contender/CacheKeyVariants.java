package org.atomicagents.benchmarks.contender;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.RunOptions;
import org.atomicagents.cache.CachedAgent;
import org.atomicagents.cache.ResponseCache;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Message;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.Sampling;

/** All combinations of two values of each ingredient of a cache key. */
public final class CacheKeyVariants {
  private static final int INGREDIENTS = 9;

  /** The number of combinations. */
  public static final int COUNT = 1 << INGREDIENTS;

  private static final AtomicInteger responses = new AtomicInteger();

  private CacheKeyVariants() {}

  /**
   * Returns the number of combinations that got the output of another one. The model never returns
   * an output twice.
   */
  public static int wrongHits() {
    ResponseCache cache = ResponseCache.create();
    Set<String> outputs = new HashSet<>();
    for (int variant = 0; variant < COUNT; variant++) {
      outputs.add(run(variant, cache));
    }
    return COUNT - outputs.size();
  }

  private static String run(int variant, ResponseCache cache) {
    AtomicAgent<BasicChatInput, BasicChatOutput> agent =
        AtomicAgent.of(model(pick(variant, 0, "a", "b")))
            .withSystemPrompt(SystemPrompt.text(pick(variant, 1, "Be brief.", "Be brief")));
    Sampling sampling =
        Sampling.defaults()
            .withTemperature(pick(variant, 2, 0.0, 0.5))
            .withSeed(pick(variant, 3, 1L, 2L))
            .withMaxTokens(pick(variant, 4, 100, 200));
    ChatHistory history = ChatHistory.unbounded();
    history.add(ChatEntry.of(Message.assistant(pick(variant, 5, "Hello!", "Hello?"))));
    RunOptions options =
        RunOptions.history(history)
            .withSampling(sampling)
            .withMode(pick(variant, 6, ResponseMode.JSON_SCHEMA, ResponseMode.PROMPTED_JSON));
    return CachedAgent.of(agent, cache)
        .withTenant(pick(variant, 7, "acme", "acme2"))
        .run(new BasicChatInput(pick(variant, 8, "Why?", "Why")), options)
        .chatMessage();
  }

  private static <T> T pick(int variant, int ingredient, T first, T second) {
    return ((variant >> ingredient) & 1) == 0 ? first : second;
  }

  private static Model model(String name) {
    return Model.of((request, context) -> respond(), name)
        .withModes(ResponseMode.JSON_SCHEMA, ResponseMode.PROMPTED_JSON);
  }

  private static ModelExchange respond() {
    String text = "{\"chat_message\":\"" + responses.incrementAndGet() + "\"}";
    return ModelExchange.of(
        List.of(
            new ModelEvent.Started("1", "stub", Map.of()),
            new ModelEvent.TextDelta(text),
            new ModelEvent.Finished(FinishReason.STOP, "stop")));
  }
}
