package org.atomicagents.corpus.adversarial;

import java.util.List;

/**
 * An output with the judgement on its reading.
 *
 * @param found the accepted value as JSON, the violations, or the exception
 * @param repairs the repairs of an accepted value
 * @param doubts the doubts of the independent check
 */
public record JudgedOutput(
    ModelOutput output,
    AcceptanceVerdict verdict,
    String found,
    List<String> repairs,
    List<String> doubts) {
  public JudgedOutput {
    repairs = List.copyOf(repairs);
    doubts = List.copyOf(doubts);
  }

  @Override
  public String toString() {
    return "%s: seed %d, type %s, %s, %s%nmade of   %s%n%s%nfound     %s%nexpected  %s%nrepairs   %s%ndoubts    %s%n"
        .formatted(
            verdict,
            output.seed(),
            output.type(),
            output.effect(),
            output.finishReason(),
            output.labels(),
            output.text().indent(4).stripTrailing(),
            found,
            output.answers(),
            repairs,
            doubts);
  }
}
