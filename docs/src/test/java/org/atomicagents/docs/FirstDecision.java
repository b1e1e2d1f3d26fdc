package org.atomicagents.docs;

import org.atomicagents.AtomicAgent;
import org.atomicagents.Decision;
import org.atomicagents.DecisionAgent;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.schema.Description;

public class FirstDecision {

  @Description("A mail")
  record Mail(@Description("The text") String text) {}

  enum Category {
    ADVERT,
    WORK,
    PRIVATE
  }

  @Description("An assessment of a mail")
  record Assessment(
      @Description("Whether it is spam") boolean isSpam,
      @Description("The category") Category category) {}

  public static void main(String[] args) {
    try (var openAi = OpenAi.fromEnv()) {
      var agent =
          DecisionAgent.of(
              AtomicAgent.of(Mail.class, Assessment.class, openAi.model("gpt-4.1-mini")));

      Decision<Assessment> decision = agent.run(new Mail("You won a prize! Click here."));

      System.out.println(decision.value());
      System.out.println(decision.probability("isSpam"));
      decision.distribution("category").ifPresent(found -> System.out.println(found));
    }
  }
}
