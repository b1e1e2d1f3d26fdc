package org.atomicagents.examples.providers;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import java.util.Set;
import org.atomicagents.AtomicAgent;
import org.atomicagents.RunResult;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.examples.ExampleModel;
import org.atomicagents.model.Model;
import org.atomicagents.model.ParameterRules.Reasoning;
import org.atomicagents.model.Sampling;
import org.atomicagents.schema.Description;
import org.atomicagents.tool.Tool;
import org.atomicagents.tool.ToolLoop;

/**
 * A reasoning model that calls tools in OpenAI's Responses API: each step repeats the encrypted
 * reasoning of the steps before it, and the provider stores nothing.
 */
public final class ReasoningWithTools {
  private ReasoningWithTools() {}

  @Description("A question about a journey by train")
  record Journey(String question) {}

  @Description("The answer, in one or two sentences")
  record Advice(String text) {}

  @Description("A connection whose price is needed")
  record Connection(String from, String to) {}

  @Description("The price of a ticket")
  record Ticket(@Min(1) @Max(500) int euros) {}

  public static void main(String... args) {
    try (var example = ExampleModel.select(args)) {
      var planner =
          AtomicAgent.builder(Journey.class, Advice.class, withReasoning(example.responses()))
              .name("planner")
              .sampling(Sampling.defaults().withReasoningEffort("low").withMaxTokens(4_000))
              .build();
      var loop =
          ToolLoop.builder(planner)
              .tool(Tool.of("price", Connection.class, Ticket.class, ReasoningWithTools::lookUp))
              .maxSteps(6)
              .build();

      RunResult<Advice> result =
          loop.call(new Journey("Is Bergen to Oslo cheaper by way of Voss?"));
      System.out.println("Answer: " + result.output().text());
      System.out.printf(
          "%d requests, %d reasoning tokens%n",
          result.requests(), result.usage().reasoningTokens());
    } catch (LimitExceededException e) {
      System.out.println(e.getMessage());
    }
  }

  private static Ticket lookUp(Connection connection) {
    System.out.println("price from " + connection.from() + " to " + connection.to());
    return new Ticket(30 + connection.to().length());
  }

  // The families of OpenAI's models are known; other models need the rule.
  private static Model withReasoning(Model model) {
    if (model.rules().reasoning().supported()) {
      return model;
    }
    var reasoning = new Reasoning(true, List.of(), null, Set.of(), true);
    return model.withRules(model.rules().withReasoning(reasoning));
  }
}
