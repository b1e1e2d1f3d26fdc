package org.atomicagents.examples;

import static org.atomicagents.routing.TaskComplexity.COMPLEX;
import static org.atomicagents.routing.TaskComplexity.MEDIUM;
import static org.atomicagents.routing.TaskComplexity.SIMPLE;

import java.util.List;
import java.util.Map;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.model.AgentEvent.ModelSelected;
import org.atomicagents.model.Model;
import org.atomicagents.routing.ModelSelector;
import org.atomicagents.routing.RoutedAgent;

/**
 * An agent that chooses its model by the complexity of each question, in one conversation.
 *
 * <p>{@code --large NAME} names the model of the same provider for complex questions.
 */
public final class AdaptiveAgent {
  private AdaptiveAgent() {}

  public static void main(String... args) {
    try (var example = ExampleModel.select(args)) {
      Model small = example.model();
      Model large = large(small, args);
      ModelSelector<BasicChatInput> selector =
          ModelSelector.byComplexity(
              BasicChatInput::chatMessage, Map.of(SIMPLE, small, MEDIUM, small, COMPLEX, large));
      var agent = RoutedAgent.of(AtomicAgent.of(small), selector);
      var history = ChatHistory.unbounded();
      var options =
          RunOptions.history(history)
              .withListener(event -> {
                if (event instanceof ModelSelected choice) {
                  System.out.println(choice.reason() + " -> " + choice.model());
                }
              });

      for (String question : List.of("What is tea?", "Compare it with coffee.")) {
        System.out.println(agent.run(new BasicChatInput(question), options).chatMessage());
      }
      System.out.println("Turns: " + history.turns().size());
    }
  }

  /** Returns the model that {@code --large} names, or else the small one. */
  static Model large(Model small, String... args) {
    int flag = List.of(args).indexOf("--large");
    return flag < 0 || flag + 1 == args.length
        ? small
        : Model.of(small.client(), args[flag + 1]).withCapabilities(small.capabilities());
  }
}
