package org.atomicagents.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import org.atomicagents.AtomicAgent;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.agent.OrderTypes.Line;
import org.atomicagents.agent.OrderTypes.Wish;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.error.InvalidOutputException;
import org.atomicagents.testing.ScriptedModel;
import org.junit.jupiter.api.Test;

/** Logging every event of a run reveals nothing of its conversation. */
class EventPrivacyTest {
  private static final String SECRET = "swordfish";

  private final ArrayList<String> log = new ArrayList<>();

  @Test
  void hidesThePromptTheInputAndTheResponse() {
    String invalid = "{\"sku\":\"" + SECRET + "\",\"count\":\"" + SECRET + "\"}";
    var script =
        ScriptedModel.answering(
            invalid,
            "```" + invalid.replace("\"count\":\"" + SECRET + "\"", "\"count\":2") + "```");
    var options = RunOptions.defaults().withListener(event -> log.add(event.toString()));

    try (var prepared = agent(script).prepare(new Wish(SECRET), options)) {
      prepared.tokens();
      prepared.call();
    }

    assertThat(log).hasSizeGreaterThan(5).noneMatch(event -> event.contains(SECRET));
  }

  @Test
  void hidesThemWhenTheRunFails() {
    String invalid = "{\"sku\":\"" + SECRET + "\",\"count\":\"" + SECRET + "\"}";
    var script = ScriptedModel.answering(invalid, invalid, invalid);
    var options = RunOptions.defaults().withListener(event -> log.add(event.toString()));

    assertThatThrownBy(() -> agent(script).run(new Wish(SECRET), options))
        .isInstanceOf(InvalidOutputException.class);

    assertThat(log).hasSizeGreaterThan(5).noneMatch(event -> event.contains(SECRET));
  }

  @Test
  void resultsShowTheOutputAndTheSizeOfTheText() {
    RunResult<Line> result = agent(ScriptedModel.answering(OrderTypes.GOOD)).call(new Wish(SECRET));

    assertThat(result.toString())
        .contains(OrderTypes.LINE.toString(), "text=" + OrderTypes.GOOD.length() + " characters")
        .doesNotContain(OrderTypes.GOOD);
  }

  private static AtomicAgent<Wish, Line> agent(ScriptedModel script) {
    return AtomicAgent.builder(Wish.class, Line.class, script.model())
        .systemPrompt(SystemPrompt.text(SECRET))
        .build();
  }
}
