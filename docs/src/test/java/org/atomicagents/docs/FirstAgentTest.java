package org.atomicagents.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.schema.Description;
import org.atomicagents.testing.ScriptedModel;
import org.junit.jupiter.api.Test;

class FirstAgentTest {

  @Description("A rating of a text")
  record Rating(@Min(1) @Max(5) int stars) {}

  @Test
  void reAsksWhenTheRatingIsOutOfRange() {
    var script = ScriptedModel.answering("{\"stars\": 7}", "{\"stars\": 5}");
    var agent = AtomicAgent.of(BasicChatInput.class, Rating.class, script.model());

    Rating rating = agent.run(new BasicChatInput("A wonderful book."));

    String reAsk = script.lastRequest().messages().getLast().text();
    assertEquals(new Rating(5), rating);
    assertEquals(2, script.requests().size());
    assertTrue(reAsk.contains("$.stars: expected at most 5, found 7"));
  }
}
