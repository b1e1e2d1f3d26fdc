package org.atomicagents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.message.FinishReason;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.Sampling;
import org.atomicagents.schema.Description;
import org.junit.jupiter.api.Test;

/** The examples in the Javadoc of the package. */
class AgentSnippets {
  private static final Question QUESTION = new Question("Why is the sky blue?");

  private final AtomicAgent<Question, Answer> agent =
      AtomicAgent.of(Question.class, Answer.class, model("{\"text\":\"It scatters light.\"}"));

  @Description("A question")
  record Question(String text) {}

  @Description("An answer")
  record Answer(String text) {}

  @Description("A trip")
  record Trip(LocalDate start, LocalDate end) {}

  private record Screen(List<Answer> rendered) {
    void render(Answer answer) {
      rendered.add(answer);
    }
  }

  @Test
  void history() {
    // @start region="history"
    var history = ChatHistory.latestTurns(10);
    agent.run(new Question("Why is the sky blue?"), RunOptions.history(history));
    agent.run(new Question("And at dusk?"), RunOptions.history(history));
    // @end

    assertThat(history.messageCount()).isEqualTo(4);
  }

  @Test
  void stream() {
    var screen = new Screen(new ArrayList<>());

    // @start region="stream"
    try (AgentStream<Answer> stream = agent.stream(new Question("Why is the sky blue?"))) {
      for (Partial<Answer> partial : stream) {
        screen.render(partial.value());
      }
      Answer answer = stream.result();
    }
    // @end

    assertThat(screen.rendered()).last().isEqualTo(new Answer("It scatters light."));
  }

  @Test
  void builder() {
    Model model = model("{\"text\":\"Light.\"}");

    // @start region="builder"
    AtomicAgent<Question, Answer> physicist =
        AtomicAgent.builder(Question.class, Answer.class, model)
            .systemPrompt(SystemPrompt.builder().background("You are a physicist.").build())
            .sampling(Sampling.defaults().withTemperature(0.2))
            .limits(RunLimits.defaults().withMaxAttempts(5))
            .timeout(Duration.ofSeconds(30))
            .build();
    // @end

    assertThat(physicist.run(QUESTION)).isEqualTo(new Answer("Light."));
  }

  @Test
  void check() {
    Model model = model("{\"start\":\"2030-05-01\",\"end\":\"2030-05-08\"}");
    AtomicAgentBuilder<Question, Trip> builder =
        AtomicAgent.builder(Question.class, Trip.class, model);

    // @start region="check"
    builder.check("$.end", trip -> trip.end().isAfter(trip.start()), "a date after the start");
    // @end

    assertThat(builder.build().run(QUESTION).end()).isEqualTo("2030-05-08");
  }

  @Test
  void options() {
    ChatHistory history = ChatHistory.unbounded();

    // @start region="options"
    var options =
        RunOptions.history(history)
            .withTimeout(Duration.ofSeconds(30))
            .withLimits(RunLimits.defaults().withMaxAttempts(1));
    Answer answer = agent.run(new Question("Why is the sky blue?"), options);
    // @end

    assertThat(answer).isEqualTo(new Answer("It scatters light."));
    assertThat(history.messageCount()).isEqualTo(2);
  }

  @Test
  void prepare() {
    var question = QUESTION;
    var options = RunOptions.defaults();
    Map<String, Answer> cache = new ConcurrentHashMap<>();

    // @start region="prepare"
    try (PreparedRun<Answer> run = agent.prepare(question, options)) {
      Answer cached = cache.get(run.fingerprint());
      if (cached == null) {
        cache.put(run.fingerprint(), run.call().output());
      } else {
        run.commit(cached);
      }
    }
    // @end

    assertThat(cache).containsValue(new Answer("It scatters light."));
  }

  @Test
  void format() throws IOException {
    var out = new ByteArrayOutputStream();

    // @start region="format"
    try (AgentStream<Answer> stream = agent.stream(new Question("Why is the sky blue?"))) {
      StreamFormat.SERVER_SENT_EVENTS.write(stream, out); // out: the body of an HTTP response
    }
    // @end

    assertThat(out.toString(StandardCharsets.UTF_8))
        .endsWith("event: done\ndata: {\"draft\":1}\n\n");
  }

  private static Model model(String json) {
    List<ModelEvent> events =
        List.of(new ModelEvent.TextDelta(json), new ModelEvent.Finished(FinishReason.STOP, "stop"));
    return Model.of((request, context) -> ModelExchange.of(events), "some-model")
        .withModes(ResponseMode.JSON_SCHEMA);
  }
}
