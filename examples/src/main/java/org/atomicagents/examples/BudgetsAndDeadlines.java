package org.atomicagents.examples;

import java.time.Duration;
import java.util.List;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.RunOptions;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.model.Budget;

/** A budget shared by several runs, and a timeout of one run. */
public final class BudgetsAndDeadlines {
  private static final List<String> QUESTIONS =
      List.of("Why is the sky blue?", "Why is the sea salt?", "Why do cats purr?");

  private BudgetsAndDeadlines() {}

  public static void main(String... args) {
    try (var example = ExampleModel.select(args)) {
      var agent =
          AtomicAgent.builder(example.model())
              .name("explainer")
              .timeout(Duration.ofMinutes(2))
              .build();
      runWithBudget(agent, Budget.of(100_000, 2));
      runWithTimeout(agent);
    }
  }

  private static void runWithBudget(
      AtomicAgent<BasicChatInput, BasicChatOutput> agent, Budget budget) {
    for (String question : QUESTIONS) {
      try {
        agent.run(new BasicChatInput(question), RunOptions.defaults().withBudget(budget));
        System.out.printf(
            "%s: answered; so far %d requests, %d tokens%n",
            question, budget.requests(), budget.tokens());
      } catch (LimitExceededException e) {
        System.out.printf("%s: %s%n", question, e.getMessage());
      }
    }
  }

  private static void runWithTimeout(AtomicAgent<BasicChatInput, BasicChatOutput> agent) {
    try {
      agent.run(new BasicChatInput(QUESTIONS.getFirst()), RunOptions.timeout(Duration.ofNanos(1)));
    } catch (TimedOutException e) {
      System.out.printf("With a timeout of 1 ns: %s (limit %s)%n", e.getMessage(), e.limit());
    }
  }
}
