package org.atomicagents.docs;

import java.time.Duration;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.RunOptions;
import org.atomicagents.model.Model;
import org.atomicagents.model.RetryPolicy;
import org.atomicagents.openai.OpenAi;

public class FirstRetry {

  public static void main(String[] args) {
    try (var openAi = OpenAi.fromEnv()) {
      var retry = RetryPolicy.ofDefaults().withMaxRetries(6).withMaxWait(Duration.ofMinutes(1));
      Model model = openAi.model("gpt-5-mini").withRetry(retry);

      // The time limit holds for all retries together.
      var options = RunOptions.timeout(Duration.ofMinutes(5));
      System.out.println(
          AtomicAgent.of(model).run(new BasicChatInput("hello"), options).chatMessage());
    }
  }
}
