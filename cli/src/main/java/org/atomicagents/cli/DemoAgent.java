package org.atomicagents.cli;

import java.time.Duration;
import java.util.List;
import org.atomicagents.AtomicAgent;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.model.Model;
import org.atomicagents.schema.Schema;

/** The agent that the demo shows: a question in, an answer out. */
final class DemoAgent {
  private static final Schema<Question> QUESTION = Schema.of(Question.class);
  private static final Schema<Answer> ANSWER = Schema.of(Answer.class);

  private DemoAgent() {}

  static AtomicAgent<Question, Answer> on(Model model) {
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
        .timeout(Duration.ofMinutes(1))
        .build();
  }

  /** Compiles the schemas and makes the validator, so that no answer has to wait for it. */
  static void warmUp() {
    ANSWER.validate(new Answer("", 0, List.of()));
  }
}
