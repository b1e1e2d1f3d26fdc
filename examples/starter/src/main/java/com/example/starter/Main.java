package com.example.starter;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotBlank;
import org.atomicagents.AtomicAgent;
import org.atomicagents.model.Model;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.schema.Description;
import org.atomicagents.testing.SimulatedProvider;

/** Sends one question to a model and prints the typed answer. */
public final class Main {

  @Description("A question from a user")
  public record Question(@NotBlank String text) {}

  @Description("An answer")
  public record Answer(
      @Description("The answer in one sentence") String text,
      @Description("From 0 to 1") @DecimalMin("0") @DecimalMax("1") double confidence) {}

  private Main() {}

  public static void main(String[] args) {
    var question = new Question("Why is the sky blue?");
    if (System.getenv("OPENAI_API_KEY") != null) {
      try (var openAi = OpenAi.fromEnv()) {
        print(ask(question, openAi.model("gpt-5-mini")));
      }
    } else {
      System.out.println("OPENAI_API_KEY is not set: a simulated provider generates the answer.");
      try (var provider = SimulatedProvider.start();
          var openAi = OpenAi.at(provider.baseUrl())) {
        print(ask(question, openAi.model("simulated")));
      }
    }
  }

  static Answer ask(Question question, Model model) {
    return AtomicAgent.of(Question.class, Answer.class, model).run(question);
  }

  private static void print(Answer answer) {
    System.out.printf("%s (confidence %.2f)%n", answer.text(), answer.confidence());
  }
}
