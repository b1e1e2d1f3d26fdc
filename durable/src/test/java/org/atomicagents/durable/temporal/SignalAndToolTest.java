package org.atomicagents.durable.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.atomicagents.durable.DurableRequests;
import org.atomicagents.durable.DurableTools;
import org.atomicagents.durable.Signal;
import org.atomicagents.durable.temporal.TemporalAgents.Answer;
import org.atomicagents.durable.temporal.TemporalAgents.Question;
import org.atomicagents.schema.Description;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.atomicagents.tool.Tool;
import org.atomicagents.tool.ToolLoop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SignalAndToolTest {
  private static final TemporalSettings SETTINGS = TemporalSettings.defaults();
  private static final Signal<String> DECISION = Signal.text("decision");

  private final TemporalServer server = new TemporalServer();

  @Description("Looks up the weather of a city")
  record Weather(String city) {}

  @Description("A temperature")
  record Temperature(int degrees) {}

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void receivesSignalsInTheirOrderAndEachKeyOnce() throws Exception {
    var isBegun = new CountDownLatch(1);
    server.start(
        SETTINGS,
        durable -> {
          isBegun.countDown();
          var received = new StringBuilder();
          for (int i = 0; i < 3; i++) {
            received.append(durable.awaitSignal(DECISION, Duration.ofDays(2)).orElse("late"));
          }
          return received.toString();
        });
    WorkflowStub workflow = server.begin();
    isBegun.await();
    var signals = TemporalSignals.of(server.client());

    for (String value : List.of("a", "b", "b", "c")) {
      signals.send(TemporalServer.id(workflow), DECISION, value, "form " + value);
    }

    assertThat(TemporalServer.result(workflow)).isEqualTo("abc");
  }

  @Test
  void returnsNothingAfterTheTimeOfASignal() {
    server.start(
        SETTINGS,
        durable -> {
          var begun = durable.now();
          String decision = durable.awaitSignal(DECISION, Duration.ofDays(2)).orElse("late");
          return decision + " " + Duration.between(begun, durable.now()).toDays();
        });

    assertThat(TemporalServer.result(server.begin())).isEqualTo("late 2");
  }

  @Test
  void rejectsSignalsToUnknownWorkflows() {
    server.start(SETTINGS, durable -> "done");

    assertThatThrownBy(
            () -> TemporalSignals.of(server.client()).send("no such", DECISION, "yes", "form-1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Signal 'decision': expected a running workflow, found none with the id 'no such'.");
  }

  @Test
  void runsTheToolsOfAStepAtTheSameTimeAsActivities() {
    var script =
        ScriptedModel.of(
            ScriptedResponse.text(
                """
                {"step":{"type":"call_tools","calls":[
                  {"tool":"Weather","input":{"city":"Oslo"}},
                  {"tool":"Weather","input":{"city":"Rome"}}]}}\
                """),
            ScriptedResponse.text(
                """
                {"step":{"type":"answer","answer":{"text":"warm"}}}\
                """));
    var together = new CyclicBarrier(2);
    var calls = new AtomicInteger();
    Tool<Weather, Temperature> weather =
        Tool.of(
            Weather.class,
            Temperature.class,
            input -> {
              together.await();
              calls.incrementAndGet();
              return new Temperature(input.city().length());
            });
    server.start(
        SETTINGS,
        durable -> {
          Tool<Weather, Temperature> remote = DurableTools.of(durable).applyTo(weather);
          var loop =
              ToolLoop.builder(
                      Question.class,
                      Answer.class,
                      DurableRequests.of(durable).applyTo(script.model()))
                  .tool(remote)
                  .runner(TemporalDurable.toolRunner())
                  .build();
          return loop.run(TemporalAgents.SKY).text();
        },
        ModelActivities.builder().model(script.model()).tool(weather).build());

    assertThat(TemporalServer.result(server.begin())).isEqualTo("warm");
    assertThat(calls).hasValue(2);
    assertThat(script.lastRequest().messages().getLast().text()).contains("\"degrees\":4");
  }
}
