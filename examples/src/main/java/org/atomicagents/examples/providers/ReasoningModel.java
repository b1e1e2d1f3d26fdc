package org.atomicagents.examples.providers;

import java.util.List;
import org.atomicagents.AtomicAgent;
import org.atomicagents.RunResult;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.examples.ExampleModel;
import org.atomicagents.model.Model;
import org.atomicagents.model.Sampling;
import org.atomicagents.schema.Description;

/**
 * A reasoning model: its system prompt has the role {@code developer}, and the reasoning effort is
 * a sampling parameter.
 */
public final class ReasoningModel {
  private ReasoningModel() {}

  @Description("A riddle")
  record Riddle(String text) {}

  @Description("The solution of a riddle")
  record Solution(
      @Description("The derivation, step by step") List<String> steps,
      @Description("The answer, in one sentence") String answer) {}

  public static void main(String... args) {
    try (var example = ExampleModel.select(args)) {
      var agent =
          AtomicAgent.builder(Riddle.class, Solution.class, withDeveloperRole(example.model()))
              .systemPrompt(SystemPrompt.builder().background("You solve riddles.").build())
              .sampling(Sampling.defaults().withReasoningEffort("low").withMaxTokens(4_000))
              .build();
      System.out.println("The prompt's role: " + agent.model().rules().systemRole());

      RunResult<Solution> result =
          agent.call(new Riddle("A bat and a ball cost 1.10. The bat costs 1 more. The ball?"));
      result.output().steps().forEach(step -> System.out.println("- " + step));
      System.out.println("Answer: " + result.output().answer());
      System.out.printf(
          "%d of %d output tokens are reasoning tokens%n",
          result.usage().reasoningTokens(), result.usage().outputTokens());
    }
  }

  // The names of OpenAI's reasoning models are known; other models need the rule.
  private static Model withDeveloperRole(Model model) {
    return model.rules().systemRole().equals("developer")
        ? model
        : model.withRules(model.rules().withSystemRole("developer"));
  }
}
