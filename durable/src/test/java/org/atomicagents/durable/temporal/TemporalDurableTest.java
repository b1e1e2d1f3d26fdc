package org.atomicagents.durable.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.atomicagents.testing.ScriptedResponse.text;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.atomicagents.AtomicAgent;
import org.atomicagents.RunResult;
import org.atomicagents.durable.DurableRequests;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Model;
import org.atomicagents.schema.Description;
import org.atomicagents.testing.ScriptedModel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TemporalDurableTest {
  private static final TemporalSettings SETTINGS = TemporalSettings.defaults();
  private static final Question SKY = new Question("Why is the sky blue?");

  private final TemporalServer server = new TemporalServer();

  @Description("A question")
  record Question(String text) {}

  @Description("An answer")
  record Answer(@Description("The answer") String text) {}

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void runsModelCallsAsActivities() {
    var script = ScriptedModel.of(text("{\"text\":\"scattering\"}").withUsage(Usage.of(100, 20)));
    var result = new AtomicReference<RunResult<Answer>>();
    Function<TemporalDurable, String> body =
        durable -> {
          long t = System.nanoTime();
          result.set(agent(durable, script.model()).call(SKY));
          return result.get().output().text();
        };
    server.start(SETTINGS, body, activities(script.model()));

    assertThat(TemporalServer.result(server.begin())).isEqualTo("scattering");
    assertThat(script.requests()).hasSize(1);
    assertThat(result.get().usage()).isEqualTo(Usage.of(100, 20));
    assertThat(result.get().requests()).isEqualTo(1);
  }

  private static ModelActivities activities(Model model) {
    return ModelActivities.builder().model(model).build();
  }

  private static AtomicAgent<Question, Answer> agent(TemporalDurable durable, Model model) {
    return AtomicAgent.of(Question.class, Answer.class, DurableRequests.of(durable).applyTo(model));
  }
}
