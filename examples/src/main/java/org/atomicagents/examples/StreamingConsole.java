package org.atomicagents.examples;

import java.time.Duration;
import java.util.List;
import org.atomicagents.AtomicAgent;
import org.atomicagents.Partial;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.StreamOptions;
import org.atomicagents.schema.Description;

/** An output that is shown while the model writes it: a typed value from the first word on. */
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
    try (var chosen = ExampleModel.choose(args)) {
      var agent = AtomicAgent.of(Craving.class, Recipe.class, chosen.model());
      try (var stream = agent.stream(new Craving("lentil soup"), options)) {
        for (Partial<Recipe> partial : stream) {
          System.out.println(line(partial));
        }

        RunResult<Recipe> reply = stream.runResult();
        System.out.printf(
            "First word after %d ms, %.0f tokens a second%n",
            reply.timings().toFirstToken().orElse(Duration.ZERO).toMillis(),
            stream.status().tokensPerSecond());
      }
    }
  }

  private static String line(Partial<Recipe> partial) {
    Recipe soFar = partial.value();
    String more = partial.isComplete("$.title") ? "" : "...";
    String minutes = partial.isComplete("$.minutes") ? soFar.minutes() + " minutes" : "? minutes";
    return "%s%s (%s): %d ingredients, %d steps"
        .formatted(soFar.title(), more, minutes, soFar.ingredients().size(), soFar.steps().size());
  }
}
