package org.atomicagents.docs;

import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.limit.RateLimit;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.redis.RedisStores;

public class FirstRedis {
  public static void main(String[] args) {
    var address = args.length == 0 ? "redis://localhost:6379" : args[0];

    try (var redis = RedisStores.connect(address);
        var openAi = OpenAi.fromEnv()) {
      var limit =
          RateLimit.perMinute(600)
              .tokens(60_000)
              .store(redis.permits())
              .shareOnStoreFailure(0.5) // two processes
              .build();
      var agent = AtomicAgent.builder(openAi.model("gpt-5-mini").with(limit)).build();

      System.out.println(agent.run(new BasicChatInput("Why is the sky blue?")).chatMessage());
    }
  }
}
