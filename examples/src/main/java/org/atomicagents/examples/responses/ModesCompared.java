package org.atomicagents.examples.responses;

import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.RunOptions;
import org.atomicagents.examples.ExampleModel;
import org.atomicagents.model.Model;
import org.atomicagents.model.ResponseMode;

/** One question in each response mode of a model, with the tokens of its request. */
public final class ModesCompared {
  private ModesCompared() {}

  public static void main(String... args) {
    try (var example = ExampleModel.select(args)) {
      Model model = example.model();
      System.out.println("Modes, best first: " + model.capabilities().modes());
      var agent = AtomicAgent.of(model);

      for (ResponseMode mode : model.capabilities().modes()) {
        var options = RunOptions.defaults().withMode(mode);
        try (var prepared = agent.prepare(new BasicChatInput("Why is the sky blue?"), options)) {
          System.out.printf("%s: about %d tokens%n", mode, prepared.tokens().total());
          System.out.println("  " + prepared.call().output().chatMessage());
        }
      }
    }
  }
}
