package org.atomicagents.docs;

import java.time.Duration;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.RunOptions;
import org.atomicagents.http.ConnectionPool;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.openai.Provider;

public class FirstPool {

  public static void main(String[] args) {
    try (var pool =
            ConnectionPool.builder()
                .maxConnections(500)
                .maxPerHost(200)
                .firstByteTimeout(Duration.ofSeconds(60))
                .build();
        var openAi = OpenAi.fromEnv(pool);
        var groq = OpenAi.fromEnv(Provider.GROQ, pool)) {
      var agent = AtomicAgent.of(openAi.model("gpt-5-mini"));
      var question = new BasicChatInput("hello");
      var onGroq = RunOptions.defaults().withModel(groq.model("llama-3.3-70b-versatile"));

      System.out.println(agent.run(question).chatMessage());
      System.out.println(agent.run(question, onGroq).chatMessage());
    }
  }
}
