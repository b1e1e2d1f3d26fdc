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
 * A text, and what must come of it.
 *
 * @param expected the value before the text was spoilt
 * @param seed with which {@link #drawn} draws it again
 */
public record CorpusCase(CorpusType<?> sample, Object expected, MutatedDocument spoilt, long seed) {
  private static final int MOST_TRIES = 300;

  /** What a reader made of a text. */
  public enum Outcome {
    /** What was expected, or something as right. */
    READ,
    /** Nothing. */
    REFUSED,
    /** Something else, without a word. */
    WRONG
  }

  /**
   * A document with these defects; the same seed gives the same one.
   *
   * @return nothing if no document was found that has a place for all of them
   */
  public static Optional<CorpusCase> drawn(Set<Defect> defects, long seed) {
    var draw = new SeededRandom(seed);
    for (int i = 0; i < MOST_TRIES; i++) {
      CorpusType<?> sample =
          draw.chance(0.06) ? CorpusType.drawn(draw) : draw.oneOf(CorpusType.ALL);
      ValueSampler.Drawn drawn = sample.values().apply(draw);
      WhitespaceStyle layout = draw.oneOf(List.of(WhitespaceStyle.values()));
      MutableJson root = drawn.piece().orElseThrow();
      var spoilt =
          MutatedDocument.of(root, layout, defects, draw, () -> text(sample, layout, draw));
      if (spoilt.isPresent() && drawn.value() != null) {
        return Optional.of(new CorpusCase(sample, drawn.value(), spoilt.get(), seed));
      }
    }
    return Optional.empty();
  }

  private static String text(CorpusType<?> sample, WhitespaceStyle layout, SeededRandom draw) {
    return layout.write(sample.values().apply(draw).piece().orElseThrow());
  }

  public Outcome outcome(@Nullable Object found) {
    if (found == null) {
      return Outcome.REFUSED;
    }
    boolean right = found.equals(expected) && spoilt.certainty() != ExpectedOutcome.LOST;
    return right || isAlsoRight(found) ? Outcome.READ : Outcome.WRONG;
  }

  private boolean isAlsoRight(Object found) {
    return spoilt.alsoRight().stream()
        .map(json -> sample.read(json, Strictness.STRICT).value())
        .anyMatch(found::equals);
  }

  @Override
  public String toString() {
    return "%s of %s, seed %d, %s:%n%s%nexpected %s"
        .formatted(spoilt.defects(), sample, seed, spoilt.certainty(), spoilt.text(), expected);
  }
}
