package org.atomicagents.docs;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import org.atomicagents.AtomicAgent;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.schema.Description;

public class FirstAgent {
  @Description("A question from a user")
  record Question(String text) {}

  @Description("An answer")
  record Answer(
      @Description("The answer, in Markdown") String text,
      @Description("From 0 to 1") @DecimalMin("0") @DecimalMax("1") double confidence) {}

  public static void main(String[] args) {
    var question = new Question("Why is the sky blue?");
    try (var openAi = OpenAi.fromEnv()) {
      var agent = AtomicAgent.of(Question.class, Answer.class, openAi.model("gpt-5-mini"));
      System.out.println(agent.run(question));

      try (var stream = agent.stream(question)) {
        stream.forEach(partial -> System.out.println(partial.value()));
      }
    }
  }
}
