package org.atomicagents.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.atomicagents.corpus.HandwrittenCases.Entry;
import org.atomicagents.corpus.mutation.Defect;
import org.atomicagents.schema.IncrementalDecoder;
import org.atomicagents.schema.Strictness;
import org.atomicagents.testing.internal.generate.SeededRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests that complete parts of a preview are contained in the value that the tolerant reader reads.
 *
 * <p>Two kinds of texts are excluded, because a preview cannot recognize them in advance: reasoning
 * with only an end tag, and an empty object before the intended one.
 */
class LenientPreviewTest {
  private static final int TEXTS_PER_DEFECT = Integer.getInteger("atomic.previews", 25);

  @ParameterizedTest
  @EnumSource
  void previewsOnlyPartsOfTheValue(Defect defect) {
    var random = new SeededRandom(TestSeeds.usual("previews"));

    requireRight(
        Stream.generate(() -> CorpusCase.random(Set.of(defect), random.random().nextLong()))
            .limit(TEXTS_PER_DEFECT)
            .flatMap(text -> text.stream())
            .toList());
  }

  @Test
  void previewsOnlyPartsOfTheValueWithSeveralDefects() {
    var random = new SeededRandom(TestSeeds.usual("previews of mixtures"));
    List<Defect> combinable = Stream.of(Defect.values()).filter(Defect::mixes).toList();

    requireRight(
        Stream.generate(
                () -> {
                  List<Defect> shuffled = random.shuffled(combinable);
                  return CorpusCase.random(
                      Set.copyOf(shuffled.subList(0, random.between(2, 3))),
                      random.random().nextLong());
                })
            .limit(10L * TEXTS_PER_DEFECT)
            .flatMap(text -> text.stream())
            .toList());
  }

  @Test
  void previewsOnlyPartsOfTheValueForHandwrittenTexts() {
    requireRight(HandwrittenCases.repairable().stream().map(Entry::text).toList());
  }

  @Test
  void previewDoesNotDependOnTheChunks() {
    var random = new SeededRandom(TestSeeds.usual("splits of mutated texts"));
    for (Defect defect : Defect.values()) {
      for (int i = 0; i < TEXTS_PER_DEFECT / 5; i++) {
        CorpusCase.random(Set.of(defect), random.random().nextLong())
            .ifPresent(text -> requireSame(text.sample(), text.mutated().text(), random));
      }
    }
  }

  private static void requireSame(CorpusType<?> sample, String text, SeededRandom random) {
    String expected = preview(sample, List.of(text));
    TextSplits.of(text, random)
        .forEach(chunks -> {
          assertThat(preview(sample, chunks))
              .as(() -> String.join("|", chunks))
              .isEqualTo(expected);
        });
  }

  private static String preview(CorpusType<?> sample, List<String> chunks) {
    IncrementalDecoder<?> decoder = sample.schema().incremental(Strictness.LENIENT);
    chunks.forEach(decoder::feed);
    return decoder.snapshot().json() + decoder.snapshot().state("$");
  }

  private static void requireRight(List<CorpusCase> texts) {
    var wrong = new ArrayList<String>();
    for (CorpusCase text : texts) {
      if (!isExcluded(text.mutated().text())) {
        PreviewCheck.of(text).wrong().stream().limit(1).forEach(wrong::add);
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static boolean isExcluded(String text) {
    boolean hasNoOpeningThinkTag = text.contains("</think") && !text.startsWith("<think");
    return hasNoOpeningThinkTag || text.startsWith("{}");
  }
}
