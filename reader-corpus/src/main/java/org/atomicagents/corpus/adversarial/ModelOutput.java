package org.atomicagents.corpus.adversarial;

import java.util.List;
import org.atomicagents.message.FinishReason;
import tools.jackson.databind.JsonNode;

/**
 * A generated output with its truth.
 *
 * @param effect whether and how the text states the answers
 * @param answers the values that the text states; each is right; empty if the effect is {@link
 *     TruthEffect#ABSENT} or {@link TruthEffect#UNKNOWN}
 * @param labels the names of the templates and changes that made the text
 * @param seed the seed with which the generator makes the same output again
 */
public record ModelOutput(
    TargetType type,
    String text,
    FinishReason finishReason,
    TruthEffect effect,
    List<JsonNode> answers,
    List<String> labels,
    long seed) {
  public ModelOutput {
    answers = List.copyOf(answers);
    labels = List.copyOf(labels);
  }
}
