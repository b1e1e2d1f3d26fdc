package org.atomicagents.docs;

import static org.atomicagents.routing.TaskComplexity.COMPLEX;
import static org.atomicagents.routing.TaskComplexity.MEDIUM;
import static org.atomicagents.routing.TaskComplexity.SIMPLE;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.RunLimits;
import org.atomicagents.batch.Batch;
import org.atomicagents.cache.CachedAgent;
import org.atomicagents.cache.ResponseCache;
import org.atomicagents.http.ConnectionPool;
import org.atomicagents.metrics.TimedAgent;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.routing.ModelSelector;
import org.atomicagents.routing.RoutedAgent;
import org.atomicagents.token.TokenBudget;

public class FirstFastAgent {

  public static void main(String[] args) {
    try (var pool = ConnectionPool.builder().maxConnections(50).build();
        var openAi = OpenAi.fromEnv(pool)) {
      var mini = openAi.model("gpt-5-mini");
      var large = openAi.model("gpt-5");
      ModelSelector<BasicChatInput> selector =
          ModelSelector.byComplexity(
              BasicChatInput::chatMessage, Map.of(SIMPLE, mini, MEDIUM, mini, COMPLEX, large));
      var limits =
          RunLimits.defaults()
              .withTokenBudget(TokenBudget.byWords().withReasoning(2_000))
              .withMaxContextTokens(16_000);
      var cache = ResponseCache.builder().timeToLive(Duration.ofMinutes(30)).build();

      var chat = AtomicAgent.builder(mini).limits(limits).build();
      var adaptive = RoutedAgent.of(chat, selector);
      var agent = TimedAgent.of(CachedAgent.of(adaptive, chat.output(), cache));

      var questions =
          List.of(
              new BasicChatInput("What is Java?"),
              new BasicChatInput("Compare tea and coffee."),
              new BasicChatInput("What is Java?"));
      Batch.of(agent).withMaxConcurrency(2).run(questions);

      System.out.println(agent.metrics()); // two requests for three runs
    }
  }
}
