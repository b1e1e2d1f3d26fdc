package org.atomicagents.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atomicagents.tools.WeatherTypes.QUESTION;
import static org.atomicagents.tools.WeatherTypes.answer;
import static org.atomicagents.tools.WeatherTypes.calls;
import static org.atomicagents.tools.WeatherTypes.weather;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.atomicagents.AgentStream;
import org.atomicagents.Element;
import org.atomicagents.Partial;
import org.atomicagents.RunOptions;
import org.atomicagents.StreamFormat;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.error.ApprovalRequiredException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.schema.Description;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.tool.Tool;
import org.atomicagents.tool.ToolLoop;
import org.atomicagents.tools.WeatherTypes.Answer;
import org.atomicagents.tools.WeatherTypes.City;
import org.atomicagents.tools.WeatherTypes.Question;
import org.atomicagents.tools.WeatherTypes.Weather;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ToolLoopStreamTest {
  private static final Tool<City, Weather> TOOL =
      Tool.of("weather", City.class, Weather.class, city -> new Weather(6));

  @Description("Places to visit")
  record Places(List<City> cities) {}

  @Test
  void streamsThePartsOfTheAnswer() {
    var script = ScriptedModel.answering(calls(weather("Bergen")), answer("Take an umbrella."));
    var texts = new ArrayList<String>();

    try (AgentStream<Answer> stream = loop(script).stream(QUESTION)) {
      int draft = 0;
      for (Partial<Answer> partial : stream) {
        texts.add(partial.value().text());
        assertThat(partial.draft()).isGreaterThanOrEqualTo(draft);
        draft = partial.draft();
      }
      assertThat(stream.result()).isEqualTo(new Answer("Take an umbrella."));
      assertThat(stream.status().attempt()).isEqualTo(2);
    }

    assertThat(texts.getLast()).isEqualTo("Take an umbrella.");
    for (int i = 1; i < texts.size(); i++) {
      assertThat(texts.get(i)).startsWith(texts.get(i - 1));
    }
  }

  @Test
  void streamsTheTextOfAFieldWithoutLoss() {
    var script = ScriptedModel.answering(calls(weather("Bergen")), answer("Take an umbrella."));
    var text = new StringBuilder();
    var raw = new StringBuilder();

    try (AgentStream<Answer> stream = loop(script).stream(QUESTION)) {
      stream.text("$.text").forEach(delta -> text.append(delta.text()));
      stream.deltas().forEach(delta -> raw.append(delta.text()));
    }

    assertThat(text).hasToString("Take an umbrella.");
    assertThat(raw).hasToString(calls(weather("Bergen")) + answer("Take an umbrella."));
  }

  @Test
  void streamsTheElementsOfAList() {
    var script =
        ScriptedModel.answering(
            calls(weather("Bergen")),
            "{\"step\":{\"type\":\"answer\",\"answer\":{\"cities\":[{\"name\":\"Oslo\"},{\"name\":\"Rome\"}]}}}");
    var names = new ArrayList<String>();
    var loop = ToolLoop.builder(Question.class, Places.class, script.model()).tool(TOOL).build();

    try (AgentStream<Places> stream = loop.stream(QUESTION)) {
      for (Element<City> element : stream.elements("$.cities", City.class)) {
        names.add(element.index() + element.value().name());
      }
      assertThatThrownBy(() -> stream.elements("$.cities", String.class))
          .isInstanceOf(IllegalArgumentException.class);
    }

    assertThat(names).containsExactly("0Oslo", "1Rome");
  }

  @Test
  void writesPatchesThatBuildTheAnswer() throws Exception {
    var script = ScriptedModel.answering(calls(weather("Bergen")), answer("Yes."));
    var out = new ByteArrayOutputStream();

    StreamFormat.JSON_LINES.write(loop(script).stream(QUESTION), out);

    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .first()
        .asString()
        .startsWith("{\"type\":\"patch\",\"draft\":2,\"patch\":[{\"op\":\"replace\",\"path\":\"\"");
    assertThat(out.toString(StandardCharsets.UTF_8)).endsWith("{\"type\":\"done\",\"draft\":2}\n");
  }

  @Test
  void commitsOneTurnAtTheEnd() {
    var history = ChatHistory.unbounded();
    var script = ScriptedModel.answering(calls(weather("Bergen")), answer("Yes."));

    try (var stream = loop(script).stream(QUESTION, RunOptions.history(history))) {
      stream.awaitStart();
      assertThat(history.turns()).isEmpty();
      stream.forEach(partial -> {});
    }

    assertThat(history.turns()).hasSize(1);
    assertThat(history.messageCount()).isEqualTo(4);
  }

  @Test
  void throwsTheFailureOfTheLoopFromEveryView() {
    var script = ScriptedModel.answering(calls(weather("Bergen")), calls(weather("Bergen")));
    var loop =
        ToolLoop.builder(Question.class, Answer.class, script.model())
            .tool(TOOL)
            .maxSteps(2)
            .build();

    try (AgentStream<Answer> stream = loop.stream(QUESTION)) {
      assertThatThrownBy(() -> stream.iterator().hasNext())
          .isInstanceOf(LimitExceededException.class);
      assertThatThrownBy(stream::result).isInstanceOf(LimitExceededException.class);
    }
  }

  @Test
  void throwsIfACallNeedsApproval() {
    var script = ScriptedModel.answering(calls(weather("Bergen")));
    var loop =
        ToolLoop.builder(Question.class, Answer.class, script.model())
            .tool(TOOL.requiringApproval())
            .build();

    try (AgentStream<Answer> stream = loop.stream(QUESTION)) {
      assertThatThrownBy(stream::result)
          .isInstanceOfSatisfying(
              ApprovalRequiredException.class,
              e -> assertThat(e.tools()).containsExactly("weather"));
    }
  }

  @Test
  void closingInterruptsTheTools() throws Exception {
    var history = ChatHistory.unbounded();
    var running = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    Tool<City, Weather> hanging =
        Tool.of(
            "weather",
            City.class,
            Weather.class,
            city -> {
              running.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.countDown();
              }
              return new Weather(0);
            });
    var script = ScriptedModel.answering(calls(weather("Bergen")), answer("Yes."));
    var loop = ToolLoop.builder(Question.class, Answer.class, script.model()).tool(hanging).build();

    AgentStream<Answer> stream = loop.stream(QUESTION, RunOptions.history(history));
    stream.awaitStart();
    running.await();
    stream.close();
    interrupted.await();

    assertThatThrownBy(stream::result).isInstanceOf(CancelledException.class);
    assertThat(history.turns()).isEmpty();
    assertThat(script.requests()).hasSize(1);
  }

  @Test
  void releasesTheConversationIfItWasNeverRead() {
    var history =
        ChatHistory.unbounded().withOverlapPolicy(org.atomicagents.chat.OverlapPolicy.REJECT);
    var loop = loop(ScriptedModel.answering(answer("Yes.")));

    loop.stream(QUESTION, RunOptions.history(history)).close();

    assertThat(loop.run(QUESTION, RunOptions.history(history))).isEqualTo(new Answer("Yes."));
  }

  private static ToolLoop<Question, Answer> loop(ScriptedModel script) {
    return ToolLoop.builder(Question.class, Answer.class, script.model()).tool(TOOL).build();
  }
}
