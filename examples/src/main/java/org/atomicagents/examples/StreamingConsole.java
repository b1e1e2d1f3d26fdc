package org.atomicagents.examples;

import java.time.Duration;
import java.util.List;
import org.atomicagents.AtomicAgent;
import org.atomicagents.Partial;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.StreamOptions;
import org.atomicagents.schema.Description;

/** Prints typed partial values while the model writes the output. */
public final class StreamingConsole {
  private StreamingConsole() {}

  @Description("A request for a recipe")
  record Craving(String dish) {}

  @Description("A recipe")
  record Recipe(String title, int minutes, List<String> ingredients, List<String> steps) {}

  public static void main(String... args) {
    var options =
        RunOptions.defaults()
            .withStream(StreamOptions.defaults().withInterval(Duration.ofMillis(100)));
    try (var example = ExampleModel.select(args)) {
      var agent = AtomicAgent.of(Craving.class, Recipe.class, example.model());
      try (var stream = agent.stream(new Craving("lentil soup"), options)) {
        for (Partial<Recipe> partial : stream) {
          System.out.println(line(partial));
        }

        RunResult<Recipe> result = stream.runResult();
        System.out.printf(
            "First token after %d ms, %.0f tokens per second%n",
            result.timings().timeToFirstToken().orElse(Duration.ZERO).toMillis(),
            stream.status().tokensPerSecond());
      }
    }
  }

  private static String line(Partial<Recipe> partial) {
    Recipe recipe = partial.value();
    String ellipsis = partial.isComplete("$.title") ? "" : "...";
    String minutes = partial.isComplete("$.minutes") ? recipe.minutes() + " minutes" : "? minutes";
    return "%s%s (%s): %d ingredients, %d steps"
        .formatted(
            recipe.title(), ellipsis, minutes, recipe.ingredients().size(), recipe.steps().size());
  }
}
