package org.atomicagents.examples.responses;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.schema.Description;
import org.atomicagents.testing.ScriptedModel;

/** A model that returns prepared responses, and the requests that it received. */
public final class ScriptedTest {
  private ScriptedTest() {}

  @Description("A rating of a text")
  record Rating(@Min(1) @Max(5) int stars) {}

  public static void main(String... args) {
    var script = ScriptedModel.answering("{\"stars\": 7}", "{\"stars\": 5}");
    var agent = AtomicAgent.of(BasicChatInput.class, Rating.class, script.model());

    Rating rating = agent.run(new BasicChatInput("A wonderful book."));

    System.out.println(rating + " after " + script.requests().size() + " requests");
    System.out.println("The re-ask:");
    System.out.println(script.lastRequest().messages().getLast().text());
    System.out.println("Exchanges: " + script.opened() + " opened, " + script.closed() + " closed");
  }
}
