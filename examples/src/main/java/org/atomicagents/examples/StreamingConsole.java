package org.atomicagents.examples;

import java.util.List;
import org.atomicagents.AtomicAgent;
import org.atomicagents.Delta;
import org.atomicagents.Reply;
import org.atomicagents.model.Phase;
import org.atomicagents.schema.Description;

/** An answer that is shown while the model writes it, and is a typed value at its end. */
public final class StreamingConsole {
  private StreamingConsole() {}

  @Description("A request for a recipe")
  record Craving(String dish) {}

  @Description("A recipe")
  record Recipe(String title, int minutes, List<String> ingredients, List<String> steps) {}

  public static void main(String... args) {
    try (var chosen = ExampleModel.choose(args)) {
      var agent = AtomicAgent.of(Craving.class, Recipe.class, chosen.model());
      try (var stream = agent.stream(new Craving("lentil soup"))) {
        for (Delta delta : stream.deltas()) {
          System.out.print(delta.text());
          System.out.flush();
        }
        System.out.println();

        Reply<Recipe> reply = stream.reply();
        Recipe recipe = reply.output();
        System.out.printf(
            "%s: %d ingredients, %d steps%n",
            recipe.title(), recipe.ingredients().size(), recipe.steps().size());
        System.out.printf(
            "First byte after %d ms, the rest in %d ms%n",
            reply.timings().of(Phase.FIRST_BYTE).toMillis(),
            reply.timings().of(Phase.STREAM).toMillis());
      }
    }
  }
}
