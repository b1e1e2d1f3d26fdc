package org.atomicagents.corpus.adversarial;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.message.FinishReason;
import org.atomicagents.testing.internal.generate.SeededRandom;

/** Cuts a text, or repeats its end until the output limit. */
final class EndingTwister {
  private EndingTwister() {}

  static ModelOutput twist(ModelOutput output, SeededRandom random) {
    boolean isRepeated = random.chance(0.3);
    int at = random.between(0, output.text().length());
    String cut = output.text().substring(0, at);
    String text = isRepeated ? cut + repetition(cut, random) : cut;
    boolean isStopped = random.chance(0.3);
    var labels = new ArrayList<>(output.labels());
    labels.add(isRepeated ? "repeated end" : "cut");
    // A text that was cut states the whole answer or none, unless the model itself ended it.
    TruthEffect effect =
        isStopped || isRepeated || output.effect() == TruthEffect.ABSENT || hasDecoy(output)
            ? TruthEffect.UNKNOWN
            : output.effect().and(TruthEffect.OBSCURE);
    return new ModelOutput(
        output.type(),
        text,
        isStopped ? FinishReason.STOP : FinishReason.LENGTH,
        effect,
        effect == TruthEffect.UNKNOWN ? List.of() : output.answers(),
        labels,
        0);
  }

  /** The cut may leave nothing but the other answer. */
  private static boolean hasDecoy(ModelOutput output) {
    return output.labels().getLast().contains("{decoy}");
  }

  private static String repetition(String text, SeededRandom random) {
    int length = Math.min(text.length(), random.between(1, 30));
    String part = text.substring(text.length() - length);
    return part.repeat(random.between(2, 20));
  }
}
