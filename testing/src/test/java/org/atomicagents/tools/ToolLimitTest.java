package org.atomicagents.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atomicagents.tools.WeatherTypes.QUESTION;
import static org.atomicagents.tools.WeatherTypes.answer;
import static org.atomicagents.tools.WeatherTypes.calls;
import static org.atomicagents.tools.WeatherTypes.result;
import static org.atomicagents.tools.WeatherTypes.results;
import static org.atomicagents.tools.WeatherTypes.weather;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.RunOptions;
import org.atomicagents.agent.AutoAdvanceClock;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.message.Message;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Budget;
import org.atomicagents.model.Deadline;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.tool.Tool;
import org.atomicagents.tool.ToolContext;
import org.atomicagents.tool.ToolLoop;
import org.atomicagents.tool.ToolLoopBuilder;
import org.atomicagents.tools.WeatherTypes.Answer;
import org.atomicagents.tools.WeatherTypes.City;
import org.atomicagents.tools.WeatherTypes.Question;
import org.atomicagents.tools.WeatherTypes.Weather;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Time limits, deadlines and interrupts of tools. The clock advances when a thread sleeps. */
@Timeout(60)
class ToolLimitTest {
  private static final String TIMED_OUT =
      "{\"error\":\"The tool did not end within 10000 ms. It may have taken effect.\"}";

  private final AutoAdvanceClock clock = new AutoAdvanceClock();
  private final CountDownLatch interrupted = new CountDownLatch(1);
  private final ScriptedModel script =
      ScriptedModel.answering(calls(weather("Bergen")), answer("No."));
  private final Tool<City, Weather> hanging =
      Tool.of(
          "weather",
          City.class,
          Weather.class,
          city -> {
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException e) {
              interrupted.countDown();
              throw e;
            }
            return new Weather(0);
          });

  @Test
  void interruptsAToolAtItsLimitAndGivesTheModelAnError() throws Exception {
    var failures = new ArrayList<Exception>();

    loop(hanging)
        .toolTimeout(Duration.ofSeconds(10))
        .build()
        .run(
            QUESTION,
            RunOptions.defaults()
                .withListener(event -> {
                  if (event instanceof AgentEvent.ToolFailed failed) {
                    failures.add(failed.failure());
                  }
                }));
    interrupted.await();

    assertThat(lastMessage()).isEqualTo(results(result("weather", TIMED_OUT)));
    assertThat(clock.sleeps()).containsExactly(Duration.ofSeconds(10));
    assertThat(failures).hasSize(1).first().isInstanceOf(TimeoutException.class);
  }

  @Test
  void prefersTheLimitOfTheTool() {
    loop(hanging.withTimeout(Duration.ofSeconds(10)))
        .toolTimeout(Duration.ofSeconds(99))
        .build()
        .run(QUESTION);

    assertThat(lastMessage()).isEqualTo(results(result("weather", TIMED_OUT)));
  }

  @Test
  void doesNotWaitForAToolThatIgnoresTheInterrupt() {
    var released = new CountDownLatch(1);
    Tool<City, Weather> stubborn =
        Tool.of(
            "weather",
            City.class,
            Weather.class,
            city -> {
              while (true) {
                try {
                  released.await();
                  return new Weather(1);
                } catch (InterruptedException e) {
                  // ignores it
                }
              }
            });

    loop(stubborn).toolTimeout(Duration.ofSeconds(10)).maxParallelTools(1).build().run(QUESTION);
    released.countDown();

    assertThat(lastMessage()).isEqualTo(results(result("weather", TIMED_OUT)));
  }

  @Test
  void endsAtTheDeadlineOfTheRun() {
    var history = ChatHistory.unbounded();
    var options =
        RunOptions.history(history).withDeadline(Deadline.after(Duration.ofSeconds(5), clock));

    assertThatThrownBy(() -> loop(hanging).build().run(QUESTION, options))
        .isInstanceOf(TimedOutException.class)
        .hasMessageContaining("sending a request");

    assertThat(clock.sleeps()).containsExactly(Duration.ofSeconds(5));
    assertThat(history.turns()).isEmpty();
    assertThat(script.requests()).hasSize(1);
  }

  @Test
  void startsNoWaitingCallAfterTheDeadline() {
    var threeCalls = calls(weather("Bergen"), weather("Oslo"), weather("Tromso"));
    var states = new ArrayList<String>();
    var agent =
        AtomicAgent.builder(
                Question.class, Answer.class, ScriptedModel.answering(threeCalls).model())
            .timeSource(clock)
            .build();
    var loop =
        ToolLoop.builder(agent)
            .tool(hanging)
            .maxParallelTools(1)
            .checkpoint(state -> states.add(state.toJson()))
            .build();
    var options = RunOptions.defaults().withDeadline(Deadline.after(Duration.ofSeconds(5), clock));

    assertThatThrownBy(() -> loop.run(QUESTION, options)).isInstanceOf(TimedOutException.class);

    assertThat(clock.sleeps()).containsExactly(Duration.ofSeconds(5));
    assertThat(states.getLast().split("The tool was not run", -1)).hasSize(3);
  }

  @Test
  void appliesTheTimeoutOfItsAgentToTheWholeLoop() {
    var agent =
        AtomicAgent.builder(Question.class, Answer.class, script.model())
            .timeout(Duration.ofSeconds(5))
            .timeSource(clock)
            .build();

    assertThatThrownBy(() -> ToolLoop.builder(agent).tool(hanging).build().run(QUESTION))
        .isInstanceOf(TimedOutException.class);
  }

  @Test
  void anInterruptEndsTheToolsAndTheRun() throws Exception {
    var history = ChatHistory.unbounded();
    var running = new CountDownLatch(1);
    var outcome = new AtomicReference<AgentException>();
    Tool<City, Weather> announced =
        Tool.of(
            "weather",
            City.class,
            Weather.class,
            city -> {
              running.countDown();
              return hanging.run(city);
            });
    var loop = ToolLoop.builder(Question.class, Answer.class, script.model()).tool(announced);

    Thread caller =
        Thread.ofVirtual()
            .start(() -> {
              try {
                loop.build().run(QUESTION, RunOptions.history(history));
              } catch (AgentException e) {
                outcome.set(e);
              }
            });
    running.await();
    caller.interrupt();
    caller.join();
    interrupted.await();

    assertThat(outcome.get()).isInstanceOf(CancelledException.class);
    assertThat(history.turns()).isEmpty();
  }

  @Test
  void anErrorOfAToolEndsTheRun() {
    Tool<City, Weather> broken =
        Tool.of(
            "weather",
            City.class,
            Weather.class,
            city -> {
              throw new NoClassDefFoundError("com/example/Missing");
            });

    assertThatThrownBy(() -> loopInRealTime(broken).build().run(QUESTION))
        .isInstanceOf(NoClassDefFoundError.class);
  }

  @Test
  void passesTheLimitsOfTheRunToTheTool() {
    var contexts = new ArrayList<ToolContext>();
    Tool<City, Weather> contextual =
        Tool.withContext(
            "weather",
            City.class,
            Weather.class,
            (city, context) -> {
              contexts.add(context);
              return new Weather(1);
            });
    var budget = Budget.ofRequests(9);
    var deadline = Deadline.after(Duration.ofHours(1));

    loopInRealTime(contextual)
        .build()
        .run(QUESTION, RunOptions.defaults().withBudget(budget).withDeadline(deadline));

    ToolContext context = contexts.getFirst();
    assertThat(context.options().budget()).isSameAs(budget);
    assertThat(context.options().deadline()).isSameAs(deadline);
    assertThat(context.options().history()).isNull();
    assertThat(context.callId()).hasSize(36);
  }

  @Test
  void givesAgentsWithinAToolTheListenersOfTheRun() {
    var inner =
        AtomicAgent.builder(ScriptedModel.answering("{\"chat_message\":\"a\"}").model())
            .name("inner")
            .build();
    Tool<City, Weather> research =
        Tool.withContext(
            "weather",
            City.class,
            Weather.class,
            (city, context) -> {
              inner.run(new BasicChatInput("q"), context.options());
              return new Weather(1);
            });
    var agents = new ArrayList<String>();

    loopInRealTime(research)
        .build()
        .run(QUESTION, RunOptions.defaults().withListener(event -> agents.add(event.agent())));

    assertThat(agents).contains("inner");
  }

  private String lastMessage() {
    List<Message> messages = script.lastRequest().messages();
    return messages.getLast().text();
  }

  // With the advancing clock, the limit of a tool passes at any moment of its call.
  private ToolLoopBuilder<Question, Answer> loopInRealTime(Tool<?, ?> tool) {
    return ToolLoop.builder(Question.class, Answer.class, script.model()).tool(tool);
  }

  private ToolLoopBuilder<Question, Answer> loop(Tool<?, ?> tool) {
    return ToolLoop.builder(
            AtomicAgent.builder(Question.class, Answer.class, script.model())
                .timeSource(clock)
                .build())
        .tool(tool);
  }
}
