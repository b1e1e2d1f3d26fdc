package org.atomicagents.docs;

import org.atomicagents.openai.OpenAi;
import org.atomicagents.schema.Description;
import org.atomicagents.tool.Tool;
import org.atomicagents.tool.ToolLoop;

public class FirstToolLoop {

  @Description("A question about the weather")
  record Question(String text) {}

  @Description("The answer in one sentence")
  record Answer(String text) {}

  @Description("A city whose weather is asked for")
  record City(String name) {}

  @Description("The weather in a city")
  record Weather(int celsius, String sky) {}

  public static void main(String[] args) {
    try (var openAi = OpenAi.fromEnv()) {
      var weather = Tool.of("weather", City.class, Weather.class, city -> new Weather(7, "rain"));
      var loop =
          ToolLoop.builder(Question.class, Answer.class, openAi.model("gpt-5-mini"))
              .tool(weather)
              .build();

      Answer answer = loop.run(new Question("Do I need an umbrella in Bergen?"));
      System.out.println(answer.text());
    }
  }
}
