package org.atomicagents.cli.demo;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.atomicagents.AtomicAgent;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.model.Model;
import org.atomicagents.model.Sampling;
import org.atomicagents.schema.Schema;

/** The agent of the demo, which answers a question. */
public final class DemoAgent {
  private static final Schema<DemoQuestion> QUESTION = Schema.of(DemoQuestion.class);
  private static final Schema<DemoAnswer> ANSWER = Schema.of(DemoAnswer.class);

  private DemoAgent() {}

  /**
   * Returns the agent with a model.
   *
   * @param sampling the sampling parameters
   */
  public static AtomicAgent<DemoQuestion, DemoAnswer> on(Model model, Sampling sampling) {
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

  /** Returns the names of the output fields in declaration order. */
  static List<String> answerFields() {
    return Arrays.stream(DemoAnswer.class.getRecordComponents())
        .map(RecordComponent::getName)
        .toList();
  }

  /** Compiles the schemas and creates the validator before the first response needs them. */
  public static void warmUp() {
    ANSWER.validate(new DemoAnswer("", 0, List.of()));
  }
}
