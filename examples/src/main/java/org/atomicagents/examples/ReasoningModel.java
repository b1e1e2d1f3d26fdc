package org.atomicagents.examples;

import java.util.List;
import org.atomicagents.AtomicAgent;
import org.atomicagents.RunResult;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.model.Model;
import org.atomicagents.model.Sampling;
import org.atomicagents.schema.Description;

/**
 * A model that thinks before it answers: its prompt goes out in the role {@code developer}, and how
 * long it thinks is a parameter.
 */
public final class ReasoningModel {
  private ReasoningModel() {}

  @Description("A riddle")
  record Riddle(String text) {}

  @Description("The solution of a riddle")
  record Solution(
      @Description("How the answer follows, step by step") List<String> steps,
      @Description("The answer, in one sentence") String answer) {}

  public static void main(String... args) {
    try (var chosen = ExampleModel.choose(args)) {
      var agent =
          AtomicAgent.builder(Riddle.class, Solution.class, reasoning(chosen.model()))
              .systemPrompt(SystemPrompt.builder().background("You solve riddles.").build())
              .sampling(Sampling.defaults().withReasoningEffort("low").withMaxTokens(4_000))
              .build();
      System.out.println("The prompt's role: " + agent.model().rules().systemRole());

      RunResult<Solution> reply =
          agent.call(new Riddle("A bat and a ball cost 1.10. The bat costs 1 more. The ball?"));
      reply.output().steps().forEach(step -> System.out.println("- " + step));
      System.out.println("Answer: " + reply.output().answer());
      System.out.printf(
          "%d of %d output tokens were thoughts%n",
          reply.usage().reasoningTokens(), reply.usage().outputTokens());
    }
  }

  // OpenAI's reasoning models are known by their names; of others it has to be said.
  private static Model reasoning(Model model) {
    return model.rules().systemRole().equals("developer")
        ? model
        : model.withRules(model.rules().withSystemRole("developer"));
  }
}
