package org.atomicagents.cli;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.atomicagents.AtomicAgent;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.model.Model;
import org.atomicagents.model.Sampling;
import org.atomicagents.schema.Schema;

/** The agent that the demo shows: a question in, an answer out. */
final class DemoAgent {
  private static final Schema<Question> QUESTION = Schema.of(Question.class);
  private static final Schema<Answer> ANSWER = Schema.of(Answer.class);

  private DemoAgent() {}

  /**
   * @param sampling how the model draws its answers
   */
  static AtomicAgent<Question, Answer> on(Model model, Sampling sampling) {
    return AtomicAgent.builder(QUESTION, ANSWER, model)
        .name("demo")
        .systemPrompt(
            SystemPrompt.builder()
                .background("You answer the questions of curious people.")
                .steps(
                    "Find out what the person really wants to know.",
                    "Answer it in words that need no dictionary.",
                    "Think of what the person might ask next.")
                .output("Answer in the language of the question.")
                .build())
        .sampling(sampling)
        .timeout(Duration.ofMinutes(1))
        .build();
  }

  /** The names of an answer's fields, in their order. */
  static List<String> answerFields() {
    return Arrays.stream(Answer.class.getRecordComponents()).map(RecordComponent::getName).toList();
  }

  /** Compiles the schemas and makes the validator, so that no answer has to wait for it. */
  static void warmUp() {
    ANSWER.validate(new Answer("", 0, List.of()));
  }
}
