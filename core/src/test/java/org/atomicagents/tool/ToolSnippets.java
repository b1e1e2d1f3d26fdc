package org.atomicagents.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.atomicagents.message.FinishReason;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.schema.Description;
import org.junit.jupiter.api.Test;

/** The examples in the Javadoc of the package. */
class ToolSnippets {
  private static final Question QUESTION = new Question("Do I need an umbrella in Bergen?");
  private static final String ANSWER =
      "{\"step\":{\"type\":\"answer\",\"answer\":{\"text\":\"Yes.\"}}}";

  @Description("A question")
  record Question(String text) {}

  @Description("An answer")
  record Answer(String text) {}

  @Description("A city whose weather is asked for")
  record City(String name) {}

  @Description("The weather in a city")
  record Weather(int celsius, String sky) {}

  @Description("Money to give back for an order")
  record Refund(String order, BigDecimal euros) {}

  @Description("A payment")
  record Payment(String number) {}

  private static final class WeatherService {
    Weather lookup(City city) {
      return new Weather(7, "rain over " + city.name());
    }
  }

  private final WeatherService service = new WeatherService();

  @Test
  void tool() {
    // @start region="tool"
    Tool<City, Weather> weather = Tool.of("weather", City.class, Weather.class, service::lookup);
    Weather now = weather.run(new City("Bergen"));
    // @end

    assertThat(now.sky()).isEqualTo("rain over Bergen");
  }

  @Test
  void loop() {
    Model model = model(call("weather", "{\"name\":\"Bergen\"}"), ANSWER);
    Tool<City, Weather> weather = Tool.of("weather", City.class, Weather.class, service::lookup);

    // @start region="loop"
    ToolLoop<Question, Answer> loop =
        ToolLoop.builder(Question.class, Answer.class, model)
            .tool(weather)
            .maxSteps(8)
            .toolTimeout(Duration.ofSeconds(10))
            .build();
    Answer answer = loop.run(new Question("Do I need an umbrella in Bergen?"));
    // @end

    assertThat(answer.text()).isEqualTo("Yes.");
  }

  @Test
  void approval() {
    Model model = model(call("refund", "{\"order\":\"A7\",\"euros\":20}"), ANSWER);
    var loop =
        ToolLoop.builder(Question.class, Answer.class, model)
            .tool(
                Tool.of("refund", Refund.class, Payment.class, refund -> new Payment("P1"))
                    .requiringApproval())
            .build();
    String stored = "";

    // @start region="approval"
    switch (loop.start(QUESTION)) {
      case Completed<Answer> done -> System.out.println(done.output().text());
      case Suspended<Answer> waiting -> stored = waiting.toJson(); // ask a person
    }

    // later, perhaps in another process
    Suspended<Answer> state = Suspended.fromJson(stored);
    PendingCall call = state.calls().getFirst();
    ToolLoopResult<Answer> result = loop.resume(state, Map.of(call.id(), Approval.approve()));
    // @end

    assertThat(result).isInstanceOf(Completed.class);
  }

  private static String call(String tool, String input) {
    return "{\"step\":{\"type\":\"call_tools\",\"calls\":[{\"tool\":\""
        + tool
        + "\",\"input\":"
        + input
        + "}]}}";
  }

  private static Model model(String... responses) {
    Iterator<String> remaining = List.of(responses).iterator();
    return Model.of(
            (request, context) ->
                ModelExchange.of(
                    new ModelEvent.TextDelta(remaining.next()),
                    new ModelEvent.Finished(FinishReason.STOP, "stop")),
            "scripted")
        .withModes(ResponseMode.JSON_SCHEMA);
  }
}
