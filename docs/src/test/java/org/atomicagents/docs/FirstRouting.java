package org.atomicagents.docs;

import static org.atomicagents.routing.TaskComplexity.COMPLEX;
import static org.atomicagents.routing.TaskComplexity.MEDIUM;
import static org.atomicagents.routing.TaskComplexity.SIMPLE;

import java.util.Map;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.routing.ModelSelector;
import org.atomicagents.routing.RoutedAgent;

public class FirstRouting {

  public static void main(String[] args) {
    try (var openAi = OpenAi.fromEnv()) {
      var mini = openAi.model("gpt-5-mini");
      var large = openAi.model("gpt-5");
      ModelSelector<BasicChatInput> selector =
          ModelSelector.byComplexity(
              BasicChatInput::chatMessage, Map.of(SIMPLE, mini, MEDIUM, mini, COMPLEX, large));
      var agent = RoutedAgent.of(AtomicAgent.of(mini), selector);

      System.out.println(agent.call(new BasicChatInput("Hello!")).model()); // gpt-5-mini
      System.out.println(
          agent.call(new BasicChatInput("Compare tea and coffee.")).model()); // gpt-5
    }
  }
}
