package org.atomicagents.corpus;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.atomicagents.corpus.mutation.Defect;
import org.atomicagents.corpus.mutation.ExpectedOutcome;
import org.atomicagents.corpus.mutation.MutableJson;
import org.atomicagents.corpus.mutation.MutatedDocument;
import org.atomicagents.corpus.mutation.WhitespaceStyle;
import org.atomicagents.schema.Strictness;
import org.atomicagents.testing.internal.generate.SeededRandom;
import org.jspecify.annotations.Nullable;

/**
 * A text with defects and its expected value.
 *
 * @param expected the value of the text before its mutation
 * @param seed the seed with which {@link #random} reproduces the case
 */
public record CorpusCase(
    CorpusType<?> sample, Object expected, MutatedDocument mutated, long seed) {
  private static final int MAX_TRIES = 1_000;

  /** The outcome of reading a text. */
  public enum Outcome {
    /** The expected value, or an equally valid one. */
    READ,
    /** No value. */
    REFUSED,
    /** A different value, without an error. */
    WRONG
  }

  /**
   * Returns a random document with these defects. The same seed returns the same document.
   *
   * @return the case; empty if no document was found that all defects can be applied to
   */
  public static Optional<CorpusCase> random(Set<Defect> defects, long seed) {
    var random = new SeededRandom(seed);
    for (int i = 0; i < MAX_TRIES; i++) {
      CorpusType<?> sample =
          random.chance(0.06) ? CorpusType.random(random) : random.oneOf(CorpusType.ALL);
      ValueSampler.Drawn drawn = sample.values().apply(random);
      WhitespaceStyle layout = random.oneOf(List.of(WhitespaceStyle.values()));
      MutableJson root = drawn.piece().orElseThrow();
      var mutated =
          MutatedDocument.of(root, layout, defects, random, () -> text(sample, layout, random));
      if (mutated.isPresent() && drawn.value() != null) {
        return Optional.of(new CorpusCase(sample, drawn.value(), mutated.get(), seed));
      }
    }
    return Optional.empty();
  }

  private static String text(CorpusType<?> sample, WhitespaceStyle layout, SeededRandom random) {
    return layout.write(sample.values().apply(random).piece().orElseThrow());
  }

  /** Returns the outcome for the value that was read; null if the text was refused. */
  public Outcome outcome(@Nullable Object found) {
    if (found == null) {
      return Outcome.REFUSED;
    }
    boolean isExpected = found.equals(expected) && mutated.certainty() != ExpectedOutcome.LOST;
    return isExpected || isAlsoRight(found) ? Outcome.READ : Outcome.WRONG;
  }

  private boolean isAlsoRight(Object found) {
    return mutated.alsoRight().stream()
        .map(json -> sample.read(json, Strictness.STRICT).value())
        .anyMatch(found::equals);
  }

  @Override
  public String toString() {
    return "%s of %s, seed %d, %s:%n%s%nexpected %s"
        .formatted(mutated.defects(), sample, seed, mutated.certainty(), mutated.text(), expected);
  }
}
