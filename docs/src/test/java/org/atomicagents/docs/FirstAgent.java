package org.atomicagents.docs;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.atomicagents.AtomicAgent;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.schema.Description;

public class FirstAgent {

  @Description("A question from a user")
  record Question(@Description("What the user wants to know") String text) {}

  @Description("An answer")
  record Answer(
      @Description("The answer, in Markdown") String text,
      @Description("From 0 to 1") @DecimalMin("0") @DecimalMax("1") double confidence,
      @Description("What to ask next") @Size(max = 3) List<String> followUps) {}

  public static void main(String[] args) {
    try (var openAi = OpenAi.fromEnv()) {
      var agent = AtomicAgent.of(Question.class, Answer.class, openAi.model("gpt-5-mini"));

      Answer answer = agent.run(new Question("Why is the sky blue?"));

      System.out.println(answer.text());
      answer.followUps().forEach(next -> System.out.println("- " + next));
    }
  }
}
