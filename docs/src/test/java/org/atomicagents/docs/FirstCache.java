package org.atomicagents.docs;

import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.cache.CachedAgent;
import org.atomicagents.cache.ResponseCache;
import org.atomicagents.openai.OpenAi;

public class FirstCache {

  public static void main(String[] args) {
    try (var openAi = OpenAi.fromEnv()) {
      var agent = AtomicAgent.of(openAi.model("gpt-5-mini"));
      var cached = CachedAgent.of(agent, ResponseCache.create());

      var question = new BasicChatInput("Why is the sky blue?");
      System.out.println(cached.call(question).cacheState()); // MISS
      System.out.println(cached.call(question).cacheState()); // HIT
    }
  }
}
