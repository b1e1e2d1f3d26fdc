package org.atomicagents.durable.temporal;

import java.util.List;
import org.atomicagents.AtomicAgent;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.durable.DurableRequests;
import org.atomicagents.durable.StepRetry;
import org.atomicagents.error.ProviderError;
import org.atomicagents.model.Model;
import org.atomicagents.schema.Description;
import org.atomicagents.testing.ScriptedResponse;

/** The agents, models and failures of the tests with Temporal. */
final class TemporalAgents {
  static final Question SKY = new Question("Why is the sky blue?");
  static final Question SEA = new Question("Why is the sea blue?");

  @Description("A question")
  record Question(String text) {}

  @Description("An answer")
  record Answer(@Description("The answer") String text) {}

  private TemporalAgents() {}

  static AtomicAgent<Question, Answer> agent(TemporalDurable durable, Model model) {
    return agent(durable, model, "Answer briefly.");
  }

  static AtomicAgent<Question, Answer> agent(TemporalDurable durable, Model model, String prompt) {
    return agent(DurableRequests.of(durable).applyTo(model), prompt);
  }

  static AtomicAgent<Question, Answer> agent(
      TemporalDurable durable, Model model, StepRetry retry) {
    return agent(DurableRequests.of(durable).withRetry(retry).applyTo(model), "Answer briefly.");
  }

  private static AtomicAgent<Question, Answer> agent(Model model, String prompt) {
    return AtomicAgent.builder(Question.class, Answer.class, model)
        .systemPrompt(SystemPrompt.text(prompt))
        .build();
  }

  static ScriptedResponse answer(String text) {
    return ScriptedResponse.text("{\"text\":\"" + text + "\"}");
  }

  static ModelActivities activities(Model model) {
    return ModelActivities.builder().model(model).build();
  }

  static ProviderError error(int status) {
    return new ProviderError("scripted", status, "request-1", "overloaded", "{}");
  }

  static List<Question> questions() {
    return List.of(SKY, SEA);
  }
}
