package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;

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

    assertThat(rating).isEqualTo(new Rating(5));
    assertThat(script.requests()).hasSize(2);
    assertThat(script.lastRequest().messages().getLast().text())
        .contains("$.stars: expected at most 5, found 7");
  }
}
