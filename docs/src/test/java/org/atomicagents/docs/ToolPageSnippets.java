package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.constraints.Max;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.ConversationTurn;
import org.atomicagents.message.Message;
import org.atomicagents.model.Budget;
import org.atomicagents.model.Model;
import org.atomicagents.schema.Description;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.SimulatedProvider;
import org.atomicagents.tool.Approval;
import org.atomicagents.tool.Completed;
import org.atomicagents.tool.PendingCall;
import org.atomicagents.tool.ResumeClaims;
import org.atomicagents.tool.Suspended;
import org.atomicagents.tool.Tool;
import org.atomicagents.tool.ToolException;
import org.atomicagents.tool.ToolLoop;
import org.atomicagents.tool.ToolLoopResult;
import org.junit.jupiter.api.Test;

class ToolPageSnippets {
  private static final String ANSWER =
      "{\"step\":{\"type\":\"answer\",\"answer\":{\"chat_message\":\"Yes.\"}}}";

  @Description("A city whose weather is asked for")
  record City(String name) {}

  @Description("The weather in a city")
  record Weather(int celsius, String sky) {}

  @Description("Money to give back for an order")
  record Refund(String order, @Max(500) int euros) {}

  @Description("A payment")
  record Payment(String number) {}

  @Test
  void firstToolLoop() throws Exception {
    try (var provider = SimulatedProvider.start()) {
      List<String> lines = ChildJvm.run(provider, FirstToolLoop.class);

      assertThat(lines.getLast()).isNotBlank();
    }
  }

  private static final class Forecasts {
    Weather lookup(City city) {
      if (city.name().isBlank()) {
        throw new ToolException("There is no city without a name.");
      }
      return new Weather(7, "rain");
    }
  }

  private static final class Payments {
    Payment refund(Refund refund, String key) {
      return new Payment("P-" + refund.order() + key.length());
    }
  }

  private final Forecasts forecasts = new Forecasts();
  private final Payments payments = new Payments();

  @Test
  void tools() {
    // @start region="tools"
    Tool<City, Weather> weather = Tool.of("weather", City.class, Weather.class, forecasts::lookup);

    Tool<Refund, Payment> refund =
        Tool.withContext(
                "refund",
                Refund.class,
                Payment.class,
                (order, context) -> payments.refund(order, context.callId())) // an idempotency key
            .withDescription("Gives money back, up to 500 euros")
            .withTimeout(Duration.ofSeconds(20))
            .requiringApproval();
    // @end
    assertThat(weather.run(new City("Bergen")).sky()).isEqualTo("rain");
    assertThat(refund.requiresApproval()).isTrue();
  }

  // @start region="recipe-types"
  @Description("The next step")
  sealed interface Step {}

  @Description("Look up the weather in a city")
  record Lookup(String city) implements Step {}

  @Description("Answer the question")
  record Reply(String text) implements Step {}

  // @end

  @Test
  void recipe() {
    Model model =
        ScriptedModel.answering(
                "{\"value\":{\"type\":\"Lookup\",\"city\":\"Bergen\"}}",
                "{\"value\":{\"type\":\"Reply\",\"text\":\"Yes.\"}}")
            .model();
    Tool<City, Weather> weather = Tool.of("weather", City.class, Weather.class, forecasts::lookup);
    var history = ChatHistory.unbounded();
    // @start region="recipe"
    var agent = AtomicAgent.of(BasicChatInput.class, Step.class, model);
    var question = new BasicChatInput("Do I need an umbrella in Bergen?");
    String reply = null;

    try (var turn = ConversationTurn.begin(history)) {
      var options = RunOptions.history(turn).withBudget(Budget.ofRequests(10));
      Step step = agent.run(question, options);
      while (reply == null) {
        switch (step) {
          case Reply answer -> reply = answer.text();
          case Lookup lookup -> {
            Weather found = weather.run(new City(lookup.city()));
            String json = weather.output().encode(found);
            turn.add(ChatEntry.of(found, Message.toolResult("lookup", weather.name(), json)));
            step = agent.run(options);
          }
        }
      }
      turn.commitTurn();
    }
    // @end
    assertThat(reply).isEqualTo("Yes.");
    assertThat(history.turns()).hasSize(1);
    assertThat(history.messageCount()).isEqualTo(4);
  }

  @Test
  void loop() {
    Model model = ScriptedModel.answering(ANSWER).model();
    Tool<City, Weather> weather = Tool.of("weather", City.class, Weather.class, forecasts::lookup);
    var history = ChatHistory.unbounded();
    // @start region="loop"
    var agent =
        AtomicAgent.builder(model)
            .name("concierge")
            .check("$.chat_message", output -> output.chatMessage().length() < 500, "a short text")
            .build();
    var loop =
        ToolLoop.builder(agent)
            .tool(weather)
            .maxSteps(5)
            .maxParallelTools(4)
            .toolTimeout(Duration.ofSeconds(10))
            .build();

    var options = RunOptions.timeout(Duration.ofMinutes(2)).withHistory(history);
    BasicChatOutput output = loop.run(new BasicChatInput("An umbrella in Bergen?"), options);
    // @end
    assertThat(output.chatMessage()).isEqualTo("Yes.");
    assertThat(history.turns()).hasSize(1);
  }

  @Test
  void filter() {
    Model model = ScriptedModel.answering(ANSWER).model();
    Tool<City, Weather> weather = Tool.of("weather", City.class, Weather.class, forecasts::lookup);
    Tool<Refund, Payment> refund =
        Tool.of("refund", Refund.class, Payment.class, order -> new Payment("P1"));
    // @start region="filter"
    var loop =
        ToolLoop.builder(AtomicAgent.of(model))
            .tool(weather)
            .tool(refund)
            .filter((tool, step, called) -> tool != refund || called.contains("weather"))
            .build();
    // @end
    assertThat(loop.run(new BasicChatInput("An umbrella?")).chatMessage()).isEqualTo("Yes.");
  }

  @Test
  void approval() {
    Model model =
        ScriptedModel.answering(
                "{\"step\":{\"type\":\"call_tools\",\"calls\":[{\"tool\":\"refund\",\"input\":"
                    + "{\"order\":\"A7\",\"euros\":20}}]}}",
                ANSWER)
            .model();
    Tool<Refund, Payment> refund =
        Tool.of("refund", Refund.class, Payment.class, order -> new Payment("P1"));
    var history = ChatHistory.unbounded();
    var stored = new ArrayList<String>();
    // @start region="suspend"
    var loop =
        ToolLoop.builder(AtomicAgent.of(model))
            .tool(refund.requiringApproval())
            .claims(ResumeClaims.inMemory())
            .build();
    var question = new BasicChatInput("Order A7 arrived broken.");

    switch (loop.start(question, RunOptions.history(history))) {
      case Completed<BasicChatOutput> done -> System.out.println(done.output().chatMessage());
      case Suspended<BasicChatOutput> waiting -> stored.add(waiting.toJson());
    }
    // @end
    String json = stored.getFirst();
    // @start region="resume"
    Suspended<BasicChatOutput> state = Suspended.fromJson(json);
    PendingCall call = state.calls().getFirst(); // tool "refund", input {"order":"A7","euros":20}

    ToolLoopResult<BasicChatOutput> result =
        loop.resume(
            state,
            Map.of(call.id(), Approval.edit("{\"order\":\"A7\",\"euros\":10}")),
            RunOptions.history(history));
    // @end
    assertThat(result).isInstanceOf(Completed.class);
    assertThat(history.turns()).hasSize(1);
  }

  @Test
  void checkpoint() {
    Model model = ScriptedModel.answering(ANSWER).model();
    var store = new ArrayList<String>();
    // @start region="checkpoint"
    var loop =
        ToolLoop.builder(AtomicAgent.of(model))
            .tool(Tool.of("weather", City.class, Weather.class, forecasts::lookup))
            .checkpoint(state -> store.add(state.toJson()))
            .build();
    // @end
    assertThat(loop.run(new BasicChatInput("An umbrella?")).chatMessage()).isEqualTo("Yes.");
  }
}
